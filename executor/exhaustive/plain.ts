import { z } from "zod";
import { PROPERTY_NAMES } from "../../lib/properties/all.js";
import { record } from "../../lib/scenario/zod-problems.js";
import type { Finding } from "./findings.js";
import type { RunOutcome } from "./outcome.js";
import type { Shares } from "./shares.js";

/*
 * What files say of outcomes and of numbers of scenarios. Numbers are decimal strings, since they
 * may be beyond what JSON's readers take for whole.
 */

export const COUNT = z
  .string()
  .regex(/^(0|[1-9]\d*)$/, "a number in decimal digits")
  .transform(BigInt);

export const OUTCOME = record({
  ending: z.enum(["completed", "stalled", "inconclusive", "crashed"]),
  committed: z.boolean().describe("An honest node committed a block of a scripted round."),
  stabilized: z.boolean().describe("Every honest node reached a stable round."),
  properties: z.record(z.enum(PROPERTY_NAMES), z.enum(["held", "vacuous", "violated"])),
}).transform(({ properties, ...rest }): RunOutcome => ({
  ...rest,
  statuses: new Map(PROPERTY_NAMES.map((name) => [name, properties[name]])),
}));

export const plainOutcome = ({ statuses, ...rest }: RunOutcome): z.input<typeof OUTCOME> => ({
  ...rest,
  properties: Object.fromEntries(statuses) as z.input<typeof OUTCOME>["properties"],
});

/** Pairs of a first round's configuration and a number of scenarios. */
export const SHARES = z
  .array(z.tuple([z.int().min(0), COUNT]))
  .transform((pairs): Shares => new Map(pairs));

export const plainShares = (shares: Shares): z.input<typeof SHARES> =>
  [...shares].sort(([a], [b]) => a - b).map(([first, count]) => [first, String(count)]);

export const FINDING = record({
  outcome: OUTCOME,
  shares: SHARES,
  examples: z.array(COUNT),
});

export const plainFinding = ({ outcome, shares, examples }: Finding): z.input<typeof FINDING> => ({
  outcome: plainOutcome(outcome),
  shares: plainShares(shares),
  examples: examples.map(String),
});
