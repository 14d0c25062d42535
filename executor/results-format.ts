/** The shape of results. */
import { z } from "zod";
import type { ScenarioFileHeader } from "../lib/scenario/file-header.js";
import { parseJson } from "../lib/scenario/json-text.js";
import { record, wellFormed } from "../lib/scenario/zod-problems.js";
import type { RunConfig } from "./config.js";
import { digestOf } from "./digest.js";
import type { ResultsDocument } from "./document.js";
import type { ScenarioRecord } from "./record.js";
import type { Digests } from "./run-scenario.js";
import type { Summary } from "./tally.js";

/*
 * A results file: a header, a line for each scenario, and at the end a line that sums them up. All
 * lines are JSON. A file without its last line is one of a run that was cut short.
 */

const FORMAT = "twins-results";
const VERSION = 1;

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
  config: z.string().describe("Digest of everything that the results depend on."),
  seed: z.string().describe("The seed of the space, where it has one.").optional(),
});
export type ResultsHeader = z.output<typeof RESULTS_HEADER>;

const WITNESS = record({
  property: z.string(),
  rounds: z.array(count),
  blocks: z.array(name).describe("Blocks by name: d'@1 was proposed by node d' in round 1."),
  nodes: z.array(name),
  explanation: z.array(z.string()),
});

/** A line of a scenario. */
export const SCENARIO_RECORD: z.ZodType<ScenarioRecord> = record({
  id: z.string(),
  verdict: z.enum(["crashed", "violated", "inconclusive", "held"]),
  ending: ENDING,
  because: z.string().describe("What the crash or the limit was.").optional(),
  at: count.describe("Virtual time at the end, in milliseconds."),
  events: count,
  rounds: z.record(name, count).describe("Each node's last round."),
  properties: z.record(name, status),
  witnesses: z.array(WITNESS).optional(),
  commits: z.record(name, count).describe("How many blocks each honest node committed."),
  chain: z.array(name).describe("The longest of the honest nodes' chains."),
  committed: z.boolean().describe("An honest node committed a block of a scripted round."),
  stabilized: z.boolean().describe("Every honest node reached a stable round."),
  digest: z.string().describe("Digest of the transcript.").optional(),
});

/** The last line. */
const SUMMARY_FIELDS = {
  scenarios: count,
  held: count.describe("Nothing violated, no crash, and the run came to its end."),
  violated: byProperty.describe("Scenarios that violate each property."),
  vacuous: byProperty.describe("Scenarios in which each property's precondition never arose."),
  committed: count.describe("An honest node committed a block of a scripted round."),
  stabilized: count.describe("Every honest node reached a stable round."),
  stalled: count.describe("Ended because nothing can happen any more."),
  inconclusive: count,
  crashed: count,
  events: count,
  digest: z.string().describe("Of all results in order, or of all transcripts (--digest)."),
};
const RESULTS_SUMMARY: z.ZodType<Summary> = record(SUMMARY_FIELDS);

const CASE = record({
  name: z.string(),
  expectation: z.enum(["met", "not-met", "open"]).optional(),
  because: z.array(z.string()).describe("Why an expectation is not met, or open.").optional(),
  ending: ENDING,
  properties: z.record(name, status),
  witnesses: z.array(WITNESS),
  vacuous: z.record(name, z.string()).describe("Why a property is vacuous."),
  digest: z.string().describe("Digest of the transcript."),
  transcript: z.array(z.string()).describe("With --trace.").optional(),
});

/** The document of `--json`, for tools. */
export const RESULTS_DOCUMENT: z.ZodType<ResultsDocument> = record({
  ...SUMMARY_FIELDS,
  seconds: z.number().min(0).describe("Wall-clock time."),
  cases: z.array(CASE).describe("Where cases were run, or one scenario.").optional(),
}).describe("What twins-exec --json prints.");

/** Any line of a results file, for tools. */
export const RESULTS_LINE = z
  .union([RESULTS_HEADER, SCENARIO_RECORD, RESULTS_SUMMARY])
  .describe("A line of a results file of twins-exec.");

/** Everything that the results of a run depend on, besides the scenarios. */
export interface ResultsBasis {
  readonly run: RunConfig;
  readonly header: ScenarioFileHeader;
  readonly digests: Digests;
}

/** The header of a run's results, by that version of the tool. */
export function resultsHeader(tool: string, basis: ResultsBasis): ResultsHeader {
  const config = digestOf([JSON.stringify(basis)]);
  const seed = basis.header.space?.["seed"];
  const header = { format: FORMAT, version: VERSION, tool, config } as const;
  return typeof seed === "string" ? { ...header, seed } : header;
}

/** What a line of a results file is; undefined when it is none. */
export function readResultsLine(
  text: string,
):
  | { readonly kind: "header"; readonly header: ResultsHeader }
  | { readonly kind: "scenario"; readonly record: ScenarioRecord }
  | { readonly kind: "summary" }
  | undefined {
  const read = parseJson(text);
  if (!read.ok) return undefined;
  const scenario = wellFormed(SCENARIO_RECORD, read.value);
  if (scenario !== undefined) return { kind: "scenario", record: scenario };
  const header = wellFormed(RESULTS_HEADER, read.value);
  if (header !== undefined) return { kind: "header", header };
  return wellFormed(RESULTS_SUMMARY, read.value) === undefined ? undefined : { kind: "summary" };
}
