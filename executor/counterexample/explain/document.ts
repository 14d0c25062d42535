/** The facts of an explanation, as `--json` has them. */
import { z } from "zod";
import { record } from "../../../lib/scenario/input/zod-problems.js";

const text = z.string();
const texts = z.array(text);
const count = z.int().min(0);

const CERTIFICATE = record({
  kind: text,
  block: text.optional(),
  round: count,
  signers: texts,
  small: z.boolean().describe("Whether it has fewer distinct signers than a quorum."),
});
export type CertificateFact = z.output<typeof CERTIFICATE>;

const COMMIT = record({
  nodes: texts.describe("The honest nodes that committed it."),
  block: text,
  round: count,
  direct: record({ block: text, round: count }).describe(
    "The block that was committed directly: this one, or a later one on it.",
  ),
  certificates: z.array(CERTIFICATE).describe("What proved it to the first of them."),
});
export type CommitFact = z.output<typeof COMMIT>;

const DECISION = record({
  round: count,
  slot: text.describe("In which they signed the block, if it is a vote."),
  block: text,
  nodes: texts.describe("The nodes, honest and twinned, to which the rule gave this answer."),
  what: text.describe("What it allowed: a word of the protocol, or that it signed in a slot."),
  because: text.describe("Empty: the protocol gives no reason."),
});
export type DecisionFact = z.output<typeof DECISION>;

const IGNORANCE = record({
  kind: text,
  block: text.describe("This certificate of the block was not known"),
  nodes: texts.describe("to these honest nodes"),
  votingFor: text.describe("when they voted for this one."),
});
export type IgnoranceFact = z.output<typeof IGNORANCE>;

const BETWEEN = record({
  round: count,
  slot: text,
  value: text.describe("The block, or nil."),
  nodes: texts.describe("The honest nodes that signed it."),
  because: text.describe("Empty: the protocol gives no reason."),
});
export type BetweenFact = z.output<typeof BETWEEN>;

const KNOWLEDGE = record({
  kind: text,
  of: text.describe("The block of the certificate."),
  isOfFirst: z.boolean().describe("Whether it is of the branch that was decided first."),
  nodes: texts.describe("The honest nodes that knew it."),
  proposes: z.boolean().describe("When they proposed the block that follows; false: voted for it."),
  block: text,
});
export type KnowledgeFact = z.output<typeof KNOWLEDGE>;

const GUILT = record({ replica: text, honest: z.boolean(), sentence: text });
export type GuiltFact = z.output<typeof GUILT>;

const PASSED = record({
  round: count,
  formed: texts.describe("The nodes that formed a certificate of a block of this round."),
  left: z
    .array(record({ nodes: texts, by: text }))
    .describe("How honest nodes left the round, in the protocol's words."),
});
export type PassedFact = z.output<typeof PASSED>;

const PART = record({
  round: count,
  leaders: texts.describe("Other leaders with which it still fails."),
  otherLeaders: count.describe("How many other leaders there are."),
  free: texts.describe("Nodes that may be in any group, or alone."),
});
export type PartFact = z.output<typeof PART>;

const NEIGHBOUR = record({
  change: text.describe("What differs from the scenario."),
  rounds: text,
  fails: text.describe("The first property that it violates; empty: none."),
  differences: z
    .array(record({ here: text, there: text }))
    .describe("The first event that differs, and the first decision, certificate or commit."),
});
export type NeighbourFact = z.output<typeof NEIGHBOUR>;

/** Why a scenario fails: facts. */
export const EXPLANATION = record({
  claim: texts,
  commits: z.array(COMMIT),
  decisions: z.array(DECISION),
  unknown: z.array(IGNORANCE),
  known: z
    .array(KNOWLEDGE)
    .describe("What was known of two branches by those who went over from the first to the other."),
  between: z.array(BETWEEN).describe("What they signed between their votes for the two branches."),
  rounds: z.array(PASSED).describe("Where nothing forks: what became of the rounds in question."),
  refusals: texts.describe("Where nothing forks: answers that were no, most frequent first."),
  guilty: z.array(GUILT),
  evidence: text.describe("What the guilty mean."),
  mend: texts.describe("The rules to look at."),
  parts: z.array(PART).describe("Each part of the scenario, varied and run again."),
  neighbour: NEIGHBOUR.nullable().describe("The nearest scenario without that violation."),
}).describe("Why it fails.");

/** Why a scenario fails, as facts. */
export type Explanation = z.output<typeof EXPLANATION>;
