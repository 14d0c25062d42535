/** The schema of the document that `twins-exec --json` prints. */
import { z } from "zod";
import { record } from "../../lib/scenario/input/zod-problems.js";
import type { ResultsDocument } from "./document.js";
import { EXPLANATION } from "../counterexample/explain/document.js";
import { SHRUNK } from "../counterexample/shrink/document.js";
import { COUNT, ENDING, NAME, STATUS, SUMMARY_FIELDS, WITNESS } from "./result-fields.js";

const CASE = record({
  name: z.string(),
  expectation: z.enum(["met", "not-met", "open"]).optional(),
  because: z
    .array(z.string())
    .describe("Reasons for which the expectation is not met or open.")
    .optional(),
  ending: ENDING,
  properties: z.record(NAME, STATUS),
  witnesses: z.array(WITNESS),
  vacuous: z.record(NAME, z.string()).describe("Reason for which each property is vacuous."),
  digest: z.string().describe("Digest of the transcript."),
  transcript: z.array(z.string()).describe("With --trace.").optional(),
  shrunk: SHRUNK.optional(),
  explanation: EXPLANATION.describe("With --explain: why it fails.").optional(),
});

const FAMILY = record({
  properties: z.array(NAME).describe("What they violate; empty for a crash."),
  scenarios: COUNT.describe("Number of scenarios of the family."),
  first: NAME.describe("Id of the first one."),
  because: z.array(z.string()).describe("What went wrong in the first one."),
  shrunk: SHRUNK.optional(),
});

/** The document of `--json`, for tools. */
export const RESULTS_DOCUMENT: z.ZodType<ResultsDocument> = record({
  ...SUMMARY_FIELDS,
  families: z
    .array(FAMILY)
    .describe("Failures by violated properties and shape of witnesses, where many were run.")
    .optional(),
  cases: z.array(CASE).describe("Where cases were run, or one scenario.").optional(),
  corpus: record({
    scenarios: COUNT,
    failed: z.array(NAME).describe("Ids of the scenarios with a violation or a crash."),
  })
    .describe("Scenarios of the corpus, which are run first and counted nowhere else.")
    .optional(),
  warnings: z
    .array(z.string())
    .describe("What makes the counts mean less than they seem to.")
    .optional(),
}).describe("What twins-exec --json prints.");
