/** How traces describe DiemBFT's messages and timers. */
import { unreachable } from "../../../protocol/assert.js";
import type { NameOf, Wording } from "../../../protocol/wording.js";
import type { DiemMessage, SyncRequest, SyncResponse } from "./messages.js";
import { isRetry } from "../sync.js";

type Sync = SyncRequest | SyncResponse;

const phaseOf = ({ kind }: Sync): string => (kind === "sync-request" ? "request" : "response");

const wantedBy = (message: Sync, nameOf: NameOf): string =>
  nameOf(message.kind === "sync-request" ? message.wanted.block : message.wanted);

export const wording: Wording<DiemMessage> = {
  message(message, nameOf) {
    switch (message.kind) {
      case "proposal":
        return `proposal ${nameOf(message.block.id)} on ${nameOf(message.block.parentId)}`;
      case "vote":
        return `vote for ${nameOf(message.voteInfo.id)}`;
      case "timeout": {
        const { round, highQc } = message.tmoInfo;
        return `timeout of round ${round} (high QC of round ${highQc.round})`;
      }
      case "sync-request":
      case "sync-response":
        return `sync ${phaseOf(message)} for ${wantedBy(message, nameOf)}`;
      default:
        return unreachable(message);
    }
  },
  fields(message, nameOf) {
    switch (message.kind) {
      case "proposal":
      case "vote":
        return {};
      case "timeout":
        return { highQcRound: message.tmoInfo.highQc.round };
      case "sync-request":
      case "sync-response":
        return { block: wantedBy(message, nameOf) };
      default:
        return unreachable(message);
    }
  },
  timer: (timer) => (isRetry(timer) ? `retry timer ${timer.attempt}` : timer.name),
};
