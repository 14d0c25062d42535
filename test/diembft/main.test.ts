/** Main (3.1): the handling of each event and message. */
import { expect } from "chai";
import * as blockTree from "../../lib/protocols/diembft/block-tree.js";
import { processCertificateQc } from "../../lib/protocols/diembft/main.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";
import type { SubjectOptions } from "./support/test-replica.js";
import { words } from "./support/words.js";

/** A replica that has started; b leads unless a test says otherwise. */
function replica(self: string, options: SubjectOptions = { leaders: "b" }) {
  const forge = new Forge();
  const subject = new TestReplica(forge, self, options);
  return { forge, subject, started: subject.start() };
}

describe("Main.start", () => {
  it("enters round 1, and its leader proposes on genesis", () => {
    expect(replica("b").started).to.deep.equal([
      "enter 1 by start",
      "start timer 1 for 400",
      "persist proposed 1",
      "proposal b@1 on genesis to all",
    ]);
  });

  it("nobody else proposes", () => {
    expect(replica("a").started).to.deep.equal(["enter 1 by start", "start timer 1 for 400"]);
  });
});

describe("Main.processCertificateQc", () => {
  const rounds = (subject: TestReplica) => [
    ...subject.state.leaderElection.reputationLeaders.keys(),
  ];

  it("goes through Block-Tree and Pacemaker, then Leader-Election, which sees the new round", () => {
    const { forge, subject } = replica("a", {});
    const blocks = forge.chain("b", 1, 2, 3);
    const acting = subject.replica({ sender: replicaId("b"), round: round(4) });
    for (const block of blocks) blockTree.executeAndInsert(acting, block);
    const qcs = blocks.map((block) => forge.qc(block));
    for (const qc of qcs) processCertificateQc(acting, qc);
    expect(words(acting.effects, forge.names)).to.deep.equal([
      "enter 2 by qc",
      "start timer 2 for 400",
      "commit b@1",
      "enter 3 by qc",
      "start timer 3 for 400",
      "commit b@2",
      "enter 4 by qc",
      "start timer 4 for 400",
    ]);
    expect(rounds(subject), "the QC of round 2 is the first on a committed block").deep.equal([
      4, 5,
    ]);
  });

  it("asks for a block that is missing, and does nothing the second time", () => {
    const { forge, subject } = replica("a");
    const acting = subject.replica({ sender: replicaId("d"), round: round(9) });
    const qc = forge.qc(forge.block("b", 4));
    for (let times = 0; times < 2; times++) processCertificateQc(acting, qc);
    expect(words(acting.effects, forge.names)).to.deep.equal([
      "enter 5 by qc",
      "start timer 5 for 400",
      "ask for b@4 (round 9) to d",
      "start retry 1 of b@4 for 200",
    ]);
  });
});

