/**
 * Fast-HotStuff (Mohammad M. Jalalzai, Jianyu Niu, Chen Feng and Fangyu Gai, arXiv 2010.11454), in
 * its pipelined form.
 */
import { defineProtocol } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { HIDES_NO_CERTIFICATE, chained } from "../chained/index.js";
import type { Message, Rules, State } from "../chained/index.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName } from "./rules.js";

const NAME = "fast-hotstuff";

/** Up to two views in which replicas get to the same one, two in a row, and the proposal after. */
const PROMISES = { recoversIn: 4 };

/** A proof for a branch beside a committed block hides the certificates that its signers know. */
const ACCOUNTABILITY = { rules: [HIDES_NO_CERTIFICATE], complete: true };

/** Two need schedules that `fast_hotstuff_bugs.json` has; the last is safe. */
const UNDETECTED: readonly BugName[] = ["commits_over_gaps", "no_proof", "preferred_round"];

/** Fast-HotStuff as the tools know it, with its bugs. */
export const fastHotstuffModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => fastHotstuff(rulesWith(names)),
});

/** Fast-HotStuff under the given rules: the paper's, or those of an injected bug (`rules.ts`). */
export const fastHotstuff = (rules: Rules = correctRules): Protocol<State, Message> =>
  chained({ name: NAME, rules, promises: PROMISES, accountability: ACCOUNTABILITY });
