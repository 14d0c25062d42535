/** Rounds, timers, timeouts and TCs of one replica. */
import { expect } from "chai";
import type { DiemMessage, TimeoutMsg } from "../../lib/protocols/diembft/messages/messages.js";
import * as pacemaker from "../../lib/protocols/diembft/pacemaker.js";
import { round } from "../../lib/protocol/ids.js";
import { answerTo } from "./support/verification.js";
import { Forge } from "./support/forge.js";
import { DELTA, TestReplica } from "./support/test-replica.js";

/** A replica in round 1 that never leads. */
function follower(self = "a") {
  const forge = new Forge();
  const subject = new TestReplica(forge, self, { leaders: "d" });
  subject.start();
  return { forge, subject, state: subject.state.pacemaker };
}

/** The messages that a replica broadcasts when its round's timer fires. */
const broadcastsOf = (subject: TestReplica, at: number): readonly DiemMessage[] =>
  subject
    .handle({ kind: "timer", timer: { name: "timer", round: round(at) } })
    .flatMap((effect) => (effect.kind === "broadcast" ? [effect.message] : []));

describe("Pacemaker.getRoundTimer", () => {
  it("is 4Δ unless the context says otherwise", () => {
    const replica = follower().subject.replica();
    expect(pacemaker.getRoundTimer(replica)).to.equal(4 * DELTA);
    const context = { ...replica.context, roundTimer: 5 * DELTA };
    expect(pacemaker.getRoundTimer({ ...replica, context })).to.equal(5 * DELTA);
  });
});

describe("Pacemaker.startTimer", () => {
  it("enters the round, replaces the timer and forgets the timeouts of older rounds", () => {
    const { forge, subject, state } = follower();
    subject.receive(forge.timeout("b", 1));
    expect([...state.pendingTimeouts.keys()]).to.deep.equal([1]);
    const replica = subject.replica();
    pacemaker.startTimer(replica, round(2), "qc");
    expect(state).to.include({ currentRound: 2 });
    expect(state.pendingTimeouts.size).to.equal(0);
    expect(replica.effects).to.deep.equal([
      { kind: "entered", round: 2, by: "qc" },
      { kind: "start-timer", timer: { name: "timer", round: 2 }, after: 400 },
    ]);
  });
});

describe("Pacemaker.localTimeoutRound", () => {
  it("broadcasts a timeout of the current round, and runs the timer again", () => {
    const { subject } = follower();
    expect(subject.fireRound(1)).to.deep.equal([
      "start timer 1 for 400",
      "may time out: entered-by-qc",
      "persist vote 1 qc 0 round 1",
      "timeout 1 with QC genesis to all",
    ]);
  });

  it("sends the same timeout again while the round lasts", () => {
    const { forge, subject } = follower();
    const [first] = broadcastsOf(subject, 1);
    const [second] = broadcastsOf(subject, 1);
    expect(second).to.deep.equal(first);
    expect(answerTo(forge, first as TimeoutMsg)).to.equal("admitted");
  });

  it("sends other bytes once the high QC has risen", () => {
    const { forge, subject } = follower();
    subject.receive(forge.timeout("b", 3, { tc: forge.tc(2) }));
    const [before] = broadcastsOf(subject, 3);
    const two = forge.block("d", 2);
    subject.receive(forge.timeout("c", 3, { highQc: forge.qc(two) }));
    const [after] = broadcastsOf(subject, 3);
    expect(before).to.deep.include({ lastRoundTc: forge.tc(2) });
    expect(after).to.deep.include({ lastRoundTc: null });
    expect(after).to.deep.nested.include({ "tmoInfo.highQc": forge.qc(two) });
  });

  it("sends nothing when Safety forbids it, and tries again later", () => {
    const { subject } = follower();
    subject.state.safety.highestVoteRound = round(2);
    expect(subject.fireRound(1)).to.deep.equal([
      "start timer 1 for 400",
      "may not time out: round-too-low",
    ]);
  });

  it("does nothing for a round that was left", () => {
    const { forge, subject } = follower();
    subject.receive(forge.timeout("b", 3, { tc: forge.tc(2) }));
    expect(subject.fireRound(1)).to.deep.equal([]);
    expect(subject.fireRound(2)).to.deep.equal([]);
    expect(subject.fireRound(3)).to.not.deep.equal([]);
  });
});