describe("Main.processProposalMsg", () => {
  it("executes and votes, to the leader of the next round", () => {
    const { forge, subject } = replica("a", { leaders: "b c" });
    expect(subject.receive(forge.proposal(forge.block("b", 1)))).to.deep.equal([
      "may vote: consecutive",
      "persist vote 1 qc 0 round 1",
      "vote for b@1 to c",
    ]);
  });

  it("takes the certificates first: commits, enters the round, and votes in it", () => {
    const { forge, subject } = replica("a");
    const [one, two, three] = forge.chain("b", 1, 2, 3);
    subject.receive(forge.proposal(one), forge.proposal(two));
    const proposal = forge.proposal(three, { highCommitQc: forge.qc(two) });
    expect(subject.receive(proposal)).to.deep.equal([
      "commit b@1",
      "enter 3 by qc",
      "start timer 3 for 400",
      "may vote: consecutive",
      "persist vote 3 qc 2 round 3",
      "vote for b@3 to b",
    ]);
  });

  it("enters the round by the TC in the proposal", () => {
    const { forge, subject } = replica("a");
    const three = forge.block("b", 3);
    expect(subject.receive(forge.proposal(three, { tc: forge.tc(2) }))).to.deep.equal([
      "enter 3 by tc",
      "start timer 3 for 400",
      "may vote: extends-the-highest-qc-of-the-tc",
      "persist vote 3 qc 0 round 3",
      "vote for b@3 to b",
    ]);
  });

  it("commits by the high commit certificate what the block's own does not", () => {
    const { forge, subject } = replica("a");
    const [one, two, , five] = forge.chain("b", 1, 2, 4, 5);
    subject.receive(forge.proposal(one), forge.proposal(two));
    const told = subject.receive(forge.proposal(five, { highCommitQc: forge.qc(two) }));
    expect(told).to.include("ask for b@4 (round 5) to b");
    expect(subject.committed).to.deep.equal(["b@1"]);
  });

  it("executes without a vote what Safety forbids", () => {
    const { forge, subject } = replica("a");
    const three = forge.block("b", 3);
    const tc = forge.tc(2, { a: 0, b: 1, c: 0 });
    const told = subject.receive(forge.proposal(three, { tc }));
    expect(told.at(-1)).to.equal("may not vote: qc-too-low");
    expect(subject.state.blockTree.pendingBlocks.has(three.id)).to.equal(true);
  });

  it("refuses a proposal of a round that was left, but takes its certificates", () => {
    const { forge, subject } = replica("a");
    const [one, two, three] = forge.chain("b", 1, 2, 3);
    subject.receive(forge.proposal(one), forge.proposal(two));
    subject.receive(forge.timeout("c", 5, { tc: forge.tc(4) }));
    expect(subject.receive(forge.proposal(three, { highCommitQc: forge.qc(two) }))).to.deep.equal([
      "commit b@1",
      "refuse proposal: not-of-the-current-round",
    ]);
  });

  it("refuses a proposal of somebody else's than the leader's", () => {
    const { forge, subject } = replica("a");
    const refusal = ["refuse proposal: not-from-the-leader"];
    expect(subject.receive(forge.proposal(forge.block("c", 1)))).to.deep.equal(refusal);
    const passedOn = forge.proposal(forge.block("b", 1), { sender: "c" });
    expect(subject.receive(passedOn)).to.deep.equal(refusal);
    const adopted = forge.proposal(forge.block("c", 1), { sender: "b" });
    expect(subject.receive(adopted)).to.deep.equal(refusal);
    expect(subject.state.blockTree.pendingBlocks.size).to.equal(0);
  });

  it("votes once: neither the same proposal again nor a second one gets another vote", () => {
    const { forge, subject } = replica("a");
    const proposal = forge.proposal(forge.block("b", 1));
    subject.receive(proposal);
    const denied = ["may not vote: voted-in-this-round-or-a-higher-one"];
    expect(subject.receive(proposal)).to.deep.equal(denied);
    const second = forge.block("b", 1, { payload: ["'"] });
    expect(subject.receive(forge.proposal(second))).to.deep.equal(denied);
    expect(subject.state.blockTree.pendingBlocks.size, "both are executed").to.equal(2);
  });

  it("bug conflicting_votes: the second proposal gets a vote, too", () => {
    const { forge, subject } = replica("a", { leaders: "b", bugs: ["conflicting_votes"] });
    subject.receive(forge.proposal(forge.block("b", 1)));
    const second = forge.block("b", 1, { payload: ["'"] });
    expect(subject.receive(forge.proposal(second))).to.include("vote for b@1' to b");
  });

  it("bug vote_leader_current_round: the vote goes to the proposer", () => {
    const bugs = ["vote_leader_current_round"] as const;
    const { forge, subject } = replica("a", { leaders: "b c", bugs });
    expect(subject.receive(forge.proposal(forge.block("b", 1)))).to.include("vote for b@1 to b");
  });
});

