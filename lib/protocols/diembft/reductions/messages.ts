/** What of a message can matter: the blocks that it mentions, and its text in names. */
import type { Naming } from "../../../protocol/explorable.js";
import type { BlockId } from "../../../protocol/ids.js";
import type { DiemMessage } from "../messages/messages.js";
import { qcKey, saidOf, tcKey, voteKey } from "./keys.js";

export function messageMentions(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "proposal":
      return [
        message.block.id,
        message.block.parentId,
        ...saidOf(message.block.qc),
        ...saidOf(message.highCommitQc),
      ];
    case "vote":
      return [...saidOf(message), ...saidOf(message.highCommitQc)];
    case "timeout":
      return [...saidOf(message.tmoInfo.highQc), ...saidOf(message.highCommitQc)];
    case "sync-request":
      return saidOf(message.wanted);
    case "sync-response":
      return [message.wanted];
  }
}

/** The blocks whose certificates a receiver takes note of. */
export function messageCertifies(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "proposal":
      return [message.block.parentId, message.highCommitQc.block];
    case "vote":
      return [message.highCommitQc.block];
    case "timeout":
      return [message.tmoInfo.highQc.block, message.highCommitQc.block];
    case "sync-request":
      return [message.wanted.block];
    case "sync-response":
      return [];
  }
}

export function messageKey(message: DiemMessage, naming: Naming): string {
  switch (message.kind) {
    case "proposal": {
      const { block, lastRoundTc, highCommitQc, sender } = message;
      const certificates = `${tcKey(lastRoundTc)} ${qcKey(highCommitQc, naming)}`;
      return `P${naming.block(block.id)} ${sender} ${certificates}`;
    }
    case "vote": {
      const { sender, highCommitQc } = message;
      return `V${voteKey(message, naming)} ${sender} ${qcKey(highCommitQc, naming)}`;
    }
    case "timeout": {
      const { tmoInfo, lastRoundTc, highCommitQc } = message;
      const certificates = `${tcKey(lastRoundTc)} ${qcKey(highCommitQc, naming)}`;
      return `T${tmoInfo.round} ${tmoInfo.sender} ${qcKey(tmoInfo.highQc, naming)} ${certificates}`;
    }
    case "sync-request": {
      const { wanted, round, sender } = message;
      return `Q${qcKey(wanted, naming)} ${round} ${sender}`;
    }
    case "sync-response": {
      const { wanted, round, sender } = message;
      return `R${naming.block(wanted)} ${round} ${sender}`;
    }
  }
}

/** Besides, where a chain begins, and each block of it. */
export function messageMentionsAll(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "sync-request":
      return [...messageMentions(message), message.knownCommitted];
    case "sync-response":
      return message.chain.flatMap(({ id, parentId }) => [id, parentId]);
    case "proposal":
    case "vote":
    case "timeout":
      return messageMentions(message);
  }
}

/** Besides, where a chain begins, and each block of it. */
export function messageKeyInFull(message: DiemMessage, naming: Naming): string {
  const key = messageKey(message, naming);
  switch (message.kind) {
    case "sync-request":
      return `${key} ${naming.block(message.knownCommitted)}`;
    case "sync-response":
      return `${key} ${message.chain.map(({ id }) => naming.block(id)).join(",")}`;
    case "proposal":
    case "vote":
    case "timeout":
      return key;
  }
}
