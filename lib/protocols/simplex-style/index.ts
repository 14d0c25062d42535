/**
 * The public exports of twins-bft/simplex-style: what Simplex and two-round Simplex share.
 *
 * @module twins-bft/simplex-style
 */
export type {
  Block,
  BlockContent,
  BlockVote,
  Forward,
  Message,
  Notarization,
  Nullification,
  Nullify,
  Path,
  Proposal,
} from "./messages.js";
export type { Ballot, SkipBallot, State } from "./replica.js";
export type { Done, Rules } from "./rules.js";
export { simplexStyle } from "./simplex-style.js";
export type { SimplexStyleOptions } from "./simplex-style.js";