describe("Main.processVoteMsg", () => {
  it("makes the QC, enters the next round by it, and its leader proposes on it", () => {
    const { forge, subject } = replica("b", { leaders: "a b" });
    const one = forge.block("a", 1);
    subject.receive(forge.proposal(one), forge.vote("a", one), forge.vote("c", one));
    expect(subject.receive(forge.vote("d", one))).to.deep.equal([
      "form QC a@1 by a c d",
      "enter 2 by qc",
      "start timer 2 for 400",
      "persist proposed 2",
      "proposal b@2 on a@1 to all",
    ]);
  });

  it("changes nothing with votes that come again, before the QC and after", () => {
    const { forge, subject } = replica("b", { leaders: "a b" });
    const one = forge.block("a", 1);
    const votes = ["a", "c", "d"].map((id) => forge.vote(id, one));
    subject.receive(forge.proposal(one));
    const told = subject.receive(...votes.flatMap((vote) => [vote, vote]), ...votes);
    expect(told.filter((line) => !line.includes("timer"))).to.deep.equal([
      "form QC a@1 by a c d",
      "enter 2 by qc",
      "persist proposed 2",
      "proposal b@2 on a@1 to all",
    ]);
  });

  it("proposes no second time on the QC of an equivocating block", () => {
    const { forge, subject } = replica("b", { leaders: "a b", bugs: ["conflicting_votes"] });
    const blocks = [forge.block("a", 1), forge.block("a", 1, { payload: ["'"] })];
    subject.receive(...blocks.map((block) => forge.proposal(block)));
    const votes = blocks.flatMap((block) => ["a", "c", "d"].map((id) => forge.vote(id, block)));
    const told = subject.receive(...votes);
    expect(told.filter((line) => /form|proposal/.test(line))).to.deep.equal([
      "form QC a@1 by a c d",
      "proposal b@2 on a@1 to all",
      "form QC a@1' by a c d",
    ]);
  });

  it("a QC of a round that a TC has ended starts nothing new", () => {
    const { forge, subject } = replica("b", { leaders: "a b" });
    const one = forge.block("a", 1);
    subject.receive(forge.proposal(one), ...["a", "c", "d"].map((id) => forge.timeout(id, 1)));
    const told = subject.receive(...["a", "c", "d"].map((id) => forge.vote(id, one)));
    expect(told).to.deep.equal(["form QC a@1 by a c d"]);
    expect(subject.state.blockTree.highQc.round).to.equal(1);
  });

  it("proposes on a QC only when that advanced the round", () => {
    const { forge, subject } = replica("b", { leaders: "a b" });
    const one = forge.block("a", 1);
    subject.receive(forge.proposal(one), forge.timeout("c", 5, { tc: forge.tc(4) }));
    const told = subject.receive(...["a", "c", "d"].map((id) => forge.vote(id, one)));
    expect(told).to.deep.equal(["form QC a@1 by a c d"]);
  });

  it("not either when another's message with the same QC did", () => {
    const { forge, subject } = replica("b", { leaders: "a b" });
    const one = forge.block("a", 1);
    subject.receive(forge.proposal(one), forge.timeout("c", 2, { highQc: forge.qc(one) }));
    expect(subject.state.pacemaker.currentRound).to.equal(2);
    const told = subject.receive(...["a", "c", "d"].map((id) => forge.vote(id, one)));
    expect(told).to.deep.equal(["form QC a@1 by a c d"]);
  });

  it("nobody but the leader proposes on a QC", () => {
    const { forge, subject } = replica("b", { leaders: "a" });
    const one = forge.block("a", 1);
    const votes = ["a", "c", "d"].map((id) => forge.vote(id, one));
    const told = subject.receive(forge.proposal(one), ...votes);
    expect(told.filter((line) => line.startsWith("proposal"))).to.deep.equal([]);
    expect(subject.state.pacemaker.currentRound).to.equal(2);
  });
});

describe("the certificate in a vote", () => {
  it("enters its round and has its block fetched, like any other", () => {
    const { forge, subject } = replica("a");
    const [, two, three] = forge.chain("b", 1, 2, 3);
    expect(subject.receive(forge.vote("c", three, forge.qc(two, "b c d")))).to.deep.equal([
      "enter 3 by qc",
      "start timer 3 for 400",
      "ask for b@2 (round 3) to c",
      "start retry 1 of b@2 for 200",
    ]);
  });

  it("leaves the replica able to time out: its high QC is never above its round", () => {
    const { forge, subject } = replica("a");
    const [, two, three] = forge.chain("b", 1, 2, 3);
    subject.receive(forge.vote("c", three, forge.qc(two)));
    expect(subject.fireRound(3)).to.include("timeout 3 with QC b@2 to all");
  });
});

