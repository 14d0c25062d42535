/** The reductions of DiemBFT that are sound under given rules, in the order in which they apply. */
import type { Exploration } from "../../protocol/explorable.js";
import type { DiemMessage } from "./messages/messages.js";
import { chains } from "./reductions/chains.js";
import { incompleteTcs } from "./reductions/incomplete-tcs.js";
import { liveVariables } from "./reductions/live-variables.js";
import { quiescence } from "./reductions/quiescence.js";
import { isSound } from "./reductions/rests-on.js";
import { signers } from "./reductions/signers.js";
import type { Rules } from "./rules.js";
import type { DiemState } from "./state.js";

export const exploration = (rules: Rules): Exploration<DiemState, DiemMessage> => {
  const all = [liveVariables(rules), quiescence(rules), incompleteTcs(rules), signers, chains];
  const unsound = all.filter((reduction) => !isSound(reduction, rules));
  return {
    reductions: all.filter((reduction) => !unsound.includes(reduction)),
    switchedOff: unsound.map(({ name }) => name),
  };
};
