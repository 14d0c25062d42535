/** What the numbers in certificates and checkpoints are held against. */
import { isSafety, PROPERTY_NAMES } from "../../lib/properties/all.js";
import type { PropertyName } from "../../lib/properties/property.js";
import type { Problem } from "../../lib/scenario/problem.js";
import type { RunOutcome } from "./outcome.js";
import type { Territory } from "./territory.js";

/** What a space says of every file about it. */
export interface Ground {
  /** How many configurations a round can have. */
  readonly firsts: number;
  /** How many scenarios begin with each of them. */
  readonly each: bigint;
  readonly scenarios: bigint;
  /** What is judged, in the order of reports. */
  readonly properties: readonly PropertyName[];
}

export function groundOf({ configurations, rounds, isStatic, properties }: Territory): Ground {
  const firsts = configurations.length;
  const each = isStatic ? 1n : BigInt(firsts) ** BigInt(rounds - 1);
  const names = properties.map(({ name }) => name);
  return { firsts, each, scenarios: BigInt(firsts) * each, properties: names };
}

/** What no run can have come to; `path` is where the outcome stands. */
export function outcomeProblems(
  { ending, committed, stabilized, statuses }: RunOutcome,
  path: string,
  properties: readonly PropertyName[],
): readonly Problem[] {
  const told = PROPERTY_NAMES.filter((name) => statuses.has(name)).join(", ");
  const judged = properties.join(", ");
  if (told !== judged) {
    return [{ path: `${path}.properties`, wrong: `tell of ${told || "none"}`, allowed: judged }];
  }
  const isDecided = [...statuses].every(
    ([name, status]) => status === "violated" && isSafety(name),
  );
  if (isDecided !== (ending === "decided")) {
    const allowed = "decided if and only if all that is judged is safety, and violated";
    return [{ path: `${path}.ending`, wrong: `is ${ending}`, allowed }];
  }
  if (ending !== "decided" || !(committed || stabilized)) return [];
  const wrong = "tells more of a run than that it was left";
  return [{ path, wrong, allowed: "committed and stabilized false where the ending is decided" }];
}