describe("Main.processTimeoutMsg", () => {
  it("on a TC enters the next round, and its leader proposes with the TC", () => {
    const { forge, subject } = replica("b", { leaders: "a b" });
    const told = subject.receive(...["a", "c", "d"].map((id) => forge.timeout(id, 1)));
    expect(told.slice(-5)).to.deep.equal([
      "form TC 1 by a c d",
      "enter 2 by tc",
      "start timer 2 for 400",
      "persist proposed 2",
      "proposal b@2 on genesis with TC 1 to all",
    ]);
  });

  it("takes the certificates first", () => {
    const { forge, subject } = replica("a");
    const [one, two] = forge.chain("b", 1, 2);
    subject.receive(forge.proposal(one), forge.proposal(two));
    const qc = forge.qc(two);
    const timeout = forge.timeout("c", 5, { highQc: qc, highCommitQc: qc, tc: forge.tc(4) });
    expect(subject.receive(timeout)).to.deep.equal([
      "commit b@1",
      "enter 3 by qc",
      "start timer 3 for 400",
      "enter 5 by tc",
      "start timer 5 for 400",
    ]);
    expect([...subject.state.pacemaker.pendingTimeouts.keys()], "then it counts").deep.equal([5]);
  });

  it("commits by the high commit certificate what the high QC does not", () => {
    const { forge, subject } = replica("a");
    const [one, two, four] = forge.chain("b", 1, 2, 4);
    subject.receive(forge.proposal(one), forge.proposal(two));
    const certificates = { highQc: forge.qc(four), highCommitQc: forge.qc(two) };
    subject.receive(forge.timeout("c", 5, certificates));
    expect(subject.committed).to.deep.equal(["b@1"]);
  });

  it("a round entered by a certificate in a message starts no proposal", () => {
    const { forge, subject } = replica("b");
    const told = subject.receive(forge.timeout("c", 5, { tc: forge.tc(4) }));
    expect(told).to.deep.equal(["enter 5 by tc", "start timer 5 for 400"]);
  });

  it("no timeout that comes again makes a second TC or proposal", () => {
    const { forge, subject } = replica("b");
    const timeouts = ["a", "c", "d"].map((id) => forge.timeout(id, 1));
    subject.receive(...timeouts);
    expect(subject.receive(...timeouts, ...timeouts)).to.deep.equal([]);
  });
});

describe("Main.processNewRoundEvent", () => {
  it("carries the TC only over a gap", () => {
    const { forge, subject } = replica("b", { leaders: "a a b" });
    const two = forge.block("a", 2);
    subject.receive(forge.timeout("c", 2, { tc: forge.tc(1) }));
    subject.receive(forge.proposal(two, { tc: forge.tc(1) }));
    const told = subject.receive(...["a", "c", "d"].map((id) => forge.vote(id, two)));
    expect(told.at(-1)).to.equal("proposal b@3 on a@2 to all");
  });

  it("sends the highest commit certificate along", () => {
    const { forge, subject } = replica("b");
    const [one, two, three] = forge.chain("b", 1, 2, 3);
    subject.receive(...[one, two, three].map((block) => forge.proposal(block)));
    const effects = ["a", "c", "d"].flatMap((id) =>
      subject.handle({ kind: "message", from: replicaId(id), message: forge.vote(id, three) }),
    );
    const sent = effects.flatMap((e) => (e.kind === "broadcast" ? [e.message] : []));
    expect(sent).to.have.length(1);
    expect(sent[0]).to.deep.include({ highCommitQc: forge.qc(three, "a c d", "b") });
  });
});

describe("Main.processMessage", () => {
  it("refuses with its reason what stateless verification does not admit", () => {
    const { forge, subject } = replica("a");
    expect(subject.receive(forge.vote("z", forge.block("b", 1)))).to.deep.equal([
      "refuse vote: signer-unknown",
    ]);
  });
});
