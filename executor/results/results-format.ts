/** The lines of results files: schemas, and how each is written and read. */
import { z } from "zod";
import { nodeSha256 } from "../../io/node-sha256.js";
import { CRYPTO_NAMES } from "../../lib/crypto/names.js";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import { record, wellFormed } from "../../lib/scenario/input/zod-problems.js";
import type { Summary } from "./counts.js";
import { MODULE_HASH } from "./protocol-fields.js";
import type { ScenarioRecord } from "./record.js";
import { COUNT, NAME, RECORD_FIELDS, SUMMARY_FIELDS } from "./result-fields.js";

/*
 * A results file: a header; for each range of places the lines of its listed scenarios and then a
 * line that counts all of its scenarios; and at the end a line that sums up. All lines are JSON.
 * A file without its last line is one of a run that was cut short. The header, the digests of the
 * scenarios and those of the ranges say exactly what the results are of.
 */

export const FORMAT = "twins-results";
/** Version 1 did not say which scenario a line is of; version 2 had a line for every scenario. */
export const VERSION = 3;

/** The scenarios that have a line of their own. */
export type Detail = "failures" | "all";

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const CHECK_DIGITS = 16;

/** The first line: which run the results are of. */
export const RESULTS_HEADER = record({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  tool: z.string().describe("The version of twins-bft."),
  config: z
    .string()
    .describe("Digest of the fields run, properties, file, selection, digests and detail."),
  seed: z.string().describe("Seed of the space, if it has one.").optional(),
  run: record({
    protocol: NAME,
    protocolSha256: NAME.describe(MODULE_HASH).optional(),
    bugs: z.array(NAME),
    crypto: z.enum(CRYPTO_NAMES),
    delta: z.number().describe("Δ, in milliseconds."),
    delay: z.number().describe("Delay of every message, in milliseconds."),
    limits: record({ events: COUNT, time: COUNT }),
  }).describe("How the scenarios are run."),
  properties: z.array(NAME).describe("Names of the judged properties."),
  file: z
    .record(NAME, z.unknown())
    .describe("Header of the scenario file: roster, space, semantics."),
  selection: record({
    order: z.enum(["systematic", "random"]),
    seed: z.string().describe("Seed of the random order.").optional(),
    symmetry: z.boolean().describe("One scenario of each class of equivalent ones."),
    offset: z.string().describe("Number of scenarios of the order that are skipped."),
    mix: record({ calm: z.number() }).describe("Draws that are not uniform.").optional(),
  })
    .describe("Which scenarios of the space, if they are from a generator config.")
    .optional(),
  digests: z
    .enum(["none", "some", "all"])
    .describe("Which records have a digest of the transcript."),
  detail: z
    .enum(["failures", "all"])
    .describe("Which scenarios have a line: failures and inconclusive ones, or all."),
  shard: z.string().describe("Part i of n of a larger run.").optional(),
});
export type ResultsHeader = z.output<typeof RESULTS_HEADER>;

/** The result of a scenario. */
export const SCENARIO_RECORD: z.ZodType<ScenarioRecord> = record(RECORD_FIELDS);

/** Says of a result which scenario of the run it is of. */
interface Scripted {
  /** Digest of its rounds. */
  readonly scenario: string;
  readonly place: number;
}

/** A line of a scenario: what became of it, and what it scripts. */
const RESULT: z.ZodType<ScenarioRecord & Scripted> = record({
  ...RECORD_FIELDS,
  place: COUNT.describe("Position in the run, over all shards, from 0."),
  scenario: z.string().describe("Digest of the rounds that the scenario scripts."),
});

/** A line that ends a range: the counts of its scenarios. */
export interface RangeLine extends Summary {
  /** The first place of the range, and the one after the last, over all shards. */
  readonly from: number;
  readonly to: number;
  /** Digest of the ids and rounds of the scenarios, if they are from a file. */
  readonly of?: string | undefined;
  /** Beginning of the SHA-256 of the lines of the range, to detect damage. */
  readonly check: string;
}

