/** Block-Tree (3.3): certificates, votes, pruning and block generation. */
import { expect } from "chai";
import * as blockTree from "../../lib/protocols/diembft/block-tree.js";
import type { QC } from "../../lib/protocols/diembft/messages/certificates.js";
import { blockDigest } from "../../lib/protocols/diembft/messages/digests.js";
import { stateDigest } from "../../lib/protocols/diembft/messages/state-digest.js";
import { nextRound, round } from "../../lib/protocol/ids.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";
import { words } from "./support/words.js";

/** A replica with blocks of these rounds in its tree, each on the one before. */
function withChain<Rounds extends readonly number[]>(...rounds: Rounds) {
  const forge = new Forge();
  const subject = new TestReplica(forge, "a", { leaders: "a" });
  const blocks = forge.chain("b", ...rounds);
  const replica = subject.replica();
  for (const block of blocks) blockTree.executeAndInsert(replica, block);
  const effects = () => words(replica.effects, forge.names);
  return { forge, replica, blocks, effects, tree: subject.state.blockTree, subject };
}

/** The rounds of the highest certificates. */
const heights = ({ highQc, highCommitQc }: { highQc: QC; highCommitQc: QC }) => [
  highQc.round,
  highCommitQc.round,
];

const pendingOf = ({ tree, forge }: Pick<ReturnType<typeof withChain>, "tree" | "forge">) =>
  [...tree.pendingBlocks.keys()].map((id) => forge.names.get(id));

describe("BlockTree.processQc", () => {
  it("raises the high QC alone when it commits nothing", () => {
    const { forge, replica: replica, blocks, effects, tree } = withChain(1, 3);
    blockTree.processQc(replica, forge.qc(blocks[1]));
    expect(heights(tree)).to.deep.equal([3, 0]);
    expect(effects()).to.deep.equal([]);
  });

  it("commits the parent, with all that is pending below it", () => {
    const run = withChain(1, 3, 5, 6, 7);
    blockTree.processQc(run.replica, run.forge.qc(run.blocks[3]));
    expect(run.effects()).to.deep.equal(["commit b@1", "commit b@3", "commit b@5"]);
    expect(heights(run.tree)).to.deep.equal([6, 6]);
    expect(pendingOf(run)).to.deep.equal(["b@6", "b@7"]);
  });

  it("prunes the other branches, with their states, and the votes that are settled", () => {
    const run = withChain(1, 2, 3);
    const { forge, replica: replica, blocks, subject } = run;
    const [one, two, three] = blocks;
    const fork = forge.block("c", 3, { on: forge.qc(one) });
    const onFork = forge.block("d", 4, { on: forge.qc(fork) });
    for (const block of [fork, onFork]) blockTree.executeAndInsert(replica, block);
    for (const block of [one, two, three]) blockTree.processVote(replica, forge.vote("b", block));
    expect(run.tree.pendingVotes.size).to.equal(3);

    blockTree.processQc(replica, forge.qc(three));
    expect(pendingOf(run)).to.deep.equal(["b@3"]);
    expect([...subject.state.ledger.pendingStates.keys()]).to.deep.equal([three.id]);
    expect(run.tree.pendingVotes.size).to.equal(1);
  });

  it("changes nothing with a certificate that is not above the highest", () => {
    const { forge, replica: replica, blocks, effects, tree } = withChain(1, 2, 3);
    const [, two, three] = blocks;
    blockTree.processQc(replica, forge.qc(three));
    const before = { ...tree };
    const committed = effects();
    for (const qc of [forge.qc(two), forge.qc(three, "b c d"), forge.qc(three)]) {
      blockTree.processQc(replica, qc);
    }
    expect(tree).to.include(before);
    expect(effects()).to.deep.equal(committed);
  });

  it("does not wait for missing blocks with the certificates, only with the commit", () => {
    const { forge, replica: replica, effects, tree } = withChain(1);
    const [, , three] = forge.chain("c", 1, 2, 3);
    blockTree.processQc(replica, forge.qc(three));
    expect(heights(tree)).to.deep.equal([3, 3]);
    expect(effects()).to.deep.equal([]);
  });
});

describe("BlockTree.executeAndInsert", () => {
  it("speculates the block on its parent's state, and adds it to the tree", () => {
    const run = withChain(1, 2);
    const { crypto, genesis } = run.forge;
    const first = stateDigest(crypto, genesis.stateId, ["b@1"]);
    expect([...run.subject.state.ledger.pendingStates.values()]).to.deep.equal([
      first,
      stateDigest(crypto, first, ["b@2"]),
    ]);
    expect(pendingOf(run)).to.deep.equal(["b@1", "b@2"]);
  });
});

