/** What waits for a missing block, and goes on when it has come. */
import { expect } from "chai";
import type { QC } from "../../lib/protocols/diembft/messages/certificates.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";

/** A replica that has started and knows no block. */
function freshReplica(self: string, leaders: string) {
  const forge = new Forge();
  const subject = new TestReplica(forge, self, { leaders });
  subject.start();
  return { forge, subject, waiting: () => subject.state.main.waitingProposals.length };
}

/** What is left of a replica's doings without rounds, timers and decisions. */
const effectKinds = (told: readonly string[]): readonly string[] =>
  told.filter((line) => !/^(enter|start|stop|may|persist)/.test(line));

describe("what waits for missing blocks", () => {
  it("a vote: it is cast when the proposal's parent is here", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const [one, two] = forge.chain("c", 1, 2);
    expect(subject.receive(forge.proposal(two))).to.deep.equal([
      "enter 2 by qc",
      "start timer 2 for 400",
      "ask for c@1 (round 2) to c",
      "start retry 1 of c@1 for 200",
    ]);
    expect(waiting()).to.equal(1);
    expect(subject.receive(forge.syncResponse("c", [one], 2))).to.deep.equal([
      "may vote: consecutive",
      "persist vote 2 qc 1 round 2",
      "vote for c@2 to c",
      "stop retry 0 of c@1",
    ]);
    expect(waiting()).to.equal(0);
  });

  it("a proposal that comes twice waits once", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const [one, two] = forge.chain("c", 1, 2);
    subject.receive(forge.proposal(two), forge.proposal(two));
    expect(waiting()).to.equal(1);
    const told = subject.receive(forge.syncResponse("c", [one], 2));
    expect(effectKinds(told)).to.deep.equal(["vote for c@2 to c"]);
  });

  it("two proposals of one round wait both; the first gets the vote", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const [one, two] = forge.chain("c", 1, 2);
    const second = forge.block("c", 2, { on: forge.qc(one), payload: ["'"] });
    subject.receive(forge.proposal(two), forge.proposal(second));
    expect(waiting()).to.equal(2);
    const told = subject.receive(forge.syncResponse("c", [one], 2));
    expect(effectKinds(told)).to.deep.equal(["vote for c@2 to c"]);
    expect(told).to.include("may not vote: voted-in-this-round-or-a-higher-one");
    expect(subject.state.blockTree.pendingBlocks.size, "both are executed").to.equal(3);
  });

  it("a vote does not outlast its round", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const [one, two] = forge.chain("c", 1, 2);
    subject.receive(forge.proposal(two), forge.timeout("d", 3, { tc: forge.tc(2) }));
    expect(waiting(), "its block may be the next one's parent").to.equal(1);
    expect(effectKinds(subject.receive(forge.syncResponse("c", [one], 2)))).to.deep.equal([]);
    expect(waiting()).to.equal(0);
    expect([...subject.state.blockTree.pendingBlocks.keys()]).to.deep.equal([one.id, two.id]);
  });

  it("a vote does not outlast a timeout of its round", () => {
    const { forge, subject } = freshReplica("a", "c");
    const [one, two] = forge.chain("c", 1, 2);
    subject.receive(forge.proposal(two));
    expect(subject.fireRound(2)).to.include("timeout 2 with QC c@1 to all");
    const told = subject.receive(forge.syncResponse("c", [one], 2));
    expect(told).to.include("may not vote: voted-in-this-round-or-a-higher-one");
    expect(effectKinds(told)).to.deep.equal([]);
  });

  it("a commit: it is made when the blocks are here, though the certificate counted at once", () => {
    const { forge, subject } = freshReplica("a", "c");
    const [one, two, three] = forge.chain("c", 1, 2, 3);
    subject.receive(forge.proposal(three, { highCommitQc: forge.qc(two) }));
    expect(subject.state.blockTree.highCommitQc.round).to.equal(2);
    expect(subject.committed).to.deep.equal([]);
    const told = subject.receive(forge.syncResponse("c", [one, two], 3));
    expect(effectKinds(told)).to.deep.equal(["commit c@1", "vote for c@3 to c"]);
  });

  it("a commit whose certificate stands in the chain that comes", () => {
    const { forge, subject } = freshReplica("a", "c");
    const chain = forge.chain("c", 1, 2, 3, 9);
    subject.receive(forge.timeout("d", 10, { highQc: forge.qc(chain[3]) }));
    const told = subject.receive(forge.syncResponse("d", chain, 10));
    expect(effectKinds(told)).to.deep.equal(["commit c@1", "commit c@2"]);
  });

  it("a commit that an earlier sync makes possible, though a later one still goes on", () => {
    const { forge, subject } = freshReplica("a", "c");
    const chain = forge.chain("c", 1, 2, 3, 4, 5);
    const [one, two, three, four, five] = chain;
    const shows = (highQc: QC) => forge.timeout("d", highQc.round + 1, { highQc });
    subject.receive(...[two, three, five].map((block) => shows(forge.qc(block))));
    expect([...subject.state.sync.wanted.values()].map(({ qc }) => qc.round)).deep.equal([2, 3, 5]);
    const first = subject.receive(forge.syncResponse("d", [one, two], 3));
    expect(effectKinds(first), "by the QC that was wanted").to.deep.equal(["commit c@1"]);
    subject.receive(shows(forge.qc(four)));
    const second = subject.receive(forge.syncResponse("d", [three, four], 5));
    expect(effectKinds(second), "by the highest").to.deep.equal([
      "commit c@2",
      "commit c@3",
      "commit c@4",
    ]);
  });

  it("a commit whose certificate came with a vote", () => {
    const { forge, subject } = freshReplica("a", "c");
    const [one, two, three] = forge.chain("c", 1, 2, 3);
    subject.receive(forge.vote("b", three, forge.qc(two)));
    const told = subject.receive(forge.syncResponse("b", [one, two], 3));
    expect(effectKinds(told)).to.deep.equal(["commit c@1"]);
  });

  it("a proposal of one's own: it is made when the block to extend is here", () => {
    const { forge, subject } = freshReplica("a", "c a");
    const [one] = forge.chain("c", 1);
    const told = subject.receive(...["b", "c", "d"].map((id) => forge.vote(id, one)));
    expect(told).to.deep.equal([
      "form QC c@1 by b c d",
      "enter 2 by qc",
      "start timer 2 for 400",
      "ask for c@1 (round 1) to d",
      "start retry 1 of c@1 for 200",
    ]);
    expect(subject.receive(forge.syncResponse("d", [one], 1))).to.deep.equal([
      "persist proposed 2",
      "proposal a@2 on c@1 to all",
      "stop retry 0 of c@1",
    ]);
  });

  it("a proposal after a TC keeps its TC", () => {
    const { forge, subject } = freshReplica("a", "c c c a");
    const [one] = forge.chain("c", 1);
    const tc = forge.tc(2);
    const timeout = (id: string) => forge.timeout(id, 3, { highQc: forge.qc(one), tc });
    subject.receive(...["b", "c", "d"].map(timeout));
    const told = subject.receive(forge.syncResponse("b", [one], 3));
    expect(effectKinds(told)).to.deep.equal(["proposal a@4 on c@1 with TC 3 to all"]);
  });

  it("no proposal any more once something above it is committed", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const [, lost] = forge.chain("d", 1, 2);
    const chain = forge.chain("c", 1, 2, 3, 4);
    subject.receive(forge.timeout("d", 2, { tc: forge.tc(1) }));
    const proposal = forge.block("c", 2, { on: lost.qc });
    subject.receive(forge.proposal(proposal));
    expect(waiting()).to.equal(1);
    subject.receive(forge.timeout("b", 5, { highQc: forge.qc(chain[3]) }));
    subject.receive(forge.syncResponse("b", chain, 5));
    expect(subject.committed).to.deep.equal(["c@1", "c@2", "c@3"]);
    expect(waiting()).to.equal(0);
  });

  it("no second proposal of one who has proposed", () => {
    const { forge, subject } = freshReplica("a", "c a");
    const [one] = forge.chain("c", 1);
    const branch = forge.block("d", 1);
    subject.receive(forge.proposal(one));
    const told = subject.receive(...["b", "c", "d"].map((id) => forge.vote(id, one)));
    expect(told.at(-1)).to.equal("proposal a@2 on c@1 to all");
    subject.receive(forge.timeout("d", 2, { highQc: forge.qc(branch) }));
    expect(effectKinds(subject.receive(forge.syncResponse("d", [branch], 2)))).to.deep.equal([]);
    expect(subject.state.blockTree.pendingBlocks.has(branch.id)).to.equal(true);
  });

  it("a proposal does not outlast its round", () => {
    const { forge, subject } = freshReplica("a", "c a");
    const [one] = forge.chain("c", 1);
    subject.receive(...["b", "c", "d"].map((id) => forge.vote(id, one)));
    subject.receive(forge.timeout("d", 3, { tc: forge.tc(2) }));
    expect(effectKinds(subject.receive(forge.syncResponse("d", [one], 1)))).to.deep.equal([]);
  });

  it("timeouts and TCs wait for nothing", () => {
    const { forge, subject } = freshReplica("a", "c");
    const [, two] = forge.chain("c", 1, 2);
    const timeouts = ["b", "c", "d"].map((id) => forge.timeout(id, 3, { highQc: forge.qc(two) }));
    const told = subject.receive(...timeouts);
    expect(told).to.include("timeout 3 with QC c@2 to all");
    expect(told).to.include("form TC 3 by b c d");
  });

  it("not a proposal of the round of the committed root", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const [one, two, three, four, five] = forge.chain("c", 1, 2, 3, 4, 5);
    const other = forge.block("c", 2, { on: forge.qc(one), payload: ["other"] });
    const sibling = forge.block("c", 3, { on: forge.qc(other), payload: ["sibling"] });
    subject.receive(...[one, two, sibling].map((block) => forge.proposal(block)));
    expect(waiting(), "for the other block of round 2").to.equal(1);
    subject.receive(...[three, four, five].map((block) => forge.proposal(block)));
    expect(subject.committed).to.deep.equal(["c@1", "c@2", "c@3"]);
    expect(waiting()).to.equal(0);
  });

  it("not a proposal that extends what is below the committed root", () => {
    const { forge, subject, waiting } = freshReplica("a", "c");
    const blocks = forge.chain("c", 1, 2, 3);
    subject.receive(...blocks.map((block) => forge.proposal(block)));
    expect(subject.committed).to.deep.equal(["c@1"]);
    const below = forge.block("c", 9);
    expect(subject.receive(forge.proposal(below, { tc: forge.tc(8) })).at(-1)).to.equal(
      "refuse proposal: extends-below-the-committed-root",
    );
    expect(waiting()).to.equal(0);
  });
});
