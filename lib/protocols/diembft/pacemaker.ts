/** Pacemaker (3.5): rounds, timers and timeouts. */
import type { EntryCause } from "../../protocol/host/effect.js";
import { follows, nextRound } from "../../protocol/ids.js";
import type { Millis, Round } from "../../protocol/ids.js";
import { hasSigned, Signed, TC } from "./messages/certificates.js";
import type { QC } from "./messages/certificates.js";
import { TimeoutMsg } from "./messages/messages.js";
import type { TimeoutInfo } from "./messages/messages.js";
import type { Replica } from "./replica.js";
import { makeTimeout } from "./safety.js";
import type { TimeoutSet } from "./state.js";

/** How long a round may last: 4Δ unless the context says otherwise. */
export const getRoundTimer = ({ context }: Replica): Millis =>
  context.roundTimer ?? 4 * context.delta;

/** Enters a round; its timer replaces that of the round before. */
export function startTimer(replica: Replica, round: Round, by: EntryCause): void {
  const { pacemaker } = replica.state;
  pacemaker.currentRound = round;
  if (pacemaker.pendingTimeouts.size > 0) {
    for (const old of pacemaker.pendingTimeouts.keys()) {
      if (old < round) pacemaker.pendingTimeouts.delete(old);
    }
  }
  replica.effects.push({ kind: "entered", round, by });
  if (replica.rules.startsTimer(by)) restartTimer(replica);
}

function restartTimer(replica: Replica): void {
  const timer = { name: "timer", round: replica.state.pacemaker.currentRound };
  replica.effects.push({ kind: "start-timer", timer, after: getRoundTimer(replica) });
}

/**
 * Gives up the current round: signs a timeout and broadcasts it.
 * DEVIATION: the timer runs again and the timeout is sent again while the round lasts, since a
 * message may be lost before GST.
 */
export function localTimeoutRound(replica: Replica): void {
  const { pacemaker, blockTree } = replica.state;
  const { currentRound, lastRoundTc } = pacemaker;
  restartTimer(replica);
  const tmoInfo = makeTimeout(replica, currentRound, blockTree.highQc, lastRoundTc);
  if (tmoInfo === null) return;
  pacemaker.timedOutRound = currentRound;
  const tc = tcBefore(currentRound, blockTree.highQc, lastRoundTc);
  const message = timeoutOf(replica, tmoInfo, tc);
  replica.effects.push({ kind: "broadcast", message });
}

/** The timeout with this signed part: the same object as long as it says the same. */
function timeoutOf({ state }: Replica, tmoInfo: TimeoutInfo, tc: TC | null): TimeoutMsg {
  const { lastTimeout } = state.pacemaker;
  const { highCommitQc } = state.blockTree;
  const last = lastTimeout.messageOf(tmoInfo, tc, highCommitQc);
  if (last !== undefined) return last;
  const message = new TimeoutMsg(tmoInfo, tc, highCommitQc);
  lastTimeout.keep(message);
  return message;
}

/** The TC that a message of the round carries: ⊥ when its QC is of the round before (3.3). */
export const tcBefore = (round: Round, qc: QC, lastRoundTc: TC | null): TC | null =>
  follows(round, qc.round) ? null : lastRoundTc;

/**
 * Counts a timeout, one per identity. With f+1 of them, one is honest, and this replica times out
 * too if it has not yet; a quorum gives the TC, once.
 */
export function processRemoteTimeout(replica: Replica, { tmoInfo }: TimeoutMsg): TC | null {
  const { context, rules, state } = replica;
  const { pacemaker } = state;
  const { round, sender, signature, highQc } = tmoInfo;
  // The round is never ahead: the certificates in the message were processed first.
  if (round < pacemaker.currentRound) return null;
  let timeouts = pacemaker.pendingTimeouts.get(round);
  if (timeouts === undefined) {
    timeouts = { signatures: [], highQcRounds: [] };
    pacemaker.pendingTimeouts.set(round, timeouts);
  }
  if (hasSigned(timeouts.signatures, sender)) return null;
  timeouts.signatures.push(new Signed(sender, signature));
  timeouts.highQcRounds.push(highQc.round);

  const senders = timeouts.signatures.length;
  if (senders === context.validators.faulty + 1 && pacemaker.timedOutRound < round) {
    localTimeoutRound(replica);
  }
  if (senders !== rules.tcQuorum(context.validators)) return null;
  const tc = certify(replica, round, timeouts);
  replica.effects.push({ kind: "certified", certificate: tc });
  return tc;
}

/** Enters the round after a TC's, unless a higher one is entered already. */
export function advanceRoundTc(replica: Replica, tc: TC | null): boolean {
  const { pacemaker } = replica.state;
  if (tc === null || tc.round < pacemaker.currentRound) return false;
  pacemaker.lastRoundTc = tc;
  startTimer(replica, nextRound(tc.round), "tc");
  return true;
}

/** Enters the round after a QC's, unless a higher one is entered already. */
export function advanceRoundQc(replica: Replica, qc: QC): boolean {
  const { pacemaker } = replica.state;
  if (qc.round < pacemaker.currentRound) return false;
  pacemaker.lastRoundTc = replica.rules.lastRoundTcAfterQc(pacemaker.lastRoundTc);
  startTimer(replica, nextRound(qc.round), "qc");
  return true;
}

/** Sorted by replica, like a QC's signatures. */
function certify({ context }: Replica, round: Round, { signatures, highQcRounds }: TimeoutSet): TC {
  const rounds: Round[] = [];
  const sorted: Signed[] = [];
  for (const id of context.validators.ids) {
    for (let index = 0; index < signatures.length; index++) {
      const signed = signatures[index];
      const highQcRound = highQcRounds[index];
      if (signed?.signer !== id || highQcRound === undefined) continue;
      rounds.push(highQcRound);
      sorted.push(signed);
    }
  }
  return new TC(round, rounds, sorted);
}
