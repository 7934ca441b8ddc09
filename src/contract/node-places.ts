/** Where the nodes of an answer stand, and which of them are those of the last answer: learnt while it is checked. */
import type { Payload } from "./payload.ts";

/** Finds nodes of the last answer in the text of the next one. */
export interface KnownNodes {
  /** Index of the known node whose exact text stands at `at`, where a value begins; −1: none is expected there. */
  indexAt(text: string, at: number): number;
  /** Its length, UTF-16 units. */
  lengthOf(index: number): number;
}

/** Of a list of nodes, in order; offsets in the text of the list. */
export interface NodePlaces {
  /** Start and end of each, flat. */
  readonly bounds: readonly number[];
  /** Index of each among the known nodes, or −1; empty where none was known. */
  readonly same: readonly number[];
  readonly known: KnownNodes | undefined;
}

const PLACES = new WeakMap<Payload, NodePlaces>();

export function keepPlacesOf(nodes: Payload, places: NodePlaces): void {
  PLACES.set(nodes, places);
}

export function placesOf(nodes: Payload): NodePlaces | undefined {
  return PLACES.get(nodes);
}

/** What was kept; once, for it is large. */
export function takePlacesOf(nodes: Payload): NodePlaces | undefined {
  const places = PLACES.get(nodes);
  PLACES.delete(nodes);
  return places;
}