describe("Pacemaker.processRemoteTimeout", () => {
  it("joins at f+1, and makes the TC at the quorum", () => {
    const { forge, subject } = follower();
    expect(subject.receive(forge.timeout("b", 1))).to.deep.equal([]);
    expect(subject.receive(forge.timeout("c", 1))).to.deep.equal([
      "start timer 1 for 400",
      "may time out: entered-by-qc",
      "persist vote 1 qc 0 round 1",
      "timeout 1 with QC genesis to all",
    ]);
    expect(subject.receive(forge.timeout("a", 1))).to.deep.equal([
      "form TC 1 by a b c",
      "enter 2 by tc",
      "start timer 2 for 400",
    ]);
  });

  it("tries to join at f+1, and not again with the next timeout if Safety forbids it", () => {
    const forge = new Forge(undefined, "a b c d e f g");
    const subject = new TestReplica(forge, "a", { leaders: "d" });
    subject.start();
    subject.state.safety.highestVoteRound = round(2);
    expect(subject.receive(forge.timeout("b", 1), forge.timeout("c", 1))).to.deep.equal([]);
    expect(subject.receive(forge.timeout("d", 1))).to.deep.equal([
      "start timer 1 for 400",
      "may not time out: round-too-low",
    ]);
    expect(subject.receive(forge.timeout("e", 1))).to.deep.equal([]);
  });

  it("does not join a round that it has given up already", () => {
    const { forge, subject } = follower();
    subject.fireRound(1);
    expect(subject.receive(forge.timeout("b", 1), forge.timeout("c", 1))).to.deep.equal([]);
  });

  it("counts one timeout per identity", () => {
    const { forge, subject } = follower();
    const again = [forge.timeout("b", 1), forge.timeout("b", 1), forge.timeout("b", 1)];
    expect(subject.receive(...again)).to.deep.equal([]);
    expect(subject.state.pacemaker.pendingTimeouts.get(round(1))?.signatures).to.have.length(1);
  });

  it("ignores timeouts of rounds that were left", () => {
    const { forge, subject } = follower();
    subject.receive(forge.timeout("b", 3, { tc: forge.tc(2) }));
    const old = ["b", "c", "d"].map((id) => forge.timeout(id, 1));
    expect(subject.receive(...old)).to.deep.equal([]);
  });

  it("makes one TC: the fourth timeout adds nothing", () => {
    const { forge, subject } = follower("d");
    subject.receive(...["a", "b", "c"].map((id) => forge.timeout(id, 1)));
    expect(subject.state.pacemaker.currentRound).to.equal(2);
    expect(subject.receive(forge.timeout("d", 1), forge.timeout("a", 1))).to.deep.equal([]);
  });

  it("a TC keeps each signer's report beside its signature, sorted by replica", () => {
    const { forge, state, subject } = follower();
    const [one, two] = forge.chain("d", 1, 2);
    const tc = forge.tc(3);
    const reports = { d: forge.qc(two), b: forge.genesis.qc, c: forge.qc(one) };
    for (const [id, highQc] of Object.entries(reports)) {
      subject.receive(forge.timeout(id, 4, { highQc, tc }));
    }
    expect(state.lastRoundTc).to.deep.equal(forge.tc(4, { b: 0, c: 1, d: 2 }));
  });

  it("joins a round that it enters by the timeout's own certificate", () => {
    const { forge, subject } = follower();
    const highQc = forge.qc(forge.block("d", 1));
    subject.receive(forge.timeout("b", 2, { highQc }));
    const told = subject.receive(forge.timeout("c", 2, { highQc }));
    expect(told).to.include("timeout 2 with QC d@1 to all");
  });
});

describe("Pacemaker.advanceRoundTc", () => {
  it("enters the next round and keeps the TC", () => {
    const { forge, subject, state } = follower();
    const tc = forge.tc(4);
    expect(pacemaker.advanceRoundTc(subject.replica(), tc)).to.equal(true);
    expect(state).to.include({ currentRound: 5, lastRoundTc: tc });
  });

  it("ignores a TC below the current round, and ⊥", () => {
    const { forge, subject, state } = follower();
    pacemaker.advanceRoundTc(subject.replica(), forge.tc(4));
    const before = { ...state };
    const replica = subject.replica();
    for (const tc of [forge.tc(4), forge.tc(3), null]) {
      expect(pacemaker.advanceRoundTc(replica, tc)).to.equal(false);
    }
    expect(state).to.include(before);
    expect(replica.effects).to.deep.equal([]);
  });
});

describe("Pacemaker.advanceRoundQc", () => {
  it("enters the next round and forgets the TC", () => {
    const { forge, subject, state } = follower();
    pacemaker.advanceRoundTc(subject.replica(), forge.tc(4));
    expect(pacemaker.advanceRoundQc(subject.replica(), forge.qc(forge.block("b", 5)))).equal(true);
    expect(state).to.include({ currentRound: 6, lastRoundTc: null });
  });

  it("ignores a QC below the current round, which leaves the TC where it is", () => {
    const { forge, subject, state } = follower();
    const tc = forge.tc(4);
    pacemaker.advanceRoundTc(subject.replica(), tc);
    const replica = subject.replica();
    expect(pacemaker.advanceRoundQc(replica, forge.qc(forge.block("b", 4)))).to.equal(false);
    expect(state).to.include({ currentRound: 5, lastRoundTc: tc });
    expect(replica.effects).to.deep.equal([]);
  });
});

describe("the TC in a message", () => {
  it("is ⊥ when the message's QC is of the round before, though the round came by a TC", () => {
    const { forge, subject } = follower();
    const qc = forge.qc(forge.block("d", 2));
    subject.receive(forge.timeout("b", 3, { tc: forge.tc(2) }));
    expect(subject.state.pacemaker.lastRoundTc?.round).to.equal(2);
    subject.receive(forge.timeout("b", 3, { highQc: qc }));
    const [timeout] = broadcastsOf(subject, 3);
    expect(timeout).to.include({ lastRoundTc: null });
  });
});
