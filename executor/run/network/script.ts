/** The script of a run: which configuration governs a round, and which links are up for good. */
import type { Millis, Round } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { MessageWords } from "../../../lib/protocol/message-words.js";
import type { RoundConfiguration, Semantics } from "../../../lib/scenario/model.js";

/** The rounds that a scenario scripts, and what holds after them. */
export interface Script {
  readonly rounds: readonly RoundConfiguration[];
  readonly semantics: Semantics;
  /** The last stabilisation round: R+S. */
  readonly lastRound: Round;
  readonly words: MessageWords;
  /** Δ. */
  readonly delta: Millis;
}

/** The configuration of a round; undefined after the scripted ones, unless they repeat. */
export function configurationOf(
  { rounds, semantics: { suffix } }: Pick<Script, "rounds" | "semantics">,
  round: number,
): RoundConfiguration | undefined {
  const scripted = rounds[round - 1];
  if (scripted !== undefined || suffix === undefined) return scripted;
  const { period } = suffix;
  return rounds[rounds.length - period + ((round - rounds.length - 1) % period)];
}

/** Whether a link is between honest nodes, and up because the scripted rounds are over. */
export const isUpForGood = (
  { rounds }: Pick<Script, "rounds">,
  round: number,
  { from, to }: { readonly from: NodeInfo; readonly to: NodeInfo },
): boolean => round > rounds.length && ((from.honest && to.honest) || from === to);
