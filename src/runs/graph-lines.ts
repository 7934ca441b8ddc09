/** Lines and shapes of a graph as SVG paths, few of them however many links and nodes they draw. Pure. */
import type { Phase, Step } from "../contract/step.ts";
import { CARD, type GraphLayout, type PlacedLink } from "./graph-layout.ts";
import type { Sight } from "./graph-sight.ts";
import { endOf } from "./timeline-bars.ts";

/** `ahead`: to a step that has not begun. `part`: from a whole to its part. */
export type LineKind =
  | "ahead"
  | "gone"
  | "part"
  | "critical"
  | "critical-part"
  | "selected"
  | "selected-critical"
  | "selected-part";

export interface Lines {
  readonly kind: LineKind;
  readonly path: string;
  /** Heads of arrows, to be filled. */
  readonly heads: string;
}

/** Pieces of lines drawn at once. */
const PIECES_MOST = 3_000;
/** Px of an arrow's head. */
const HEAD = { width: 3, height: 5 } as const;
const ORDER: readonly LineKind[] = [
  "ahead",
  "part",
  "gone",
  "critical-part",
  "critical",
  "selected-part",
  "selected",
  "selected-critical",
];

interface LineProps {
  readonly layout: GraphLayout;
  readonly steps: readonly Step[];
  readonly critical: ReadonlySet<string>;
  /** Number of the node whose own links stand out. */
  readonly selected: number | undefined;
  readonly sight: Sight;
}

/** Lines of those links that pass the sight, by kind, in the order they are drawn. `isCut`: there were more. */
export function linesOf(props: LineProps): { readonly lines: readonly Lines[]; readonly isCut: boolean } {
  const { layout, sight, selected } = props;
  const paths = new Map<LineKind, { path: string; heads: string }>();
  const criticalOnes = criticalLinks(props);
  let pieces = 0;
  let isCut = false;
  const passing = layout.links.filter((link) => passes(link, sight));
  if (passing.length > PIECES_MOST) {
    // Those that begin or end before one's eyes first; the sort is stable.
    const ends = ({ from, to }: PlacedLink) => Number(isIn(layout, from, sight)) + Number(isIn(layout, to, sight));
    passing.sort((a, b) => ends(b) - ends(a));
  }
  for (const link of passing) {
    const { points } = link;
    const isOwn = link.from === selected || link.to === selected;
    if (pieces > PIECES_MOST && !isOwn) {
      isCut = true;
      continue;
    }
    const kind = kindOf(link, props, isOwn, criticalOnes);
    const entry = paths.get(kind) ?? { path: "", heads: "" };
    const drawn = curve(points, sight);
    entry.path += drawn.path;
    pieces += drawn.pieces;
    if (link.kind === "follows") entry.heads += head(points);
    paths.set(kind, entry);
  }
  const lines = ORDER.flatMap((kind) => {
    const entry = paths.get(kind);
    return entry ? [{ kind, ...entry }] : [];
  });
  return { lines, isCut };
}

function kindOf(
  link: PlacedLink,
  { layout, steps }: LineProps,
  isOwn: boolean,
  critical: ReadonlySet<number>,
): LineKind {
  const isPart = link.kind === "contains";
  const isMarked = critical.has(link.from * layout.nodes.length + link.to);
  if (isOwn) return isPart ? "selected-part" : isMarked ? "selected-critical" : "selected";
  if (isMarked) return isPart ? "critical-part" : "critical";
  if (isPart) return "part";
  const to = layout.nodes[link.to]?.places ?? [];
  return to.some((place) => hasBegun(steps[place])) ? "gone" : "ahead";
}

/** Of the links into each step on the path, the one from the step it waited for longest; as `from * nodes + to`. */
function criticalLinks({ layout, steps, critical }: LineProps): ReadonlySet<number> {
  const links = new Set<number>();
  if (critical.size === 0) return links;
  const onPath = new Map(steps.filter(({ key }) => critical.has(key)).map((step) => [step.key, step]));
  for (const [key, step] of onPath) {
    let last: Step | undefined;
    for (const before of step.upstream) {
      const other = onPath.get(before);
      if (other && (!last || (endOf(other) ?? -Infinity) > (endOf(last) ?? -Infinity))) last = other;
    }
    const from = last && layout.nodeOf.get(last.key);
    const to = layout.nodeOf.get(key);
    if (from !== undefined && to !== undefined) links.add(from * layout.nodes.length + to);
    for (const parent of step.parentKeys) {
      const whole = onPath.has(parent) ? layout.nodeOf.get(parent) : undefined;
      if (whole !== undefined && to !== undefined) links.add(whole * layout.nodes.length + to);
    }
  }
  return links;
}

