/** Reports what the formats of other tools cannot express. */
import type { ScenarioFileHeader } from "./file-header.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION, VERSION_2_PARTS } from "../model.js";
import type { Drop, Scenario } from "../model.js";
import { fieldOf, InputError, isValue, itemOf } from "../input/problem.js";
import type { Problem } from "../input/problem.js";
import { replicaNames, rosterOf } from "../roster.js";

/*
 * The formats of other tools number the replicas, give twins to the first ones, and specify neither
 * semantics nor stabilisation.
 */

/** The header that a file with only the numbers of replicas and twins implies. */
export function numberedHeader(replicas: number, twins: number): ScenarioFileHeader {
  const names = replicaNames(replicas);
  const roster = rosterOf(names, names.slice(0, twins));
  return { roster, semantics: DEFAULT_SEMANTICS, stabilization: DEFAULT_STABILIZATION };
}

/** Header fields that a format with names, but without semantics, loses. */
export function lostSemantics(header: ScenarioFileHeader, format: string): readonly Problem[] {
  const { replicas, twins, faulty } = header.roster;
  const standard = rosterOf(replicas, twins).faulty;
  return [
    ...unless(faulty === standard, {
      path: "faulty",
      wrong: isValue(faulty),
      allowed: `${standard}, for ${format} does not say it`,
    }),
    ...unless(same(header.semantics, DEFAULT_SEMANTICS), {
      path: "semantics",
      wrong: "are not the default ones",
      allowed: `those, for ${format} does not say them`,
    }),
  ];
}

/** Header fields that a format with numbers only loses. */
export function lostInNumbers(header: ScenarioFileHeader, format: string): readonly Problem[] {
  const { replicas, twins } = header.roster;
  const { roster, stabilization } = numberedHeader(replicas.length, twins.length);
  return [
    ...unless(same(replicas, roster.replicas), {
      path: "replicas",
      wrong: "have other names than a, b, c and so on",
      allowed: `a number, for ${format} numbers them`,
    }),
    ...unless(same(twins, replicas.slice(0, twins.length)), {
      path: "twins",
      wrong: "are not the first replicas",
      allowed: `a number, for ${format} says only how many`,
    }),
    ...lostSemantics(header, format),
    ...unless(same(header.stabilization, stabilization), {
      path: "stabilization",
      wrong: "is not the default one",
      allowed: `${stabilization.rounds} rounds with honest leaders, for ${format} does not say it`,
    }),
  ];
}

const unless = (isFine: boolean, problem: Problem): readonly Problem[] => (isFine ? [] : [problem]);

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Throws {@link InputError} with every part of a scenario that only version 2 can say. */
export function requireVersion1({ id, rounds }: Scenario, format: string): void {
  const problems = rounds.flatMap((round, index) =>
    VERSION_2_PARTS.flatMap((part) =>
      unless(round[part] === undefined, {
        path: fieldOf(itemOf("rounds", index), part),
        wrong: "cannot be written",
        allowed: `leaders, partitions and drops: ${format} has nothing else`,
      }),
    ),
  );
  if (problems.length > 0) throw new InputError(problems, id);
}

/** Throws {@link InputError} with every drop of a scenario that cannot be written. */
export function requireDrops(
  { id, rounds }: Scenario,
  canBeWritten: (drop: Drop) => boolean,
  allowed: string,
): void {
  const problems = rounds.flatMap(({ drops }, round) =>
    drops.flatMap((drop, index) =>
      unless(canBeWritten(drop), {
        path: `${itemOf("rounds", round)}.${itemOf("drops", index)}.type`,
        wrong: isValue(drop.type),
        allowed,
      }),
    ),
  );
  if (problems.length > 0) throw new InputError(problems, id);
}
