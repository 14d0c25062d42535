/**
 * Zyzzyva (Ramakrishna Kotla, Lorenzo Alvisi, Mike Dahlin, Allen Clement and Edmund Wong: Zyzzyva:
 * Speculative Byzantine Fault Tolerance, CACM 2008), in the form of arXiv
 * 2004.10617 (appendix C): the primary collects the responses, in the place of a client. View
 * changes are repaired as in arXiv 1801.10022; as published they are a bug (`rules.ts`).
 */
import { defineProtocol } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { twoTrack } from "../two-track/index.js";
import type { Message, Rules, State, Words } from "../two-track/index.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName } from "./rules.js";

const NAME = "zyzzyva";

const WORDS: Words = {
  status: "view-change",
  order: "order-request",
  answer: "spec-response",
  certificate: "commit",
  confirm: "local-commit",
  decided: "complete",
};

/** These need schedules of several views (zyzzyva_bugs.json has them). */
const UNDETECTED: readonly BugName[] = [
  ...(["completes_without_all", "small_view_change"] as const),
  ...(["certificate_first", "counts_one_view"] as const),
];

/** Zyzzyva as the tools know it, with its bugs. */
export const zyzzyvaModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => zyzzyva(rulesWith(names)),
});

/** Zyzzyva under the given rules: repaired, or those of an injected bug (`rules.ts`). */
export const zyzzyva = (rules: Rules = correctRules): Protocol<State, Message> =>
  twoTrack({ name: NAME, words: WORDS, votesTo: "collector", rules, promises: { recoversIn: 2 } });
