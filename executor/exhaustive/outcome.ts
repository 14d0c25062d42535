import type { PropertyName, Verdict } from "../../lib/properties/property.js";
import type { Ending } from "../../lib/simulation/world.js";

/** What became of a run, as far as scenarios are counted by it. */
export interface RunOutcome {
  readonly ending: Ending["kind"];
  /** Whether an honest node committed a block of a scripted round. */
  readonly committed: boolean;
  /** Whether every honest node reached a stable round. */
  readonly stabilized: boolean;
  readonly statuses: ReadonlyMap<PropertyName, Verdict["status"]>;
}

/** Equal for outcomes that are counted together. */
export const outcomeKey = ({ ending, committed, stabilized, statuses }: RunOutcome): string =>
  [ending, committed, stabilized, ...statuses.values()].join(" ");

/** The properties that an outcome violates. */
export const violatedIn = ({ statuses }: RunOutcome): readonly PropertyName[] =>
  [...statuses].flatMap(([name, status]) => (status === "violated" ? [name] : []));
