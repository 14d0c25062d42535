/**
 * Two-round Simplex (Ittai Abraham, Yuval Efron and Ling Ren: 2-round BFT in Simplex style,
 * decentralizedthoughts.github.io, 2025-07-18), of 5f+1 replicas. What its authors have corrected
 * since it was first published are bugs (`rules.ts`).
 */
import { defineProtocol } from "../../protocol/index.js";
import type { Protocol } from "../../protocol/index.js";
import { simplexStyle } from "../simplex-style/index.js";
import type { Message, Rules, State } from "../simplex-style/index.js";
import { breaches, correctRules, rulesWith } from "./rules.js";
import type { BugName } from "./rules.js";

const NAME = "two-round-simplex";

/** Three need schedules that `two_round_simplex_bugs.json` has; the last one is a survivor. */
const UNDETECTED: readonly BugName[] = [
  ...(["large_certificates", "stays_with_split_votes"] as const),
  ...(["leaves_without_vote", "unchecked_skips"] as const),
];

/** Two-round Simplex as the tools know it, with its bugs. */
export const twoRoundSimplexModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => twoRoundSimplex(rulesWith(names)),
});

/** Two-round Simplex under the given rules: the post's, or those of an injected bug. */
export const twoRoundSimplex = (rules: Rules = correctRules): Protocol<State, Message> =>
  simplexStyle({
    name: NAME,
    rules,
    replicas: (faulty) => 5 * faulty + 1,
    quorum: (replicas, faulty) => replicas - faulty,
    promises: { recoversIn: 3 },
  });
