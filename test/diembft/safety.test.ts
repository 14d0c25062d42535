/** Safety (3.4): votes and timeouts are signed and saved by the rules. */
import { expect } from "chai";
import * as blockTree from "../../lib/protocols/diembft/block-tree.js";
import { timeoutDigest } from "../../lib/protocols/diembft/messages/digests.js";
import { makeTimeout, makeVote, validSignatures } from "../../lib/protocols/diembft/safety.js";
import { InvariantViolation } from "../../lib/protocol/assert.js";
import { round } from "../../lib/protocol/ids.js";
import { answerTo } from "./support/verification.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";
import { words } from "./support/words.js";

/** A replica that has executed three blocks: 1, 2 on it, and 5 over a gap. */
function voter() {
  const forge = new Forge();
  const subject = new TestReplica(forge, "a", { leaders: "b" });
  const replica = subject.replica();
  const blocks = forge.chain("b", 1, 2, 5);
  for (const block of blocks) blockTree.executeAndInsert(replica, block);
  const { safety } = subject.state;
  return { forge, replica, blocks, safety, effects: () => words(replica.effects, forge.names) };
}

describe("Safety.makeVote", () => {
  it("votes for what it has executed, and saves its two rounds first", () => {
    const { forge, replica: replica, blocks, safety, effects } = voter();
    const vote = makeVote(replica, blocks[1], null);
    expect(vote).to.deep.equal(forge.vote("a", blocks[1]));
    expect(safety).to.deep.equal({ highestVoteRound: 2, highestQcRound: 1 });
    expect(effects()).to.deep.equal(["may vote: consecutive", "persist vote 2 qc 1 round 1"]);
  });

  it("says in the vote what a QC on it commits: the parent, when the rounds are consecutive", () => {
    const { forge, replica: replica, blocks } = voter();
    const [one, two] = blocks;
    const { genesis } = forge;
    expect(makeVote(replica, one, null)?.ledgerCommitInfo.commitStateId).to.equal(genesis.stateId);
    expect(makeVote(replica, two, null)?.ledgerCommitInfo.commitStateId).to.equal(
      forge.stateAfter(one),
    );
  });

  it("commits nothing over a gap", () => {
    const { forge, replica: replica, blocks } = voter();
    const vote = makeVote(replica, blocks[2], forge.tc(4, { a: 2, b: 1, c: 0 }));
    expect(vote?.ledgerCommitInfo.commitStateId).to.equal(null);
    expect(vote?.voteInfo).to.include({ round: 5, parentRound: 2 });
  });

  it("carries the highest commit certificate", () => {
    const { forge, replica: replica, blocks } = voter();
    const qc = forge.qc(blocks[1]);
    blockTree.processQc(replica, qc);
    const three = forge.block("b", 3, { on: qc });
    blockTree.executeAndInsert(replica, three);
    expect(makeVote(replica, three, null)?.highCommitQc).to.equal(qc);
  });

  it("makes a vote that passes the door", () => {
    const { forge, replica: replica, blocks } = voter();
    const vote = makeVote(replica, blocks[0], null);
    if (vote === null) throw new Error("a first vote");
    expect(answerTo(forge, vote)).to.equal("admitted");
  });

  it("changes nothing when the rule forbids it", () => {
    const { forge, replica: replica, blocks, safety, effects } = voter();
    expect(makeVote(replica, blocks[2], forge.tc(4, { a: 3, b: 1, c: 0 }))).to.equal(null);
    expect(makeVote(replica, blocks[2], null)).to.equal(null);
    expect(safety).to.deep.equal({ highestVoteRound: 0, highestQcRound: 0 });
    expect(effects()).to.deep.equal(["may not vote: qc-too-low", "may not vote: gap-without-tc"]);
  });

  it("never lowers what it has saved, though a later block may have a lower QC", () => {
    const { forge, replica: replica, blocks, safety } = voter();
    makeVote(replica, blocks[1], null);
    makeVote(replica, blocks[0], null);
    const lower = forge.block("c", 6);
    blockTree.executeAndInsert(replica, lower);
    expect(makeVote(replica, lower, forge.tc(5))?.voteInfo.round).to.equal(6);
    expect(safety).to.deep.equal({ highestVoteRound: 6, highestQcRound: 1 });
  });

  it("S2: never votes for what it has not executed", () => {
    const { forge, replica: replica } = voter();
    expect(() => makeVote(replica, forge.block("c", 1), null)).to.throw(InvariantViolation, "S2");
  });

  it("S3: never commits what it has not executed", () => {
    const { forge, replica: replica } = voter();
    const unknown = forge.block("c", 1);
    const next = forge.block("c", 2, { on: forge.qc(unknown) });
    blockTree.executeAndInsert(replica, next);
    expect(() => makeVote(replica, next, null)).to.throw(InvariantViolation, "S3");
  });
});

