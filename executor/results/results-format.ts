/** The schemas of results files and of `--json` documents. */
import { z } from "zod";
import { CRYPTO_NAMES } from "../../lib/crypto/names.js";
import { fileHeaderFields } from "../../lib/scenario/formats/file-header.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { parseJson } from "../../lib/scenario/input/json-text.js";
import { record, wellFormed } from "../../lib/scenario/input/zod-problems.js";
import type { RunConfig } from "../config/config.js";
import { digestOf } from "../run/digest.js";
import { MODULE_HASH, protocolFields } from "./protocol-fields.js";
import type { ResultsDocument } from "./document.js";
import type { ScenarioRecord } from "./record.js";
import { judgedIn } from "../run/run-case.js";
import type { Digests } from "../run/run-scenario.js";
import type { Summary } from "./tally.js";

/*
 * A results file: a header, a line for each scenario, and at the end a line that sums them up. All
 * lines are JSON. A file without its last line is one of a run that was cut short. The header and
 * the digest of the scenario on each line say exactly what the results are of.
 */

const FORMAT = "twins-results";
/** Lines of version 1 did not say which scenario they are of. */
const VERSION = 2;

const count = z.int().min(0);
const name = z.string();
const status = z.enum(["held", "vacuous", "violated"]);
const ENDING = z.enum(["completed", "stalled", "inconclusive", "crashed"]);
const byProperty = z.record(z.string(), count);

/** The first line: which run the results are of. */
export const RESULTS_HEADER = record({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  tool: z.string().describe("The version of twins-bft."),
  config: z.string().describe("Digest of the fields run, properties, file and digests."),
  seed: z.string().describe("Seed of the space, if it has one.").optional(),
  run: record({
    protocol: name,
    protocolSha256: name.describe(MODULE_HASH).optional(),
    bugs: z.array(name),
    crypto: z.enum(CRYPTO_NAMES),
    delta: z.number().describe("Δ, in milliseconds."),
    delay: z.number().describe("Delay of every message, in milliseconds."),
    limits: record({ events: count, time: count }),
  }).describe("How the scenarios are run."),
  properties: z.array(name).describe("Names of the judged properties."),
  file: z
    .record(name, z.unknown())
    .describe("Header of the scenario file: roster, space, semantics."),
  digests: z
    .enum(["none", "some", "all"])
    .describe("Which records have a digest of the transcript."),
});
export type ResultsHeader = z.output<typeof RESULTS_HEADER>;

const WITNESS = record({
  property: z.string(),
  rounds: z.array(count),
  blocks: z.array(name).describe("Blocks by name: d'@1 was proposed by node d' in round 1."),
  nodes: z.array(name),
  explanation: z.array(z.string()),
});

const RECORD_FIELDS = {
  id: z.string(),
  verdict: z.enum(["crashed", "violated", "inconclusive", "held"]),
  ending: ENDING,
  because: z.string().describe("The error of a crash, or the limit that was reached.").optional(),
  at: count.describe("Virtual time at the end, in milliseconds."),
  events: count,
  rounds: z.record(name, count).describe("Last round of each node."),
  properties: z.record(name, status),
  witnesses: z.array(WITNESS).optional(),
  commits: z.record(name, count).describe("Number of blocks that each honest node committed."),
  chain: z.array(name).describe("The longest committed chain of an honest node."),
  committed: z.boolean().describe("An honest node committed a block of a scripted round."),
  stabilized: z.boolean().describe("Every honest node reached a stable round."),
  withoutRounds: z
    .literal(true)
    .describe("Honest nodes committed, but none reported that it entered a round or halted.")
    .optional(),
  digest: z.string().describe("Digest of the transcript.").optional(),
};

/** The result of a scenario. */
export const SCENARIO_RECORD: z.ZodType<ScenarioRecord> = record(RECORD_FIELDS);

/** A line of a scenario: what became of it, and what it scripts. */
const RESULT: z.ZodType<ScenarioRecord & Scripted> = record({
  ...RECORD_FIELDS,
  scenario: z.string().describe("Digest of the rounds that the scenario scripts."),
});

/** Says of a result which rounds it is of. */
interface Scripted {
  readonly scenario: string;
}

