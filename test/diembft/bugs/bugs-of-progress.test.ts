/** Each bug in rounds, commits and sync does what its description says. */
import { expect } from "chai";
import * as blockTree from "../../../lib/protocols/diembft/block-tree.js";
import { rulesWith } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../../lib/protocols/diembft/bugs/bugs.js";
import * as pacemaker from "../../../lib/protocols/diembft/pacemaker.js";
import { correctRules } from "../../../lib/protocols/diembft/rules.js";
import { InvariantViolation } from "../../../lib/protocol/assert.js";
import { round } from "../../../lib/protocol/ids.js";
import type { BlockId } from "../../../lib/protocol/ids.js";
import { Forge } from "../support/forge.js";
import { TestReplica } from "../support/test-replica.js";

/** A replica that has started and does not lead; d does. */
function follower(...bugs: readonly BugName[]) {
  const forge = new Forge();
  const subject = new TestReplica(forge, "a", { leaders: "d", bugs });
  return { forge, subject, started: subject.start() };
}

describe("bug vote_leader_current_round", () => {
  it("sends the vote to the leader of the block's own round", () => {
    expect(rulesWith(["vote_leader_current_round"]).voteCollectorRound(round(5))).to.equal(5);
  });
});

describe("bug long_commit_chain", () => {
  const rules = rulesWith(["long_commit_chain"]);
  const [one, two, three] = new Forge().chain("a", 1, 2, 3);

  it("answers with the block that the requester knows, too", () => {
    expect(rules.syncedChain([two, three], one)).to.deep.equal([one, two, three]);
    expect(correctRules.syncedChain([two, three], one)).to.deep.equal([two, three]);
  });

  it("has none to add after genesis", () => {
    expect(rules.syncedChain([one, two], null)).to.deep.equal([one, two]);
  });

  it("executes what it has again", () => {
    const known = { has: (id: BlockId) => id === one.id, canExtend: () => true };
    expect(rules.missingBlocks([one, two], known)).to.deep.equal([one, two]);
    expect(correctRules.missingBlocks([one, two], known)).to.deep.equal([two]);
  });
});

describe("bug free_running_timer", () => {
  const bug = "free_running_timer";

  it("starts one timer, and none for the rounds that follow", () => {
    const { forge, subject, started } = follower(bug);
    expect(started).to.include("start timer 1 for 400");
    const entered = subject.receive(forge.timeout("d", 3, { tc: forge.tc(2) }));
    expect(entered).to.deep.equal(["enter 3 by tc"]);
  });

  it("gives up a round that has only begun, when the timer of an older one fires", () => {
    const told = (...bugs: readonly BugName[]) => {
      const { forge, subject } = follower(...bugs);
      subject.receive(forge.timeout("d", 3, { tc: forge.tc(2) }));
      return subject.fireRound(1);
    };
    expect(told(bug)).to.deep.equal([
      "start timer 3 for 400",
      "may time out: entered-by-tc",
      "persist vote 3 qc 0 round 3",
      "timeout 3 with QC genesis with TC 2 to all",
    ]);
    expect(told()).to.deep.equal([]);
  });
});

describe("bug stale_tc", () => {
  const entered = (...bugs: readonly BugName[]) => {
    const { forge, subject } = follower(...bugs);
    const tc = forge.tc(4);
    pacemaker.advanceRoundTc(subject.replica(), tc);
    const five = forge.block("d", 5);
    subject.receive(forge.proposal(five, { tc }));
    subject.receive(forge.proposal(forge.block("d", 6, { on: forge.qc(five) })));
    expect(subject.state.pacemaker.currentRound).to.equal(6);
    return { subject, tc, kept: subject.state.pacemaker.lastRoundTc };
  };

  it("keeps the TC of an older round in a round that was entered by a QC", () => {
    const { tc, kept } = entered("stale_tc");
    expect(kept).to.equal(tc);
    expect(entered().kept).to.equal(null);
  });

  it("shows in no message: where the QC is of the round before, the TC is left out anyway", () => {
    const told = entered("stale_tc").subject.fireRound(6);
    expect(told).to.include("timeout 6 with QC d@5 to all");
    expect(told).to.deep.equal(entered().subject.fireRound(6));
  });
});

describe("bug commit_single_block", () => {
  const committed = (rounds: readonly number[], ...bugs: readonly BugName[]) => {
    const { forge, subject } = follower(...bugs);
    const replica = subject.replica();
    const blocks = forge.chain("c", ...rounds);
    for (const block of blocks) blockTree.executeAndInsert(replica, block);
    for (const block of blocks) blockTree.processQc(replica, forge.qc(block));
    return replica.effects.flatMap((effect) =>
      effect.kind === "commit" ? [forge.names.get(effect.entry.id)] : [],
    );
  };

  it("leaves out the ancestors that no QC has committed", () => {
    expect(committed([1, 3, 5, 6], "commit_single_block")).to.deep.equal(["c@5"]);
    expect(committed([1, 3, 5, 6])).to.deep.equal(["c@1", "c@3", "c@5"]);
  });

  it("does no harm while rounds are consecutive", () => {
    expect(committed([1, 2, 3, 4], "commit_single_block")).to.deep.equal(["c@1", "c@2", "c@3"]);
  });
});

describe("bug accept_second_genesis", () => {
  const bug = "accept_second_genesis";

  /** Has committed c@1, and gets a chain of d's on genesis that it asked for. */
  const offered = (rounds: readonly number[], ...bugs: readonly BugName[]) => {
    const forge = new Forge();
    const subject = new TestReplica(forge, "b", { leaders: "c", bugs });
    subject.start();
    for (const block of forge.chain("c", 1, 2, 3)) subject.receive(forge.proposal(block));
    expect(subject.committed).to.deep.equal(["c@1"]);
    const fork = forge.chain("d", ...rounds);
    const [tip] = fork.slice(-1);
    if (tip === undefined) throw new Error("a chain of nothing");
    subject.receive(forge.timeout("d", 9, { highQc: forge.qc(tip), tc: forge.tc(8) }));
    const answer = (from = 0) => subject.receive(forge.syncResponse("d", fork.slice(from), 9));
    const isPending = () => subject.state.blockTree.pendingBlocks.has(tip.id);
    return { answer, isPending };
  };

  it("takes up a chain that forks from the committed prefix", () => {
    const { answer, isPending } = offered([2, 4, 6], bug);
    expect(answer()).to.not.include("refuse sync-response: forks-from-the-committed-prefix");
    expect(isPending()).to.equal(true);
    const correct = offered([2, 4, 6]);
    expect(correct.answer()).to.include("refuse sync-response: forks-from-the-committed-prefix");
    expect(correct.isPending()).to.equal(false);
  });

  it("L1 stops it before it commits a block of the fork", () => {
    expect(offered([2, 4, 5], bug).answer).to.throw(InvariantViolation, "L1");
    expect(offered([2, 4, 5]).answer).to.not.throw();
  });

  it("still refuses a chain whose beginning is missing", () => {
    const { answer, isPending } = offered([2, 4, 6], bug);
    expect(answer(1)).to.include("refuse sync-response: forks-from-the-committed-prefix");
    expect(isPending()).to.equal(false);
  });
});
