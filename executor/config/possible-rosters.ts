/** The rosters that an invalid roster may mean, so that the rest can still be checked. */
import { replicaId } from "../../lib/protocol/ids.js";
import type { Roster } from "../../lib/scenario/model.js";
import type { Problem } from "../../lib/scenario/input/problem.js";
import { MOST_REPLICAS } from "../../lib/scenario/input/limits.js";
import type { RosterDocument } from "../../lib/scenario/roster-config.js";
import { replicaNames, rosterOf } from "../../lib/scenario/roster.js";

/** The possible meanings of an invalid roster. */
export interface PossibleRosters {
  /** The replicas and twins that it certainly names. */
  readonly least: Roster;
  /** Every replica that it mentions, each with a twin. */
  readonly most: Roster;
}

/** Undefined if the replicas cannot be guessed. */
export function possibleRosters({ replicas, twins }: RosterDocument): PossibleRosters | undefined {
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

/** The problems under either roster; others may only follow from the roster's own problems. */
export function certainProblems(
  { least, most }: PossibleRosters,
  problemsWith: (roster: Roster) => readonly Problem[],
): readonly Problem[] {
  const paths = new Set(problemsWith(most).map(({ path }) => path));
  return problemsWith(least).filter(({ path }) => paths.has(path));
}