/** The last line. */
const SUMMARY_FIELDS = {
  scenarios: count,
  held: count.describe("Number of complete runs without a violation or a crash."),
  violated: byProperty.describe("Number of scenarios that violate each property."),
  vacuous: byProperty.describe(
    "Number of scenarios in which the precondition of each property never held.",
  ),
  committed: count.describe("An honest node committed a block of a scripted round."),
  stabilized: count.describe("Every honest node reached a stable round."),
  stalled: count.describe("Number of runs that ended in a proven stall."),
  inconclusive: count,
  crashed: count,
  events: count,
  digest: z.string().describe("Digest of all results in order, or of all transcripts (--digest)."),
};
const RESULTS_SUMMARY: z.ZodType<Summary> = record(SUMMARY_FIELDS);

const CASE = record({
  name: z.string(),
  expectation: z.enum(["met", "not-met", "open"]).optional(),
  because: z
    .array(z.string())
    .describe("Reasons for which the expectation is not met or open.")
    .optional(),
  ending: ENDING,
  properties: z.record(name, status),
  witnesses: z.array(WITNESS),
  vacuous: z.record(name, z.string()).describe("Reason for which each property is vacuous."),
  digest: z.string().describe("Digest of the transcript."),
  transcript: z.array(z.string()).describe("With --trace.").optional(),
});

/** The document of `--json`, for tools. */
export const RESULTS_DOCUMENT: z.ZodType<ResultsDocument> = record({
  ...SUMMARY_FIELDS,
  cases: z.array(CASE).describe("Where cases were run, or one scenario.").optional(),
  warnings: z
    .array(z.string())
    .describe("What makes the counts mean less than they seem to.")
    .optional(),
}).describe("What twins-exec --json prints.");

/** Any line of a results file, for tools. */
export const RESULTS_LINE = z
  .union([RESULTS_HEADER, RESULT, RESULTS_SUMMARY])
  .describe("A line of a results file of twins-exec.");

/** Everything that the results of a run depend on, besides the scenarios. */
export interface ResultsBasis {
  readonly run: RunConfig;
  readonly header: ScenarioFileHeader;
  readonly digests: Digests;
}

/** The header of a run's results, by that version of the tool. */
export function resultsHeader(tool: string, { run, header, digests }: ResultsBasis): ResultsHeader {
  const { bugs, crypto, delta, delay, limits } = run;
  const basis = {
    run: { ...protocolFields(run), bugs: [...bugs], crypto, delta, delay, limits: { ...limits } },
    properties: judgedIn(run).map(({ name }) => name),
    file: fileHeaderFields({ ...header, count: undefined }),
    digests,
  };
  const config = digestOf([JSON.stringify(basis)]);
  const seed = header.space?.["seed"];
  return {
    ...{ format: FORMAT, version: VERSION, tool, config },
    ...(typeof seed === "string" ? { seed } : {}),
    ...basis,
  };
}

/** A result as a line of text. */
export const resultLine = ({ id, ...rest }: ScenarioRecord, scenario: string): string =>
  JSON.stringify({ id, scenario, ...rest });

/** The kind of a line of a results file; undefined if invalid. */
export function readResultsLine(
  text: string,
):
  | { readonly kind: "header"; readonly header: ResultsHeader }
  | { readonly kind: "other version"; readonly version: unknown }
  | { readonly kind: "scenario"; readonly record: ScenarioRecord; readonly scenario: string }
  | { readonly kind: "summary" }
  | undefined {
  const read = parseJson(text);
  if (!read.ok) return undefined;
  const result = wellFormed(RESULT, read.value);
  if (result !== undefined) {
    const { scenario, ...record } = result;
    return { kind: "scenario", record, scenario };
  }
  const header = wellFormed(RESULTS_HEADER, read.value);
  if (header !== undefined) return { kind: "header", header };
  const other = wellFormed(ANY_VERSION, read.value);
  if (other !== undefined && other.version !== VERSION) return { kind: "other version", ...other };
  return wellFormed(RESULTS_SUMMARY, read.value) === undefined ? undefined : { kind: "summary" };
}

const ANY_VERSION = z.object({ format: z.literal(FORMAT), version: z.unknown() });