export function hasBegun(step: Step | undefined): boolean {
  if (!step || step.phase === "pending" || step.phase === "skipped") return false;
  return step.phase !== "cancelled" || step.startedAt !== undefined;
}

function passes({ points, left, right }: PlacedLink, sight: Sight): boolean {
  const [top, bottom] = [points[1] ?? 0, points[points.length - 1] ?? 0];
  if (Math.max(top, bottom) < sight.top || Math.min(top, bottom) > sight.bottom) return false;
  // A line back up bulges to the right.
  return left < sight.right && right + CARD.width > sight.left;
}

function isIn({ nodes }: GraphLayout, number: number, { left, top, right, bottom }: Sight): boolean {
  const node = nodes[number];
  if (!node) return false;
  return node.x < right && node.x + CARD.width > left && node.y < bottom && node.y + CARD.height > top;
}

/** Upright where it leaves and enters, straight through the rows it passes; only the pieces in sight. */
function curve(points: readonly number[], sight: Sight): { path: string; pieces: number } {
  let path = "";
  let pieces = 0;
  let isDown = false;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x, y, toX, toY] = [points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0, points[i + 3] ?? 0];
    if (toY < y) return { path: backwards(x, y, toX, toY), pieces: 1 };
    if (toY < sight.top || y > sight.bottom) {
      isDown = false;
      continue;
    }
    if (!isDown) path += `M${x} ${y}`;
    isDown = true;
    pieces++;
    const half = (toY - y) / 2;
    path += x === toX ? `V${toY}` : `C${x} ${y + half} ${toX} ${toY - half} ${toX} ${toY}`;
  }
  return { path, pieces };
}

/** From the right side of a card up to the right side of another: only loops of folded iterations have such links. */
function backwards(x: number, y: number, toX: number, toY: number): string {
  const half = CARD.width / 2;
  const [fromY, endY] = [y - CARD.height / 2, toY + CARD.height / 2];
  const bulge = Math.max(x, toX) + half + 32;
  return `M${x + half} ${fromY}C${bulge} ${fromY} ${bulge} ${endY} ${toX + half} ${endY}`;
}

function head(points: readonly number[]): string {
  const [y, x, toY] = [points[points.length - 3] ?? 0, points[points.length - 2] ?? 0, points[points.length - 1] ?? 0];
  if (toY < y) {
    const side = x + CARD.width / 2;
    const middle = toY + CARD.height / 2;
    return `M${side} ${middle}l${HEAD.height} ${-HEAD.width}v${2 * HEAD.width}z`;
  }
  return `M${x} ${toY}l${-HEAD.width} ${-HEAD.height}h${2 * HEAD.width}z`;
}

/** What a node of many is drawn as when cards cannot be read: each phase has a shape of its own, not only a colour. */
export function mapShape(phase: Phase, x: number, y: number): string {
  const { width, height } = CARD;
  const box = (left: number, top: number, w: number, h: number) => `M${left} ${top}h${w}v${h}h${-w}z`;
  if (phase === "succeeded") return box(x, y, width, height);
  const frame = `${box(x, y, width, height)}M${x + 6} ${y + 6}v${height - 12}h${width - 12}v${12 - height}z`;
  if (phase === "waiting") return frame + box(x, y, width / 2, height);
  if (phase === "running") return frame + box(x + width / 3, y, width / 3, height);
  if (phase !== "failed") return frame;
  // Two halves, a slanted gap between them.
  const middle = x + width / 2;
  return `M${x} ${y}H${middle - 4}L${middle - 28} ${y + height}H${x}zM${middle + 28} ${y}H${x + width}V${y + height}H${middle + 4}z`;
}
