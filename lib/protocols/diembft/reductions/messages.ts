/** The live parts of messages: referenced blocks, and texts in canonical ids. */
import type { CanonicalIds } from "../../../protocol/explorable.js";
import type { BlockId } from "../../../protocol/ids.js";
import type { DiemMessage } from "../messages/messages.js";
import { qcKey, certifiedBlocks, tcKey, voteKey } from "./keys.js";

export function messageReferences(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "proposal":
      return [
        message.block.id,
        message.block.parentId,
        ...certifiedBlocks(message.block.qc),
        ...certifiedBlocks(message.highCommitQc),
      ];
    case "vote":
      return [...certifiedBlocks(message), ...certifiedBlocks(message.highCommitQc)];
    case "timeout":
      return [...certifiedBlocks(message.tmoInfo.highQc), ...certifiedBlocks(message.highCommitQc)];
    case "sync-request":
      return certifiedBlocks(message.wanted);
    case "sync-response":
      return [message.wanted];
  }
}

/** The blocks whose certificates a receiver reads. */
export function messageCertificates(message: DiemMessage): readonly BlockId[] {
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

export function messageKey(message: DiemMessage, ids: CanonicalIds): string {
  switch (message.kind) {
    case "proposal": {
      const { block, lastRoundTc, highCommitQc, sender } = message;
      const certificates = `${tcKey(lastRoundTc)} ${qcKey(highCommitQc, ids)}`;
      return `P${ids.block(block.id)} ${sender} ${certificates}`;
    }
    case "vote": {
      const { sender, highCommitQc } = message;
      return `V${voteKey(message, ids)} ${sender} ${qcKey(highCommitQc, ids)}`;
    }
    case "timeout": {
      const { tmoInfo, lastRoundTc, highCommitQc } = message;
      const certificates = `${tcKey(lastRoundTc)} ${qcKey(highCommitQc, ids)}`;
      return `T${tmoInfo.round} ${tmoInfo.sender} ${qcKey(tmoInfo.highQc, ids)} ${certificates}`;
    }
    case "sync-request": {
      const { wanted, round, sender } = message;
      return `Q${qcKey(wanted, ids)} ${round} ${sender}`;
    }
    case "sync-response": {
      const { wanted, round, sender } = message;
      return `R${ids.block(wanted)} ${round} ${sender}`;
    }
  }
}

/** The same with the start of a chain and each block of it. */
export function allMessageReferences(message: DiemMessage): readonly BlockId[] {
  switch (message.kind) {
    case "sync-request":
      return [...messageReferences(message), message.knownCommitted];
    case "sync-response":
      return message.chain.flatMap(({ id, parentId }) => [id, parentId]);
    case "proposal":
    case "vote":
    case "timeout":
      return messageReferences(message);
  }
}

/** The same with the start of a chain and each block of it. */
export function messageKeyInFull(message: DiemMessage, ids: CanonicalIds): string {
  const key = messageKey(message, ids);
  switch (message.kind) {
    case "sync-request":
      return `${key} ${ids.block(message.knownCommitted)}`;
    case "sync-response":
      return `${key} ${message.chain.map(({ id }) => ids.block(id)).join(",")}`;
    case "proposal":
    case "vote":
    case "timeout":
      return key;
  }
}
