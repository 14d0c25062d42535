/** The outcome of a run: how it ended, and the status of each property. */
import type { Verdict } from "../../lib/protocol/judging/property.js";
import type { Ending } from "../../lib/simulation/world.js";

/**
 * How a run ended. "decided": the run was cut short, because it had violated every property that is
 * judged.
 */
export type RunEnding = Ending["kind"] | "decided";

/**
 * The outcome of a run, by which scenarios are counted. Only the statuses of a run that was cut
 * short are known.
 */
export interface RunOutcome {
  readonly ending: RunEnding;
  /** Whether an honest node committed a block of a scripted round. */
  readonly committed: boolean;
  /** Whether every honest node reached a stable round. */
  readonly stabilized: boolean;
  readonly statuses: ReadonlyMap<string, Verdict["status"]>;
}

/** The outcome of a run that was cut short because it had violated all judged properties. */
export const allViolated = (properties: readonly string[]): RunOutcome => ({
  ending: "decided",
  committed: false,
  stabilized: false,
  statuses: new Map(properties.map((name) => [name, "violated"])),
});

/** Equal for outcomes that are counted together. */
export const outcomeKey = ({ ending, committed, stabilized, statuses }: RunOutcome): string =>
  [ending, committed, stabilized, ...statuses.values()].join(" ");

/** The properties that an outcome violates. */
export const violatedIn = ({ statuses }: RunOutcome): readonly string[] =>
  [...statuses].flatMap(([name, status]) => (status === "violated" ? [name] : []));
