/** What the messages of a chained protocol prove of who broke its rules. */
import { GENESIS_ROUND } from "../../protocol/index.js";
import type {
  BlockFacts,
  BlockId,
  EvidenceRule,
  Facts,
  Round,
  SignedMessage,
} from "../../protocol/index.js";
import { GENESIS } from "./messages.js";

/** The view of the certificate in a vote, or in a new-view message; that of genesis is 0. */
const certifiedView = ({ certified }: SignedMessage): Round => certified[0] ?? GENESIS_ROUND;

/**
 * A vote tells that its signer knows the certificate of the block's parent. So it may give up that
 * view, or a later one, only with a certificate that is at least as high. (Nor may it vote in a
 * view that it has given up.)
 */
export const HIDES_NO_CERTIFICATE: EvidenceRule = {
  says: "gives up a view with the highest certificate that it has voted on",
  isBroken: (vote, newView) =>
    vote.type === "vote" &&
    newView.type === "new-view" &&
    newView.round >= vote.round &&
    certifiedView(newView) < certifiedView(vote),
};

/**
 * A vote locks an ancestor of its block: the nth. A later vote is for a block that stands on the
 * lock, or on a later certificate.
 */
export const keepsLock = (nth: number): EvidenceRule => ({
  says: "votes later only for what stands on its lock, or on a later certificate",
  isBroken(earlier, later, { tree }) {
    if (earlier.type !== "vote" || later.type !== "vote") return false;
    if (later.round <= earlier.round) return false;
    const lock = earlier.block && ancestor(earlier.block.id, nth, tree);
    if (lock === undefined || later.block === undefined) return false;
    return certifiedView(later) <= lock.round && !standsOn(later.block.id, lock, tree);
  },
});

/** The nth ancestor of a block; undefined at genesis, and where nobody has told. */
function ancestor(id: BlockId, nth: number, tree: Facts["tree"]): BlockFacts | undefined {
  let block = tree.blocks.get(id);
  for (let step = 0; step < nth; step++) {
    if (block === undefined || block.parent === null) return undefined;
    block = tree.blocks.get(block.parent);
  }
  return block;
}

/** Where the chain is not known down to the lock, nothing is proven. */
function standsOn(id: BlockId, lock: BlockFacts, tree: Facts["tree"]): boolean {
  let block = tree.blocks.get(id);
  while (block !== undefined && block.round > lock.round) {
    if (block.parent === GENESIS.id) return false;
    block = block.parent === null ? undefined : tree.blocks.get(block.parent);
  }
  return block === undefined || block.id === lock.id;
}
