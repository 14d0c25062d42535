/** Says at which rules to look, from what a run shows. */
import { unreachable } from "../../../lib/protocol/assert.js";
import type { Fork } from "./branches.js";
import { aWord, joinWithAnd } from "../../../lib/properties/wording.js";
import type {
  BetweenFact,
  CertificateFact,
  CommitFact,
  DecisionFact,
  GuiltFact,
  KnowledgeFact,
  PassedFact,
} from "./document.js";
import { certificateWords, kindWords } from "./sentences.js";

/** What is known of a failure. */
export interface Findings {
  readonly commits: readonly CommitFact[];
  readonly decisions: readonly DecisionFact[];
  readonly guilty: readonly GuiltFact[];
  /** Certificates of the blocks in question, and of those that prove a commit. */
  readonly certificates: readonly CertificateFact[];
  readonly quorum: number;
  readonly faulty: number;
  readonly fork: Fork["kind"] | "none";
  /** What was committed first. */
  readonly first: CommitFact | undefined;
  /** Votes for another branch of those who had voted for the first. */
  readonly switched: readonly DecisionFact[];
  /** What they knew, and those who proposed the other branch; and what they signed in between. */
  readonly known: readonly KnowledgeFact[];
  readonly between: readonly BetweenFact[];
  /** What is said of a certificate that is too small, if that is the failure. */
  readonly count: string | undefined;
  /** Where nothing forks: what became of the rounds in question. */
  readonly rounds: readonly PassedFact[];
}

/** The rules to look at, the most likely first. */
export function rulesToMend(findings: Findings): readonly string[] {
  const { guilty, faulty, fork } = findings;
  if (guilty.length > faulty && guilty.every(({ honest }) => !honest)) {
    return [`none need be: more than f = ${faulty} identities broke the rules`];
  }
  const { count } = findings;
  if (count !== undefined) return [`the rule that counts signers: ${count.replace(/^.*?: /, "")}`];
  const clear = [...ofCertificates(findings), ...ofHonest(findings)];
  if (clear.length > 0) return clear;
  switch (fork) {
    case "none":
      return ofProgress(findings);
    case "states":
      return [`execution: after one block, ${STATES}`];
    case "gap":
      return [`the rule that commits the blocks before a block: ${gapWords(findings.commits)}`];
    case "blocks":
      return ofFork(findings);
    default:
      return unreachable(fork);
  }
}

const STATES = "states differ, so that different blocks were executed before it";

/** One branch stands on the other: who committed the higher block, and left out the lower. */
function gapWords([one, other]: readonly CommitFact[]): string {
  if (one === undefined || other === undefined) return "";
  const [lower, higher] = one.round < other.round ? [one, other] : [other, one];
  return `${joinWithAnd(higher.nodes)} committed ${higher.block} without ${lower.block}`;
}

function ofCertificates({ certificates, quorum }: Findings): readonly string[] {
  const small = certificates.find((each) => each.small);
  if (small === undefined) return [];
  const words = certificateWords(small);
  return [`the rule that counts signers: ${words} counts, where a quorum is ${quorum}`];
}

/** Honest replicas whose messages contradict each other. */
function ofHonest({ guilty, decisions, switched }: Findings): readonly string[] {
  const honest = guilty.filter((each) => each.honest);
  const [first] = honest;
  if (first === undefined) return [];
  const names = honest.map(({ replica }) => replica);
  const reasons = (switched.length > 0 ? switched : decisions).filter(({ nodes }) =>
    nodes.some((node) => names.includes(node)),
  );
  const last = reasons.at(-1);
  const allowed = last === undefined ? "" : `; it let them ${answerWords(last)}`;
  return [`the rule by which honest ${joinWithAnd(names)} signed: ${first.sentence}${allowed}`];
}

/** Nobody contradicts itself: a commit was too early, or a vote against it was allowed. */
function ofFork(findings: Findings): readonly string[] {
  const { commits, first, switched, decisions } = findings;
  const gap = commits.find((commit) => !isConsecutive(commit));
  if (gap !== undefined) return [`${commitRule(gap)}, which are not consecutive`];
  const [vote] = switched.length > 0 ? switched : decisions.slice(-1);
  const after = switched.length === 0 ? "" : `, after they had voted for ${first?.block ?? ""}`;
  const voteRules =
    vote === undefined
      ? []
      : [`the rule that lets ${joinWithAnd(vote.nodes)} ${answerWords(vote)}${after}`];
  const others = [...proposalRules(findings), ...lockRules(findings)];
  const rules = [...voteRules, ...others, ...(first === undefined ? [] : [commitRule(first)])];
  return rules.map((rule, index) => (index === 0 ? rule : `or ${rule}`));
}

/** Who proposed the other branch though it knew a certificate of the first. */
const proposalRules = ({ known }: Findings): readonly string[] =>
  known.flatMap(({ proposes, isOfFirst, nodes, block, kind, of }) => {
    if (!proposes || !isOfFirst) return [];
    const knowing = `though ${joinWithAnd(nodes)} knew the ${kindWords(kind)} of ${of}`;
    return [`the rule by which ${joinWithAnd(nodes)} proposed ${block}, ${knowing}`];
  });

/** Why voters signed nil in between, which may have freed them from their vote for the first. */
function lockRules({ between, first }: Findings): readonly string[] {
  const last = between.findLast(({ value, because }) => value === "nil" && because !== "");
  if (last === undefined) return [];
  const { nodes, slot, because } = last;
  const signed = `${joinWithAnd(nodes)} signed nil in ${slot} (${because})`;
  return [`the rule that frees from ${first?.block ?? "a vote"}: in between, ${signed}`];
}

function commitRule({ nodes, direct, certificates }: CommitFact): string {
  const rounds = [...new Set(certificates.map(({ round }) => round))];
  const words = `the rule that commits: ${joinWithAnd(nodes)} committed ${direct.block}`;
  if (rounds.length === 0) return words;
  const what = rounds.length === 1 ? "certificates of round" : "certificates of rounds";
  return `${words}, by ${what} ${joinWithAnd(rounds)}`;
}

/** What a rule allowed, of which block, and why. */
const answerWords = ({ what, slot, block, because }: DecisionFact): string =>
  because === "" ? `sign ${block} in ${slot}` : `${what} for ${block} (${because})`;

/** Certificates of one block are of one round. Those before the block are context. */
function isConsecutive({ certificates, direct }: CommitFact): boolean {
  const own = certificates.filter((each) => each.round >= direct.round);
  return own.every((each, index) => {
    const before = own[index - 1];
    return before === undefined || each.round - before.round <= 1;
  });
}

/** Nothing forks: what keeps the replicas from going on? */
function ofProgress({ rounds }: Findings): readonly string[] {
  const [first] = rounds;
  if (first === undefined) return [];
  const { round, formed, left } = first;
  const [most] = left;
  if (formed.length === 0) {
    return [`the rules by which round ${round} comes to a certificate: nobody formed one`];
  }
  if (most === undefined) return [];
  const ways = `${joinWithAnd(most.nodes)} left the round by ${aWord(most.by)}`;
  return [
    `the rules that lead from the votes of round ${round} to its certificate and on: ` +
      `${joinWithAnd(formed)} formed it, and ${ways}`,
  ];
}
