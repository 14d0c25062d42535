/** Divides a sweep into ranges of places, the units of its work and of its results. */
import type { Shard } from "../../lib/space/generator-config.js";
import type { Summary } from "../results/counts.js";
import type { ScenarioRecord } from "../results/record.js";
import type { SourceScenario } from "../sources/scenario-source.js";

/** Places of a range. All but the last range of a sweep have as many. */
export const RANGE_SIZE = 250;

/** A scenario of a file and its place in the sweep. */
export interface PlacedScenario extends SourceScenario {
  readonly place: number;
}

/** A range to run: the places [from, to) of a sweep, as far as they are of its shard. */
export interface RangeTask {
  readonly from: number;
  readonly to: number;
  /** The scenarios, if they are from a file. */
  readonly scenarios?: readonly PlacedScenario[];
  /** Digest of these scenarios. */
  readonly of?: string;
}

/** A failure and its place. */
export interface PlacedRecord {
  readonly place: number;
  readonly record: ScenarioRecord;
}

/** The results of a range: plain data. */
export interface RangeResult {
  readonly counts: Summary;
  /** The lines of the listed scenarios for a results file, in the order of places. */
  readonly lines: readonly string[];
  /** The scenarios with a violation or a crash, in the order of places. */
  readonly failures: readonly PlacedRecord[];
  /** Whether the protocol committed in a scenario without a report of any round. */
  readonly withoutRounds?: boolean;
}

/** The places of a shard: those that leave `first` when divided by `stride`. */
export interface ShardPlaces {
  readonly first: number;
  readonly stride: number;
}

/** The places of a shard, as the selection of twins-gen has them: by the counter in the order. */
export function shardPlaces({ part, of }: Shard, offset: bigint): ShardPlaces {
  const stride = BigInt(of);
  const first = (((BigInt(part - 1) - offset) % stride) + stride) % stride;
  return { first: Number(first), stride: of };
}

/** The places of a range that are of the shard, in order. */
export function* placesIn(
  { from, to }: Pick<RangeTask, "from" | "to">,
  shard: ShardPlaces,
): Generator<number> {
  for (let place = firstIn(from, shard); place < to; place += shard.stride) yield place;
}

/** How many places of [0, end) are of the shard. */
export const placesBefore = (end: number, { first, stride }: ShardPlaces): number =>
  end <= first ? 0 : Math.ceil((end - first) / stride);

/** The least place of the shard that is not before `from`. */
const firstIn = (from: number, { first, stride }: ShardPlaces): number =>
  first + Math.max(0, Math.ceil((from - first) / stride)) * stride;

/** The ranges of a sweep of so many places, without those that have no place of the shard. */
export function* rangesOf(places: number, shard: ShardPlaces): Generator<RangeTask> {
  for (let from = 0; from < places; from += RANGE_SIZE) {
    const to = Math.min(from + RANGE_SIZE, places);
    if (firstIn(from, shard) < to) yield { from, to };
  }
}

/** The part of a range before a place. */
export function rangeBefore(task: RangeTask, to: number): Omit<RangeTask, "of"> {
  const { from, scenarios } = task;
  if (scenarios === undefined) return { from, to };
  return { from, to, scenarios: scenarios.filter(({ place }) => place < to) };
}
