/**
 * Simplex (Benjamin Y. Chan and Rafael Pass: Simplex Consensus, TCC 2023, eprint 2023/463), with
 * the words of commonware's implementation: notarize, nullify, finalize.
 */
import { defineProtocol } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { simplexStyle } from "../simplex-style/index.js";
import type { Message, Rules, State } from "../simplex-style/index.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName } from "./rules.js";

const NAME = "simplex";

/** It needs a leader that passes over views: a survivor. */
const UNDETECTED: readonly BugName[] = ["unchecked_skips"];

/** Simplex as the tools know it, with its bugs. */
export const simplexModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => simplex(rulesWith(names)),
});

/** Simplex under the given rules: the paper's, or those of an injected bug (`rules.ts`). */
export const simplex = (rules: Rules = correctRules): Protocol<State, Message> =>
  simplexStyle({ name: NAME, rules, promises: { recoversIn: 2, leavesByQuorum: true } });
