/** The decisions of FaB Paxos, and the bugs: each replaces one of them. */
import { breachesOf, replaceRules } from "../../protocol/index.js";
import type { RuleBug, ValidatorSet } from "../../protocol/index.js";
import { ANY, correctRules as repaired, highestAnswered, one } from "../two-track/index.js";
import type { Choice, Rules, Status, Value } from "../two-track/index.js";

/** The rules of the paper, with progress certificates repaired as in arXiv 1801.10022 (Thelma). */
export const correctRules: Rules = repaired;

/**
 * Progress certificates as they were published (section 5): one vouches for v unless another value
 * is that of ⌈(n-f+1)/2⌉ acceptors in it, or has a commit proof in it. Views do not count.
 */
function vouched(statuses: readonly Status[], { ids, faulty }: ValidatorSet): Choice {
  const many = Math.ceil((ids.length - faulty + 1) / 2);
  const accepted = new Map<Value["id"], Value[]>();
  const blocking: Value[] = [];
  for (const { answered, certificate } of statuses) {
    if (certificate !== null) blocking.push(certificate.value);
    if (answered === null) continue;
    const { value } = answered;
    const alike = [...(accepted.get(value.id) ?? []), value];
    accepted.set(value.id, alike);
    if (alike.length >= many) blocking.push(value);
  }
  const [value] = blocking;
  if (value === undefined) return ANY;
  if (blocking.every(({ id }) => id === value.id)) return { kind: "one", value };
  return { kind: "none", because: "each value is blocked by another one" };
}

const VOUCHING = "a progress certificate vouches for what may be decided in the highest view";

const BUGS = {
  small_commit_proof: {
    breaks: "2f+1 accepted messages are a commit proof",
    rules: { certifies: ({ quorum }) => quorum - 1 },
  },
  fast_without_all: {
    breaks: "a value is learned at once when all acceptors have accepted it",
    rules: { fast: ({ ids }) => ids.length - 1 },
  },
  small_progress_certificate: {
    breaks: "2f+1 replies make a progress certificate",
    rules: { statuses: ({ quorum }) => quorum - 1 },
  },
  second_proposal: {
    breaks: "an acceptor accepts one proposal in a view",
    rules: { firstOrderOnly: false },
  },
  blocked_by_any_view: { breaks: VOUCHING, rules: { chooses: vouched } },
  ignores_commit_proofs: {
    breaks: VOUCHING,
    rules: {
      chooses(statuses, { quorum, faulty }) {
        const answered = highestAnswered(statuses, quorum - faulty);
        return answered === null ? ANY : one(answered);
      },
    },
  },
} as const satisfies Readonly<Record<string, RuleBug<Rules>>>;

/** The name of an injectable bug. */
export type BugName = keyof typeof BUGS;

/** By bug: the rule that it breaks. */
export const breaches = breachesOf<BugName>(BUGS);

/** The correct rules with those of the bugs in their place. */
export const rulesWith = (names: readonly BugName[]): Rules =>
  replaceRules<Rules, BugName>(correctRules, BUGS, names);
