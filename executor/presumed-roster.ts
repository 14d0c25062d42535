/* Who may be meant by a roster that has problems, so that the rest can be checked against it. */
import { replicaId } from "../lib/protocol/ids.js";
import type { Roster } from "../lib/scenario/model.js";
import type { Problem } from "../lib/scenario/problem.js";
import { MOST_REPLICAS } from "../lib/scenario/limits.js";
import type { RosterDocument } from "../lib/scenario/roster-config.js";
import { replicaNames, rosterOf } from "../lib/scenario/roster.js";

/** Who may be meant by a roster that has problems. */
export interface PresumedRosters {
  /** Those that it names for certain. */
  readonly least: Roster;
  /** All that it mentions, any of whom may have a twin. */
  readonly most: Roster;
}

/** Undefined if the replicas cannot be guessed. */
export function presumedRosters({ replicas, twins }: RosterDocument): PresumedRosters | undefined {
  const names = isCount(replicas, MOST_REPLICAS) ? replicaNames(replicas) : namesIn(replicas);
  if (names === undefined) return undefined;
  const twinned = isCount(twins, names.length) ? names.slice(0, twins) : (namesIn(twins) ?? []);
  const all = [...new Set([...names, ...twinned])];
  return { least: roster(names, twinned), most: roster(all, all) };
}

const roster = (replicas: readonly string[], twins: readonly string[]): Roster =>
  rosterOf(replicas.map(replicaId), twins.map(replicaId));

const isCount = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;

/** The names of a list, each once; of one that is too long, none. */
const namesIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.length <= MOST_REPLICAS
    ? [...new Set(value.filter((name): name is string => typeof name === "string"))]
    : undefined;

/** What is wrong whoever is meant; what may only follow from the roster's problems is not told. */
export function certainProblems(
  { least, most }: PresumedRosters,
  problemsWith: (roster: Roster) => readonly Problem[],
): readonly Problem[] {
  const paths = new Set(problemsWith(most).map(({ path }) => path));
  return problemsWith(least).filter(({ path }) => paths.has(path));
}
