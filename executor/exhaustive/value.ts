/** How many scenarios came to each outcome, by the outcome's key. */
export type Counts = ReadonlyMap<string, bigint>;

/** What all runs from one state on come to. */
export interface Value {
  readonly counts: Counts;
  /** Of the longest run: how many events, and how much virtual time. */
  readonly events: number;
  readonly time: number;
}

/** What several values come to together. */
export function together(values: readonly Value[]): Value {
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  const counts = new Map<string, bigint>();
  let [events, time] = [0, 0];
  for (const value of values) {
    for (const [outcome, count] of value.counts) {
      counts.set(outcome, (counts.get(outcome) ?? 0n) + count);
    }
    events = Math.max(events, value.events);
    time = Math.max(time, value.time);
  }
  return { counts, events, time };
}

/** Where a value is looked at from. */
export interface Standpoint {
  /** The scenarios that differ only in what cannot matter any more. */
  readonly alike: bigint;
  readonly events: number;
  readonly time: number;
}

/** A value seen from a state: one of each kind of scenarios, and what is still to come. */
export const seenFrom = ({ counts, events, time }: Value, at: Standpoint): Value => ({
  counts: mapped(counts, (count) => count / at.alike),
  events: events - at.events,
  time: time - at.time,
});

/** The same value seen from the start. */
export const seenFromStart = ({ counts, events, time }: Value, at: Standpoint): Value => ({
  counts: mapped(counts, (count) => count * at.alike),
  events: events + at.events,
  time: time + at.time,
});

const mapped = (counts: Counts, change: (count: bigint) => bigint): Counts =>
  new Map([...counts].map(([outcome, count]) => [outcome, change(count)]));
