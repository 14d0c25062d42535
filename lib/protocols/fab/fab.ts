/**
 * FaB Paxos, parameterised with t = 0 (Jean-Philippe Martin and Lorenzo Alvisi: Fast Byzantine
 * Consensus, IEEE TDSC 2006, section 5), in the form of arXiv 2004.10617 (appendix
 * D): every replica proposes, accepts and learns. Progress certificates are repaired as in arXiv
 * 1801.10022; as published they are a bug (`rules.ts`).
 */
import { defineProtocol } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { twoTrack } from "../two-track/index.js";
import type { Message, Rules, State, Words } from "../two-track/index.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName } from "./rules.js";

const NAME = "fab";

const WORDS: Words = {
  status: "rep",
  order: "propose",
  answer: "accepted",
  certificate: "certificate",
  confirm: "commit-proof",
  decided: "learned",
};

/** These need schedules of several views (fab_bugs.json has them). */
const UNDETECTED: readonly BugName[] = [
  ...(["fast_without_all", "small_progress_certificate"] as const),
  ...(["blocked_by_any_view", "ignores_commit_proofs"] as const),
];

/** FaB Paxos as the tools know it, with its bugs. */
export const fabModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => fab(rulesWith(names)),
});

/** FaB Paxos under the given rules: repaired, or those of an injected bug (`rules.ts`). */
export const fab = (rules: Rules = correctRules): Protocol<State, Message> =>
  twoTrack({ name: NAME, words: WORDS, votesTo: "all", rules, promises: { recoversIn: 2 } });
