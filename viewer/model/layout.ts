/** Where the steps of runs are drawn: time downwards, each instant as high as its busiest node. */
import { marksOf } from "./marks.js";
import type { Mark } from "./marks.js";
import type { Copy, Run } from "./run.js";

/** Height of a line, in pixels. */
export const LINE = 15;
/** Space between two steps of a node, and between two instants. */
const BETWEEN_STEPS = 3;
const BETWEEN_INSTANTS = 22;
const TOP = 10;

/** Where a step is drawn. */
export interface StepPlace {
  readonly y: number;
  /** Where it ends. */
  readonly end: number;
  readonly marks: readonly Mark[];
}

/** A virtual time at which something happens. */
export interface Instant {
  readonly at: number;
  readonly y: number;
}

/** The places of a run, by the numbers of its steps. */
export interface Layout {
  readonly height: number;
  readonly instants: readonly Instant[];
  readonly steps: readonly StepPlace[];
}

/** Lays runs out side by side: equal times are at equal heights. O(steps). */
export function layoutOf(runs: readonly Run[]): readonly Layout[] {
  const places = runs.map(({ steps }) => {
    const marks = steps.map(marksOf);
    return { steps, marks, offsets: offsetsOf(steps, marks) };
  });
  const heights = new Map<number, number>();
  for (const { steps, offsets } of places) {
    for (const { index, at } of steps) {
      heights.set(at, Math.max(heights.get(at) ?? 0, offsets[index]?.end ?? 0));
    }
  }
  let y = TOP;
  const instants = [...heights]
    .toSorted(([a], [b]) => a - b)
    .map(([at, height]): Instant => {
      const instant = { at, y };
      y += height + BETWEEN_INSTANTS;
      return instant;
    });
  const yOf = new Map(instants.map((instant) => [instant.at, instant.y]));
  return places.map(({ steps, marks, offsets }) => ({
    ...{ height: y, instants },
    steps: steps.map(({ index, at }) => {
      const top = yOf.get(at) ?? 0;
      const { y: start = 0, end = 0 } = offsets[index] ?? {};
      return { y: top + start, end: top + end, marks: marks[index] ?? [] };
    }),
  }));
}

interface Offset {
  readonly y: number;
  readonly end: number;
}

/** Where steps begin and end within their instants: below what they received in the same one. */
function offsetsOf(steps: Run["steps"], marks: readonly (readonly Mark[])[]): readonly Offset[] {
  const offsets: Offset[] = [];
  let free = new Map<string, number>();
  let at: number | undefined;
  for (const step of steps) {
    if (step.at !== at) free = new Map();
    at = step.at;
    const { received } = step;
    const sent = received?.sentAt === at ? (offsets[received.sentIn]?.end ?? 0) : 0;
    const y = Math.max(free.get(step.node) ?? 0, sent);
    const lines = Math.max(1, marks[step.index]?.length ?? 0);
    const end = y + lines * LINE;
    offsets.push({ y, end });
    free.set(step.node, end + BETWEEN_STEPS);
  }
  return offsets;
}

/** The ends of an arrow. A copy that never arrives has no lower end. */
export interface ArrowPlace {
  readonly from: number;
  readonly to: number | undefined;
}

/** Where the arrow of a copy begins and ends. */
export function arrowOf({ steps }: Layout, copy: Copy): ArrowPlace {
  const sender = steps[copy.sentIn];
  const line = sender?.marks.findIndex(({ message }) => message === copy.message) ?? 0;
  const receiver = copy.receivedIn === undefined ? undefined : steps[copy.receivedIn];
  return {
    from: (sender?.y ?? 0) + (Math.max(line, 0) + 0.5) * LINE,
    to: receiver === undefined ? undefined : receiver.y + LINE / 2,
  };
}
