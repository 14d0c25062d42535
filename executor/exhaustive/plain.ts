import { z } from "zod";
import { InputError } from "../../lib/scenario/problem.js";
import { list, problemsOf, record, word } from "../../lib/scenario/zod-problems.js";
import type { Finding } from "./findings.js";
import type { RunOutcome } from "./outcome.js";
import type { Shares } from "./shares.js";

/*
 * What files say of outcomes and of numbers of scenarios. Numbers are decimal strings, since they
 * may be beyond what JSON's readers take for whole.
 */

export const WHOLE = z.int("a whole number").min(0, "a whole number");

export const COUNT = z
  .string("a number in decimal digits")
  .regex(/^(0|[1-9]\d*)$/, "a number in decimal digits")
  .transform(BigInt);

export const OUTCOME = record({
  ending: word("completed", "stalled", "inconclusive", "crashed", "decided").describe(
    "How the run ended; decided if it was left when it had violated all that is judged.",
  ),
  committed: z
    .boolean("true or false")
    .describe("An honest node committed a block of a scripted round."),
  stabilized: z.boolean("true or false").describe("Every honest node reached a stable round."),
  properties: z
    .record(z.string(), word("held", "vacuous", "violated"), "a status for each property")
    .describe("Of each property that is judged."),
}).transform(({ properties, ...rest }): RunOutcome => ({
  ...rest,
  statuses: new Map(Object.entries(properties)),
}));

export const plainOutcome = ({ statuses, ...rest }: RunOutcome): z.input<typeof OUTCOME> => ({
  ...rest,
  properties: Object.fromEntries(statuses),
});

/** Pairs of a first round's configuration and a number of scenarios. */
export const SHARES = z
  .array(z.tuple([WHOLE, COUNT]), "a list of pairs")
  .transform((pairs): Shares => new Map(pairs));

export const plainShares = (shares: Shares): z.input<typeof SHARES> =>
  [...shares].sort(([a], [b]) => a - b).map(([first, count]) => [first, String(count)]);

export const FINDING = record({
  outcome: OUTCOME,
  shares: SHARES,
  examples: list(COUNT),
});

export const plainFinding = ({ outcome, shares, examples }: Finding): z.input<typeof FINDING> => ({
  outcome: plainOutcome(outcome),
  shares: plainShares(shares),
  examples: examples.map(String),
});

/**
 * Reads what this program wrote. Of a file that is something else altogether just that is told.
 * Throws {@link InputError}.
 */
export function readOwn<Schema extends z.ZodType>(
  schema: Schema,
  document: unknown,
  file: string,
): z.output<Schema> {
  const read = schema.safeParse(document);
  if (read.success) return read.data;
  const problems = problemsOf(read.error, document);
  const format = problems.filter(({ path }) => path === "format");
  throw new InputError(format.length > 0 ? format : problems, file);
}
