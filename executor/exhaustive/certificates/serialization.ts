/** Serialization of outcomes and of numbers of scenarios. */
import { z } from "zod";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { problemsOf, record, word } from "../../../lib/scenario/input/zod-problems.js";
import type { Finding } from "../findings.js";
import type { RunOutcome } from "../outcome.js";
import { pairsOf, scenarioCounts } from "../execution/scenario-counts.js";
import type { ScenarioCounts } from "../execution/scenario-counts.js";

/*
 * Numbers of scenarios are decimal strings, since they may be beyond what JSON's readers take for
 * whole.
 */

export const WHOLE = z.int("a whole number").min(0, "a whole number");

/** A space of 10,000 rounds of 65,536 configurations has a number of fewer digits. */
const MOST_DIGITS = 50_000;

export const COUNT = z
  .string("a number in decimal digits")
  .max(MOST_DIGITS, `a number of at most ${MOST_DIGITS} digits`)
  .regex(/^(0|[1-9]\d*)$/, "a number in decimal digits")
  .transform(BigInt);

export const HASH = z
  .string("64 hexadecimal digits")
  .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

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

export const encodeOutcome = ({ statuses, ...rest }: RunOutcome): z.input<typeof OUTCOME> => ({
  ...rest,
  properties: Object.fromEntries(statuses),
});

const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const isCount = (value: unknown): value is string => COUNT.safeParse(value).success;

/*
 * Lists in checkpoints are looked at as a whole: of a list of a million wrong items, each would be
 * a problem.
 */

export const PATH = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every(isWhole),
  "a list of whole numbers",
);

const COUNTS = z
  .custom<readonly string[]>(
    (value) => Array.isArray(value) && value.every(isCount),
    "a list of numbers in decimal digits",
  )
  .transform((counts) => counts.map(BigInt));

/** Pairs of a first round's configuration and a number of scenarios. */
export const COUNTS_BY_FIRST_ROUND = z
  .custom<readonly (readonly [number, string])[]>(
    (value) => Array.isArray(value) && value.every(isCountOfFirstRound),
    "pairs of a first round, ascending, and a number in decimal digits",
  )
  .transform((pairs): ScenarioCounts =>
    scenarioCounts(pairs.map(([first, count]) => [first, BigInt(count)])),
  );

function isCountOfFirstRound(pair: unknown, at: number, pairs: readonly unknown[]): boolean {
  if (!Array.isArray(pair) || pair.length !== 2) return false;
  const [first, count] = pair as readonly unknown[];
  const before: unknown = at === 0 ? undefined : (pairs[at - 1] as readonly unknown[])[0];
  return isWhole(first) && isCount(count) && first > (isWhole(before) ? before : -1);
}

export const encodeCounts = (counts: ScenarioCounts): z.input<typeof COUNTS_BY_FIRST_ROUND> =>
  pairsOf(counts).map(([first, count]) => [first, String(count)]);

export const FINDING = record({
  outcome: OUTCOME,
  shares: COUNTS_BY_FIRST_ROUND,
  examples: COUNTS,
}).transform(({ shares, ...rest }): Finding => ({ ...rest, counts: shares }));

export const encodeFinding = ({ outcome, counts, examples }: Finding): z.input<typeof FINDING> => ({
  outcome: encodeOutcome(outcome),
  shares: encodeCounts(counts),
  examples: examples.map(String),
});

/**
 * Reads what this program wrote. Of a file that is something else altogether, or of another version
 * of the format, just that is told.
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
  const foreign = ["format", "version"]
    .map((field) => problems.filter(({ path }) => path === field))
    .find(({ length }) => length > 0);
  throw new InputError(foreign ?? problems, file);
}
