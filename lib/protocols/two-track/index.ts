/**
 * The public exports of twins-bft/two-track: what FaB Paxos and Zyzzyva share.
 *
 * @module twins-bft/two-track
 */
export type {
  Answered,
  CommitCertificate,
  Decided,
  Decision,
  Distributed,
  Message,
  Order,
  SignedMessage,
  Status,
  Value,
  ValueContent,
  Vote,
  Words,
} from "./messages.js";
export type { Recipient, State } from "./replica.js";
export { ANY, correctRules, highest, highestAnswered, highestCertificate, one } from "./rules.js";
export type { Choice, Rules } from "./rules.js";
export { twoTrack } from "./two-track.js";
export type { TwoTrackOptions } from "./two-track.js";
