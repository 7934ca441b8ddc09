/** For tests: writes a history as the server does, event by event, with ids, times and types. */
import proto from "@temporalio/proto";
import type { HistoryEvent } from "./history-event.ts";

const { EventType } = proto.temporal.api.enums.v1;

/** A payload of JSON text. */
export function json(text: string, metadata: Readonly<Record<string, string>> = {}) {
  const all = { encoding: "json/plain", ...metadata };
  const bytes = Object.entries(all).map(([key, value]) => [key, Buffer.from(value)] as const);
  return { metadata: Object.fromEntries(bytes), data: Buffer.from(text) };
}

export const NULL = { metadata: { encoding: Buffer.from("binary/null") } };

/** Epoch ms, or a length in ms, as the API writes them. */
export function stamp(ms: number) {
  return { seconds: Math.floor(ms / 1_000), nanos: Math.round(ms % 1_000) * 1_000_000 };
}

type Kind = Extract<keyof HistoryEvent, `${string}EventAttributes`>;
export type EventName = Kind extends `${infer Name}EventAttributes` ? Name : never;

export interface History {
  readonly events: HistoryEvent[];
  /** Answers the id of the event. */
  add(name: EventName, attributes: object, at: number, summary?: string): number;
}

export function createHistory(): History {
  const events: HistoryEvent[] = [];
  return {
    events,
    add(name, attributes, at, summary) {
      const eventId = events.length + 1;
      events.push({
        eventId,
        eventTime: stamp(at),
        eventType: EventType[typeName(name) as keyof typeof EventType],
        [`${name}EventAttributes`]: attributes,
        ...(summary !== undefined && { userMetadata: { summary: json(JSON.stringify(summary)) } }),
      } as unknown as HistoryEvent);
      return eventId;
    },
  };
}

/** `activityTaskStarted` as EVENT_TYPE_ACTIVITY_TASK_STARTED. */
function typeName(name: string): string {
  return `EVENT_TYPE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
