/** Replicas, blocks and signed messages for the tests of chained protocols. */
import { replicaId, round } from "../../lib/protocol/ids.js";
import { ownSignature } from "../../lib/protocol/verification/signatures.js";
import { GENESIS_QC, digestOf, idOf, newViewDigest } from "../../lib/protocols/chained/messages.js";
import type {
  Block,
  NewView,
  Proposal,
  QuorumCertificate,
  Vote,
} from "../../lib/protocols/chained/messages.js";
import { surroundings } from "../support/surroundings.js";

export const { crypto, contextOf } = surroundings("abcd");

export function blockBy(proposer: string, view: number, justify = GENESIS_QC): Block {
  const { id: parent } = justify.block;
  const content = { parent, view: round(view), proposer: replicaId(proposer), transactions: [] };
  return { id: idOf(content, crypto), ...content, justify };
}

export const proposal = (block: Block, proof: readonly NewView[] = []): Proposal => ({
  kind: "proposal",
  ...ownSignature(digestOf("proposal", block, crypto), contextOf(block.proposer)),
  block,
  proof,
});

export const vote = (block: Block, by: string): Vote => ({
  kind: "vote",
  ...ownSignature(digestOf("vote", block, crypto), contextOf(by)),
  block,
});

export function newView(view: number, by: string, high = GENESIS_QC): NewView {
  const digest = newViewDigest({ view: round(view), high }, crypto);
  return { kind: "new-view", view: round(view), high, ...ownSignature(digest, contextOf(by)) };
}

export const certified = (block: Block, voters = "abc"): QuorumCertificate => ({
  block,
  votes: Array.from(voters, (name) => vote(block, name)),
});
