/** Ledger (3.2): speculation and commits. */
import { expect } from "chai";
import * as blockTree from "../../lib/protocols/diembft/block-tree.js";
import { stateDigest } from "../../lib/protocols/diembft/messages/state-digest.js";
import * as ledger from "../../lib/protocols/diembft/ledger.js";
import { InvariantViolation } from "../../lib/protocol/assert.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";
import { words } from "./support/words.js";

/** A replica with three blocks pending, on a replica. */
function withThree() {
  const forge = new Forge();
  const subject = new TestReplica(forge, "a", { leaders: "a" });
  const replica = subject.replica();
  const blocks = forge.chain("b", 1, 2, 4);
  for (const block of blocks) blockTree.executeAndInsert(replica, block);
  return { forge, subject, replica, blocks, effects: () => words(replica.effects, forge.names) };
}

describe("Ledger.speculate", () => {
  it("derives a state from the parent's and the transactions, and commits nothing", () => {
    const { forge, replica: replica, blocks, effects } = withThree();
    const [one] = blocks;
    const other = forge.block("c", 2, { payload: ["x", "y"] });
    ledger.speculate(replica, one.id, other);
    expect(ledger.pendingState(replica, other.id)).to.equal(
      stateDigest(forge.crypto, forge.stateAfter(one), ["x", "y"]),
    );
    expect(effects()).to.deep.equal([]);
  });

  it("other transactions, or another order, give another state", () => {
    const { forge, replica: replica, blocks } = withThree();
    const states = [["x", "y"], ["y", "x"], ["x"], ["xy"], []].map((payload) => {
      const block = forge.block("c", 2, { payload });
      ledger.speculate(replica, blocks[0].id, block);
      return ledger.pendingState(replica, block.id);
    });
    expect(new Set(states).size).to.equal(states.length);
  });
});

describe("Ledger.pendingState", () => {
  it("answers for pending blocks and for the committed root, and for no other", () => {
    const { forge, replica: replica, blocks } = withThree();
    const [, two, four] = blocks;
    expect(ledger.pendingState(replica, forge.genesis.id)).to.equal(forge.genesis.stateId);
    expect(ledger.pendingState(replica, four.id)).to.equal(forge.stateAfter(four));
    ledger.commit(replica, two.id);
    expect(ledger.pendingState(replica, two.id)).to.equal(forge.stateAfter(two));
    expect(ledger.pendingState(replica, forge.genesis.id), "below the root").to.equal(undefined);
    expect(ledger.pendingState(replica, forge.block("c", 1).id), "unknown").to.equal(undefined);
  });
});

describe("Ledger.commit", () => {
  it("commits the whole pending prefix, oldest first, with the states after each block", () => {
    const { forge, replica: replica, blocks, effects } = withThree();
    expect(ledger.commit(replica, blocks[2].id).map(({ block }) => block)).to.deep.equal(blocks);
    expect(effects()).to.deep.equal(["commit b@1", "commit b@2", "commit b@4"]);
    const entries = replica.effects.flatMap((e) => (e.kind === "commit" ? [e.entry] : []));
    const expected = blocks.map((block) => ({
      id: block.id,
      parent: block.parentId,
      round: block.round,
      parentRound: block.parentRound,
      author: block.author,
      transactions: block.payload,
      stateId: forge.stateAfter(block),
    }));
    for (const [index, entry] of entries.entries()) expect(entry).to.include(expected[index]);
  });

  it("goes on from where the last commit ended", () => {
    const { replica: replica, blocks, effects } = withThree();
    ledger.commit(replica, blocks[0].id);
    ledger.commit(replica, blocks[2].id);
    expect(effects()).to.deep.equal(["commit b@1", "commit b@2", "commit b@4"]);
  });

  it("changes nothing for a block that is committed, below the root, or not here", () => {
    const { forge, subject, replica: replica, blocks, effects } = withThree();
    ledger.commit(replica, blocks[1].id);
    const before = { ...subject.state.ledger };
    for (const block of [blocks[1], blocks[0], forge.block("c", 9)]) {
      expect(ledger.commit(replica, block.id)).to.deep.equal([]);
    }
    expect(ledger.commit(replica, forge.genesis.id)).to.deep.equal([]);
    expect(subject.state.ledger).to.include(before);
    expect(effects()).to.have.length(2);
  });

  it("L1: never commits a block that does not extend the committed root", () => {
    const { forge, replica: replica, blocks } = withThree();
    const fork = forge.block("c", 9);
    replica.state.blockTree.pendingBlocks.set(fork.id, fork);
    ledger.commit(replica, blocks[0].id);
    expect(() => ledger.commit(replica, fork.id)).to.throw(InvariantViolation, "L1");
  });
});

describe("Ledger.committedBlock", () => {
  it("knows what was just committed before the host has appended it, and afterwards", () => {
    const { forge, subject, replica: replica, blocks } = withThree();
    const [one, two, four] = blocks;
    expect(ledger.committedBlock(replica, one.id)).to.equal(undefined);
    ledger.commit(replica, two.id);
    expect(ledger.committedBlock(replica, one.id)).to.equal(one);
    expect(ledger.committedBlock(replica, two.id)).to.equal(two);
    for (const e of replica.effects) if (e.kind === "commit") subject.ledger.append(e.entry);
    ledger.commit(replica, four.id);
    expect(
      subject.state.ledger.recent.map(({ id }) => id),
      "kept no longer",
    ).to.deep.equal([four.id]);
    expect(ledger.committedBlock(replica, one.id)).to.equal(one);
    expect(ledger.committedBlock(replica, forge.genesis.id)).to.equal(undefined);
  });

  it("refuses an entry that is none of its own", () => {
    const { replica: replica, blocks, subject } = withThree();
    const [one] = blocks;
    const { id, parentId, round, parentRound, author, payload } = one;
    const placed = { id, parent: parentId, round, parentRound, author, transactions: payload };
    subject.ledger.append({ ...placed, stateId: replica.genesis.stateId });
    expect(() => ledger.committedBlock(replica, one.id)).to.throw(InvariantViolation);
  });
});
