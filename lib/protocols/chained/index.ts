/**
 * The public exports of twins-bft/chained: what chained protocols of the HotStuff family share. A
 * protocol of the family is a record of rules.
 *
 * @module twins-bft/chained
 */
export { chained } from "./chained.js";
export type { ChainedOptions } from "./chained.js";
export { HIDES_NO_CERTIFICATE, keepsLock } from "./evidence.js";
export { describe } from "./messages.js";
export type {
  Block,
  BlockContent,
  Message,
  NewView,
  Proposal,
  QuorumCertificate,
  Vote,
} from "./messages.js";
export type { State } from "./replica.js";
export { areConsecutive } from "./rules.js";
export type { Offer, Rules, Views } from "./rules.js";