describe("Safety.makeTimeout", () => {
  it("signs the round and the high QC's round, and gives up voting up to the round", () => {
    const { forge, replica: replica, blocks, safety, effects } = voter();
    const qc = forge.qc(blocks[1]);
    const timeout = makeTimeout(replica, round(3), qc, null);
    const signature = forge.sign("a", timeoutDigest(forge.crypto, round(3), round(2)));
    expect(timeout).to.deep.include({ round: 3, highQc: qc, sender: "a", signature });
    expect(safety).to.deep.equal({ highestVoteRound: 3, highestQcRound: 0 });
    expect(effects()).to.deep.equal(["may time out: entered-by-qc", "persist vote 3 qc 0 round 1"]);
  });

  it("may be made again, and after a vote of the round", () => {
    const { forge, replica: replica, blocks } = voter();
    expect(makeVote(replica, blocks[0], null)).to.not.equal(null);
    for (let times = 0; times < 2; times++) {
      expect(makeTimeout(replica, round(1), forge.genesis.qc, null)).to.not.equal(null);
    }
  });

  it("is not followed by a vote of the round", () => {
    const { forge, replica: replica, blocks, effects } = voter();
    makeTimeout(replica, round(1), forge.genesis.qc, null);
    expect(makeVote(replica, blocks[0], null)).to.equal(null);
    expect(effects().at(-1)).to.equal("may not vote: voted-in-this-round-or-a-higher-one");
  });

  it("changes nothing when the rule forbids it", () => {
    const { forge, replica: replica, blocks, safety, effects } = voter();
    expect(makeTimeout(replica, round(4), forge.qc(blocks[1]), forge.tc(2))).to.equal(null);
    expect(safety).to.deep.equal({ highestVoteRound: 0, highestQcRound: 0 });
    expect(effects()).to.deep.equal(["may not time out: round-not-entered-by-qc-or-tc"]);
  });
});

describe("Safety.validSignatures", () => {
  const rows: readonly (readonly [
    shows: string,
    qc: string,
    tc: string,
    because: string | null,
  ])[] = [
    ["a quorum on both", "a b c", "b c d", null],
    ["too few on the QC", "a b", "b c d", "too-few-signers"],
    ["too few on the TC", "a b c", "b c", "too-few-signers"],
    ["a stranger on the QC", "a b z", "b c d", "signer-unknown"],
    ["a signer twice on the QC", "a b b", "b c d", "duplicate-signer"],
  ];
  for (const [shows, qcSigners, tcSigners, because] of rows) {
    it(`${shows}: ${because ?? "valid"}`, () => {
      const { forge, replica: replica, blocks, effects, safety } = voter();
      const qc = forge.qc(blocks[1], qcSigners);
      const tc = forge.tc(4, Object.fromEntries(tcSigners.split(" ").map((id) => [id, 0])));
      expect(validSignatures(replica, qc, tc)).to.equal(because === null);
      expect(effects()).to.deep.equal(because === null ? [] : [`may not sign: ${because}`]);

      const five = forge.block("c", 5, { on: qc });
      blockTree.executeAndInsert(replica, five);
      expect(makeVote(replica, five, tc) !== null).to.equal(because === null);
      if (because !== null) expect(safety.highestVoteRound, "no vote").to.equal(0);
      expect(makeTimeout(replica, round(5), qc, tc) !== null).to.equal(because === null);
    });
  }

  it("no TC is needed where there is none", () => {
    const { forge, replica: replica } = voter();
    expect(validSignatures(replica, forge.genesis.qc, null)).to.equal(true);
  });
});
