/**
 * What a space says about the numbers of certificates and checkpoints, which are checked against
 * it.
 */
import { isSafety } from "../../../lib/properties/all.js";
import type { AnyProperty } from "../../../lib/properties/all.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";
import type { RunOutcome } from "../outcome.js";
import type { SearchSpace } from "../search-space.js";

/** The numbers of a space that every file about it must agree with. */
export interface SpaceFacts {
  /** How many configurations a round can have. */
  readonly firstRounds: number;
  /** How many scenarios begin with each of them. */
  readonly perFirstRound: bigint;
  readonly scenarios: bigint;
  /** What is judged, in the order of reports. */
  readonly properties: readonly AnyProperty[];
}

export function spaceFactsOf({
  configurations,
  rounds,
  isStatic,
  properties,
}: SearchSpace): SpaceFacts {
  const firstRounds = configurations.length;
  const perFirstRound = isStatic ? 1n : BigInt(firstRounds) ** BigInt(rounds - 1);
  return { firstRounds, perFirstRound, scenarios: BigInt(firstRounds) * perFirstRound, properties };
}

/** Problems of an outcome that no run can have; `path` is its path in the file. */
export function outcomeProblems(
  { ending, committed, stabilized, statuses }: RunOutcome,
  path: string,
  properties: readonly AnyProperty[],
): readonly Problem[] {
  if (statuses.size !== properties.length || !properties.every(({ name }) => statuses.has(name))) {
    const told = [...statuses.keys()].join(", ") || "none";
    const allowed = properties.map(({ name }) => name).join(", ");
    return [{ path: `${path}.properties`, wrong: `tell of ${told}`, allowed }];
  }
  const isAllViolated = properties.every(
    (each) => statuses.get(each.name) === "violated" && isSafety(each),
  );
  if (isAllViolated !== (ending === "decided")) {
    const allowed = "decided if and only if all that is judged is safety, and violated";
    return [{ path: `${path}.ending`, wrong: `is ${ending}`, allowed }];
  }
  if (ending !== "decided" || !(committed || stabilized)) return [];
  const wrong = "tells more of a run than that it was left";
  return [{ path, wrong, allowed: "committed and stabilized false where the ending is decided" }];
}