describe("BlockTree.processVote", () => {
  it("gives a QC exactly once, when the quorum is reached", () => {
    const { forge, replica: replica, blocks, effects } = withChain(1);
    const [one] = blocks;
    const qcs = ["a", "b", "c", "d"].map((voter) =>
      blockTree.processVote(replica, forge.vote(voter, one)),
    );
    expect(qcs.map((qc) => qc?.block ?? null)).to.deep.equal([null, null, one.id, null]);
    expect(effects()).to.deep.equal(["form QC b@1 by a b c"]);
  });

  it("counts one vote per identity", () => {
    const { forge, replica: replica, blocks, effects } = withChain(1);
    const [one] = blocks;
    for (const voter of ["b", "b", "c", "b", "c"]) {
      expect(blockTree.processVote(replica, forge.vote(voter, one))).to.equal(null);
    }
    expect(effects()).to.deep.equal([]);
  });

  it("does not add up votes for different blocks", () => {
    const { forge, replica: replica, blocks } = withChain(1);
    const [one] = blocks;
    const other = forge.block("c", 1);
    const voted = [
      ["a", one],
      ["b", one],
      ["c", other],
      ["d", other],
    ] as const;
    for (const [voter, block] of voted) {
      expect(blockTree.processVote(replica, forge.vote(voter, block))).to.equal(null);
    }
  });

  it("counts votes for a block that has not come yet", () => {
    const { forge, replica: replica } = withChain();
    const [one] = forge.chain("b", 1);
    const qcs = ["b", "c", "d"].map((id) => blockTree.processVote(replica, forge.vote(id, one)));
    expect(qcs[2]).to.include({ block: one.id, round: 1 });
  });

  it("sorts the signatures by replica: equal sets give equal ids of the next block", () => {
    const ids = [
      ["a", "b", "d"],
      ["d", "a", "b"],
      ["b", "d", "a"],
    ].map((voters) => {
      const forge = new Forge();
      const replica = new TestReplica(forge, "c", { leaders: "c" }).replica();
      const one = forge.block("b", 1);
      const [, , qc] = voters.map((id) => blockTree.processVote(replica, forge.vote(id, one)));
      if (qc === null || qc === undefined) throw new Error("three votes make a QC");
      expect(qc.signers).to.deep.equal(["a", "b", "d"]);
      expect(qc.seal?.signer).to.equal("c");
      return forge.block("c", 2, { on: qc }).id;
    });
    expect(new Set(ids).size).to.equal(1);
  });

  it("makes a QC that passes the door", () => {
    const { forge, replica: replica, blocks } = withChain(1);
    const [one] = blocks;
    const [, , qc] = ["d", "c", "b"].map((id) =>
      blockTree.processVote(replica, forge.vote(id, one)),
    );
    expect(qc).to.deep.equal(forge.qc(one, "b c d", "a"));
  });

  it("takes the certificate in the vote first", () => {
    const { forge, replica: replica, blocks, tree, effects } = withChain(1, 2, 3);
    const [, two, three] = blocks;
    blockTree.processVote(replica, forge.vote("b", three, forge.qc(two)));
    expect(heights(tree)).to.deep.equal([2, 2]);
    expect(effects()).to.deep.equal(["commit b@1"]);
  });

  it("makes no second QC of votes that come again after the commit", () => {
    const { forge, replica: replica, blocks, tree, effects } = withChain(1, 2);
    const [one, two] = blocks;
    const vote = (voter: string) => blockTree.processVote(replica, forge.vote(voter, one));
    for (const voter of ["b", "c", "d"]) vote(voter);
    blockTree.processQc(replica, forge.qc(two));
    expect(effects()).to.deep.equal(["form QC b@1 by b c d", "commit b@1"]);
    for (const voter of ["a", "b", "c", "d"]) expect(vote(voter)).to.equal(null);
    expect(effects()).to.have.length(2);
    expect(tree.pendingVotes.size).to.equal(0);
  });

  it("wants ⌊(n+f)/2⌋+1 votes of any n", () => {
    for (const [ids, quorum] of [
      ["a b c d e", 4],
      ["a b c d e f", 4],
      ["a b c d e f g", 5],
    ] as const) {
      const forge = new Forge(undefined, ids);
      const replica = new TestReplica(forge, "a", { leaders: "a" }).replica();
      const one = forge.block("b", 1);
      const formed = ids
        .split(" ")
        .map((id) => blockTree.processVote(replica, forge.vote(id, one)));
      expect(
        formed.findIndex((qc) => qc !== null),
        ids,
      ).to.equal(quorum - 1);
    }
  });
});

describe("BlockTree.generateBlock", () => {
  it("extends the high QC in the current round, with what the mempool has", () => {
    const { forge, replica: replica, blocks, subject } = withChain(1, 2);
    const highQc = forge.qc(blocks[1]);
    blockTree.processQc(replica, highQc);
    subject.state.pacemaker.currentRound = nextRound(round(6));
    const block = blockTree.generateBlock(replica);
    expect(block).to.include({ author: "a", round: 7, qc: highQc });
    expect(block.payload).to.deep.equal(["a@7"]);
    expect(block.id).to.equal(blockDigest(forge, block));
  });
});
