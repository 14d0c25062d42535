/** The fields of results, for the schemas of results files and of `--json` documents. */
import { z } from "zod";
import { record } from "../../lib/scenario/input/zod-problems.js";

export const COUNT = z.int().min(0);
export const NAME = z.string();
export const STATUS = z.enum(["held", "vacuous", "violated"]);
export const ENDING = z.enum(["completed", "stalled", "inconclusive", "crashed"]);
const byProperty = z.record(z.string(), COUNT);

export const WITNESS = record({
  property: z.string(),
  rounds: z.array(COUNT),
  blocks: z.array(NAME).describe("Blocks by name: d'@1 was proposed by node d' in round 1."),
  nodes: z.array(NAME),
  explanation: z.array(z.string()),
});

/** The result of a scenario. */
export const RECORD_FIELDS = {
  id: z.string(),
  verdict: z.enum(["crashed", "violated", "inconclusive", "held"]),
  ending: ENDING,
  because: z.string().describe("The error of a crash, or the limit that was reached.").optional(),
  at: COUNT.describe("Virtual time at the end, in milliseconds."),
  events: COUNT,
  rounds: z.record(NAME, COUNT).describe("Last round of each node."),
  properties: z.record(NAME, STATUS),
  witnesses: z.array(WITNESS).optional(),
  commits: z.record(NAME, COUNT).describe("Number of blocks that each honest node committed."),
  chain: z.array(NAME).describe("The longest committed chain of an honest node."),
  committed: z.boolean().describe("An honest node committed a block of a scripted round."),
  stabilized: z.boolean().describe("Every honest node reached a stable round."),
  withoutRounds: z
    .literal(true)
    .describe("Honest nodes committed, but none reported that it entered a round or halted.")
    .optional(),
  digest: z.string().describe("Digest of the transcript.").optional(),
};

/** The counts of many scenarios. */
export const SUMMARY_FIELDS = {
  scenarios: COUNT,
  held: COUNT.describe("Number of complete runs without a violation or a crash."),
  violated: byProperty.describe("Number of scenarios that violate each property."),
  vacuous: byProperty.describe(
    "Number of scenarios in which the precondition of each property never held.",
  ),
  committed: COUNT.describe("An honest node committed a block of a scripted round."),
  stabilized: COUNT.describe("Every honest node reached a stable round."),
  stalled: COUNT.describe("Number of runs that ended in a proven stall."),
  inconclusive: COUNT,
  crashed: COUNT,
  events: COUNT,
  digest: z.string().describe("Digest of all results, or of all transcripts (--digest)."),
};
