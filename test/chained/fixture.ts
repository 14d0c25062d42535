/** Replicas, blocks and signed messages for the tests of chained protocols. */
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { ownSignature } from "../../lib/protocol/verification/signatures.js";
import { GENESIS_QC, digestOf, idOf, newViewDigest } from "../../lib/protocols/chained/messages.js";
import type {
  Block,
  NewView,
  Proposal,
  QuorumCertificate,
  Vote,
} from "../../lib/protocols/chained/messages.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";

export const crypto = structuralSuite();
const ids = ["a", "b", "c", "d"].map(replicaId);

/** A replica's surroundings; b leads every view. */
export const contextOf = (name: string): ReplicaContext => ({
  self: replicaId(name),
  validators: validatorSet(ids, 1, 3),
  crypto,
  signer: crypto.signerOf(replicaId(name)),
  ledger: new MemoryLedger(),
  memo: new WeakMap<object, string>(),
  delta: 800,
  leaderOf: () => replicaId("b"),
});

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
