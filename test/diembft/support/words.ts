/** Effects of DiemBFT in readable words. */
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import { unreachable } from "../../../lib/protocol/assert.js";
import { isConsensusState } from "../../../lib/protocols/diembft/durability/durable.js";
import { isRetry } from "../../../lib/protocols/diembft/sync.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import { isObservation } from "../../../lib/protocol/host/effect.js";
import type {
  Action,
  DurableState,
  Effect,
  Observation,
} from "../../../lib/protocol/host/effect.js";
import type { Timer } from "../../../lib/protocol/host/event.js";
import type { BlockId } from "../../../lib/protocol/ids.js";

/** Blocks by readable name. */
type Names = Map<BlockId, string>;

/** Effects in words, blocks by name; a block that the replica proposes gets its name here. */
export function words(effects: readonly Effect<DiemMessage>[], names: Names): readonly string[] {
  for (const effect of effects) {
    if (effect.kind !== "broadcast" || effect.message.kind !== "proposal") continue;
    const { id, author, round } = effect.message.block;
    names.set(id, names.get(id) ?? `${author}@${round}`);
  }
  return effects.map((effect) => effectWords(effect, names));
}

function effectWords(effect: Effect<DiemMessage>, names: Names): string {
  return isObservation(effect) ? observationWords(effect, names) : actionWords(effect, names);
}

function actionWords(action: Action<DiemMessage>, names: Names): string {
  switch (action.kind) {
    case "send":
      return `${messageWords(action.message, names)} to ${action.to}`;
    case "broadcast":
      return `${messageWords(action.message, names)} to all`;
    case "start-timer":
      return `start ${timerWords(action.timer, names)} for ${action.after}`;
    case "stop-timer":
      return `stop ${timerWords(action.timer, names)}`;
    case "persist":
      return persistWords(action.durable);
    case "reply":
      return `reply ${action.reply.id} ${action.reply.kind} to ${action.to}`;
    case "commit":
      return `commit ${nameOf(action.entry.id, names)}`;
    default:
      return unreachable(action);
  }
}

function observationWords(observation: Observation<DiemMessage>, names: Names): string {
  switch (observation.kind) {
    case "entered":
      return `enter ${observation.round} by ${observation.by}`;
    case "certified":
      return `form ${certificateWords(observation.certificate, names)}`;
    case "decided": {
      const { allowed, what, because } = observation;
      return `${allowed ? "may" : "may not"} ${what}: ${because}`;
    }
    case "refused":
      return `refuse ${observation.message.kind}: ${observation.because}`;
    case "halted":
      return "halt";
    case "stuck":
      return `stuck ${observation.round}`;
    default:
      return unreachable(observation);
  }
}

function persistWords(durable: DurableState): string {
  if (!isConsensusState(durable)) return "persist";
  const { highestVoteRound, highestQcRound, currentRound, proposedRound } = durable;
  if (proposedRound > highestVoteRound) return `persist proposed ${proposedRound}`;
  return `persist vote ${highestVoteRound} qc ${highestQcRound} round ${currentRound}`;
}

function messageWords(message: DiemMessage, names: Names): string {
  switch (message.kind) {
    case "proposal": {
      const { block, lastRoundTc } = message;
      const tc = lastRoundTc === null ? "" : ` with TC ${lastRoundTc.round}`;
      return `proposal ${nameOf(block.id, names)} on ${nameOf(block.parentId, names)}${tc}`;
    }
    case "vote":
      return `vote for ${nameOf(message.voteInfo.id, names)}`;
    case "timeout": {
      const { tmoInfo, lastRoundTc } = message;
      const tc = lastRoundTc === null ? "" : ` with TC ${lastRoundTc.round}`;
      return `timeout ${tmoInfo.round} with QC ${nameOf(tmoInfo.highQc.block, names)}${tc}`;
    }
    case "sync-request":
      return `ask for ${nameOf(message.wanted.block, names)} (round ${message.round})`;
    case "sync-response": {
      const chain = message.chain.map(({ id }) => nameOf(id, names));
      return `answer ${chain.join(" ")} (round ${message.round})`;
    }
    default:
      return unreachable(message);
  }
}

const timerWords = (timer: Timer, names: Names): string =>
  isRetry(timer)
    ? `retry ${timer.attempt} of ${nameOf(timer.block, names)}`
    : `timer ${timer.round ?? ""}`;

const certificateWords = (certificate: Certificate, names: Names): string =>
  certificate.value !== null
    ? `QC ${nameOf(certificate.value, names)} by ${certificate.signers.join(" ")}`
    : `TC ${certificate.round} by ${certificate.signers.join(" ")}`;

const nameOf = (id: BlockId, names: Names): string => names.get(id) ?? "?";
