/** The timeout that a replica sent last, so that a repeated one is the same object. */
import type { Round } from "../../protocol/ids.js";
import type { QC, TC } from "./messages/certificates.js";
import type { TimeoutInfo, TimeoutMsg } from "./messages/messages.js";

/**
 * Keeps the timeout that was sent last. A timeout that says the same is not made again, and so is
 * verified once. This is no part of the state: it shows in no copy, text or comparison.
 */
export class LastTimeout {
  #message: TimeoutMsg | undefined = undefined;

  /** The signed part for this round and QC, if that was the last. */
  infoOf(round: Round, highQc: QC): TimeoutInfo | undefined {
    const info = this.#message?.tmoInfo;
    return info?.round === round && info.highQc === highQc ? info : undefined;
  }

  /** The last message, if it is of these parts. */
  messageOf(info: TimeoutInfo, lastRoundTc: TC | null, highCommitQc: QC): TimeoutMsg | undefined {
    const last = this.#message;
    if (last?.tmoInfo !== info) return undefined;
    return last.lastRoundTc === lastRoundTc && last.highCommitQc === highCommitQc
      ? last
      : undefined;
  }

  /** Keeps a message in the place of the one before. */
  keep(message: TimeoutMsg): void {
    this.#message = message;
  }
}