const LISTED = z.record(z.string(), COUNT).describe("By property; those that are 0 are left out.");

const RANGE: z.ZodType<RangeLine> = record({
  from: COUNT.describe("First place of the range, over all shards."),
  to: COUNT.describe("Place after the last of the range."),
  ...SUMMARY_FIELDS,
  violated: LISTED,
  vacuous: LISTED,
  digest: DIGEST,
  of: DIGEST.describe("Digest of the scenarios, if they are from a file.").optional(),
  check: z
    .string()
    .length(CHECK_DIGITS)
    .describe("SHA-256 of the lines of the range without this field, first digits."),
});

/** The last line: all counts, and how far the run came. */
export interface LastLine extends Summary {
  /** The place at which the run ended, over all shards. */
  readonly end: number;
  /** The number of places, over all shards. More than `end` if the run was stopped. */
  readonly places: number;
  /** Digest of the scenarios of the file, if they are from one. */
  readonly of?: string | undefined;
}

const LAST: z.ZodType<LastLine> = record({
  ...SUMMARY_FIELDS,
  end: COUNT.describe("Place at which the run ended, over all shards."),
  places: COUNT.describe("Number of places, over all shards; more than end if it was stopped."),
  of: DIGEST.describe("Digest of the scenarios of the file, if they are from one.").optional(),
});

/** Any line of a results file, for tools. */
export const RESULTS_LINE = z
  .union([RESULTS_HEADER, RESULT, RANGE, LAST])
  .describe("A line of a results file of twins-exec.");

/** A result as a line of text. */
export const resultLine = (
  { id, ...rest }: ScenarioRecord,
  { place, scenario }: Scripted,
): string => JSON.stringify({ id, place, scenario, ...rest });

/** The line that ends a range, after the lines of its listed scenarios. */
export function rangeLine(
  { from, to, of, ...counts }: Omit<RangeLine, "check">,
  listed: readonly string[],
): string {
  const fields = {
    ...{ from, to, ...counts },
    ...{ violated: withoutZeros(counts.violated), vacuous: withoutZeros(counts.vacuous) },
    ...(of === undefined ? {} : { of }),
  };
  return JSON.stringify({ ...fields, check: checkOf(JSON.stringify(fields), listed) });
}

const withoutZeros = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

/** Whether a range is as it was written: neither its line nor those before it were changed. */
export const isIntact = (line: string, check: string, listed: readonly string[]): boolean =>
  check === checkOf(line.replace(CHECK_FIELD, "}"), listed);

const CHECK_FIELD = /,"check":"[^"]*"\}$/;

const checkOf = (line: string, listed: readonly string[]): string =>
  nodeSha256([...listed, line].join("\n")).slice(0, CHECK_DIGITS);

/** A line of a results file. */
export type ResultsLine =
  | { readonly kind: "header"; readonly header: ResultsHeader }
  | { readonly kind: "other version"; readonly version: unknown }
  | ({ readonly kind: "scenario"; readonly record: ScenarioRecord } & Scripted)
  | { readonly kind: "range"; readonly range: RangeLine }
  | { readonly kind: "last"; readonly last: LastLine };

/** Reads a line of a results file; undefined if invalid. */
export function readResultsLine(text: string): ResultsLine | undefined {
  const read = parseJson(text);
  if (!read.ok) return undefined;
  const result = wellFormed(RESULT, read.value);
  if (result !== undefined) {
    const { scenario, place, ...fields } = result;
    return { kind: "scenario", record: fields, scenario, place };
  }
  const range = wellFormed(RANGE, read.value);
  if (range !== undefined) return { kind: "range", range };
  const header = wellFormed(RESULTS_HEADER, read.value);
  if (header !== undefined) return { kind: "header", header };
  const other = wellFormed(ANY_VERSION, read.value);
  if (other !== undefined && other.version !== VERSION) return { kind: "other version", ...other };
  const last = wellFormed(LAST, read.value);
  return last === undefined ? undefined : { kind: "last", last };
}

const ANY_VERSION = z.object({ format: z.literal(FORMAT), version: z.unknown() });
