/**
 * Chained HotStuff (Maofan Yin, Dahlia Malkhi, Michael K. Reiter, Guy Golan Gueta and Ittai
 * Abraham, PODC 2019, arXiv 1803.05069), event-driven as in its algorithms 4 and 5.
 */
import { defineProtocol } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { chained, keepsLock } from "../chained/index.js";
import type { Message, Rules, State } from "../chained/index.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName } from "./rules.js";

const NAME = "hotstuff";

/** A view in which replicas get to the same one, three in a row, and the proposal after these. */
const PROMISES = { recoversIn: 4 };

/** Whoever helps to certify a branch beside a committed block has voted against its own lock. */
const ACCOUNTABILITY = { rules: [keepsLock(correctRules.locks)], complete: true };

/** These need schedules of several rounds, which `hotstuff_bugs.json` has. */
const UNDETECTED: readonly BugName[] = ["no_lock", "any_three_views", "two_chain"];

/** HotStuff as the tools know it, with its bugs. */
export const hotstuffModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => hotstuff(rulesWith(names)),
});

/** Chained HotStuff under the given rules: the paper's, or those of a bug (`rules.ts`). */
export const hotstuff = (rules: Rules = correctRules): Protocol<State, Message> =>
  chained({ name: NAME, rules, promises: PROMISES, accountability: ACCOUNTABILITY });
