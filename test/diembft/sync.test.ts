/** Block sync: requests, retries, responses and forks. */
import { expect } from "chai";
import type { Block } from "../../lib/protocols/diembft/messages/block.js";
import * as blockTree from "../../lib/protocols/diembft/block-tree.js";
import * as sync from "../../lib/protocols/diembft/sync.js";
import type { BlockId } from "../../lib/protocol/ids.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { answerTo } from "./support/verification.js";
import { Forge } from "./support/forge.js";
import { DELTA, TestReplica } from "./support/test-replica.js";
import type { SubjectOptions } from "./support/test-replica.js";
import { words } from "./support/words.js";

/** A replica that has started and knows no block; c leads unless a test says otherwise. */
function freshReplica(self = "a", options: SubjectOptions = { leaders: "c" }) {
  const forge = new Forge();
  const subject = new TestReplica(forge, self, options);
  subject.start();
  const retry = (block: Block, attempt: number) => subject.fire(sync.retryTimer(block.id, attempt));
  return { forge, subject, wanted: subject.state.sync.wanted, retry };
}

/** A replica that has executed a chain of these rounds, and committed all but the last two. */
function replicaWithChain<Rounds extends readonly number[]>(
  options: SubjectOptions,
  ...rounds: Rounds
) {
  const { forge, subject } = freshReplica("b", options);
  const blocks = forge.chain("c", ...rounds);
  for (const block of blocks) subject.receive(forge.proposal(block));
  return { forge, subject, blocks };
}

describe("Sync.requireBlock", () => {
  it("asks whoever showed the certificate, in the round of the message that did", () => {
    const { forge, subject } = freshReplica();
    const [, two] = forge.chain("c", 1, 2);
    const told = subject.receive(forge.timeout("d", 4, { highQc: forge.qc(two), tc: forge.tc(3) }));
    expect(told).to.deep.equal([
      "enter 3 by qc",
      "start timer 3 for 400",
      "ask for c@2 (round 4) to d",
      "start retry 1 of c@2 for 200",
      "enter 4 by tc",
      "start timer 4 for 400",
    ]);
  });

  it("asks the signers next, in validator order, one every 2Δ, and then begins again", () => {
    const { forge, subject, retry } = freshReplica();
    const [, two] = forge.chain("c", 1, 2);
    subject.receive(forge.timeout("c", 3, { highQc: forge.qc(two, "a b c d") }));
    const asked = [1, 2, 0, 1].map((attempt) => retry(two, attempt));
    const after = 2 * DELTA;
    expect(asked).to.deep.equal([
      ["ask for c@2 (round 3) to b", `start retry 2 of c@2 for ${after}`],
      ["ask for c@2 (round 3) to d", `start retry 0 of c@2 for ${after}`],
      ["ask for c@2 (round 3) to c", `start retry 1 of c@2 for ${after}`],
      ["ask for c@2 (round 3) to b", `start retry 2 of c@2 for ${after}`],
    ]);
  });

  it("asks once for a block, however often it is shown", () => {
    const { forge, subject, wanted } = freshReplica();
    const [, two] = forge.chain("c", 1, 2);
    const timeouts = ["b", "c"].map((id) => forge.timeout(id, 3, { highQc: forge.qc(two) }));
    const told = subject.receive(...timeouts, ...timeouts);
    expect(told.filter((line) => line.startsWith("ask"))).to.have.length(1);
    expect(wanted.size).to.equal(1);
  });

  it("goes on in the latest round that shows it, where nothing of the first may arrive", () => {
    const { forge, subject, retry } = freshReplica();
    const [, two] = forge.chain("c", 1, 2);
    const highQc = forge.qc(two);
    subject.receive(forge.timeout("c", 3, { highQc }));
    subject.receive(forge.timeout("d", 6, { highQc, tc: forge.tc(5) }));
    subject.receive(forge.timeout("d", 5, { highQc, tc: forge.tc(4) }));
    expect(retry(two, 1)[0]).to.equal("ask for c@2 (round 6) to b");
  });

  it("does not ask for what it has, has committed, or never could commit", () => {
    const { forge, subject, blocks } = replicaWithChain({ leaders: "c" }, 1, 2, 3, 4);
    const fork = forge.block("d", 2, { on: forge.qc(blocks[0]) });
    const replica = subject.replica({ sender: replicaId("d"), round: round(5) });
    for (const block of [...blocks, fork]) sync.requireBlock(replica, forge.qc(block));
    sync.requireBlock(replica, forge.genesis.qc);
    expect(replica.effects).to.deep.equal([]);
  });
});

describe("Sync.retry", () => {
  it("does nothing once the block is here", () => {
    const { forge, subject, retry } = freshReplica();
    const [one] = forge.chain("c", 1);
    subject.receive(forge.timeout("c", 2, { highQc: forge.qc(one) }));
    subject.receive(forge.syncResponse("c", [one], 2));
    expect(retry(one, 1)).to.deep.equal([]);
  });
});

describe("Sync.settle", () => {
  const shown = () => {
    const run = freshReplica();
    const blocks = run.forge.chain("c", 1, 2, 3, 4);
    run.subject.receive(run.forge.timeout("d", 2, { highQc: run.forge.qc(blocks[0]) }));
    return { ...run, blocks };
  };

  it("ends a sync when the block has come, by whatever way", () => {
    const { forge, subject, blocks, wanted } = shown();
    expect(wanted.size).to.equal(1);
    const replica = subject.replica();
    blockTree.executeAndInsert(replica, blocks[0]);
    sync.dropSatisfied(replica);
    expect(words(replica.effects, forge.names)).to.deep.equal(["stop retry 0 of c@1"]);
    expect(wanted.size).to.equal(0);
  });

  it("ends a sync when a block above is committed", () => {
    const { forge, subject, wanted } = shown();
    const other = forge.chain("d", 1, 2, 3);
    const replica = subject.replica();
    for (const block of other) blockTree.executeAndInsert(replica, block);
    blockTree.processQc(replica, forge.qc(other[2]));
    sync.dropSatisfied(replica);
    expect(words(replica.effects, forge.names)).to.include("stop retry 0 of c@1");
    expect(wanted.size).to.equal(0);
  });

  it("does not end it with the round", () => {
    const { forge, subject, retry, blocks, wanted } = shown();
    subject.receive(forge.timeout("d", 9, { tc: forge.tc(8) }));
    expect(subject.state.pacemaker.currentRound).to.equal(9);
    expect(wanted.size).to.equal(1);
    expect(retry(blocks[0], 1)[0]).to.equal("ask for c@1 (round 2) to b");
  });
});

describe("Sync.processSyncRequest", () => {
  it("answers with the chain after the requester's committed block, in the request's round", () => {
    const { forge, subject, blocks } = replicaWithChain({ leaders: "c" }, 1, 2, 3, 4);
    expect(subject.committed).to.deep.equal(["c@1", "c@2"]);
    const wanted = forge.qc(blocks[3]);
    const answer = (known: BlockId) => subject.receive(forge.syncRequest("a", wanted, 7, known));
    expect(answer(blocks[1].id)).to.deep.equal(["answer c@3 c@4 (round 7) to a"]);
    expect(answer(blocks[0].id)).to.deep.equal(["answer c@2 c@3 c@4 (round 7) to a"]);
    expect(answer(forge.genesis.id)).to.deep.equal(["answer c@1 c@2 c@3 c@4 (round 7) to a"]);
  });

  it("answers to one on another branch with all it has", () => {
    const { forge, subject, blocks } = replicaWithChain({ leaders: "c" }, 1, 2);
    const fork = forge.block("d", 1);
    const request = forge.syncRequest("a", forge.qc(blocks[1]), 7, fork.id);
    expect(subject.receive(request)).to.deep.equal(["answer c@1 c@2 (round 7) to a"]);
  });

  it("refuses to answer for a block that it lacks", () => {
    const { forge, subject } = replicaWithChain({ leaders: "c" }, 1);
    const request = forge.syncRequest("a", forge.qc(forge.block("d", 4)), 7);
    expect(subject.receive(request)).to.deep.equal(["refuse sync-request: block-unknown"]);
  });

  it("answers pass the door", () => {
    const { forge, subject, blocks } = replicaWithChain({ leaders: "c" }, 1, 2, 3);
    const message = forge.syncRequest("a", forge.qc(blocks[2]), 7);
    const [effect] = subject.handle({ kind: "message", from: message.sender, message });
    if (effect?.kind !== "send") throw new Error("an answer");
    expect(answerTo(forge, effect.message)).to.equal("admitted");
  });

  it("bug long_commit_chain: sends the requester's own block, too", () => {
    const options = { leaders: "c", bugs: ["long_commit_chain"] } as const;
    const { forge, subject, blocks } = replicaWithChain(options, 1, 2, 3, 4);
    const request = forge.syncRequest("a", forge.qc(blocks[3]), 7, blocks[1].id);
    expect(subject.receive(request)).to.deep.equal(["answer c@2 c@3 c@4 (round 7) to a"]);
  });
});

describe("Sync.acceptSyncedBlocks", () => {
  it("executes the chain, and then its certificates count: it commits", () => {
    const { forge, subject } = freshReplica();
    const blocks = forge.chain("c", 1, 2, 3);
    subject.receive(forge.timeout("d", 4, { highQc: forge.qc(blocks[2]) }));
    expect(subject.receive(forge.syncResponse("d", blocks, 4))).to.deep.equal([
      "commit c@1",
      "commit c@2",
      "stop retry 0 of c@3",
    ]);
    expect([...subject.state.ledger.pendingStates.values()]).to.deep.equal([
      forge.stateAfter(blocks[2]),
    ]);
  });

  it("refuses what it did not ask for", () => {
    const { forge, subject } = freshReplica();
    const [one] = forge.chain("c", 1);
    expect(subject.receive(forge.syncResponse("d", [one], 4))).to.deep.equal([
      "refuse sync-response: not-asked-for",
    ]);
  });

  it("refuses what it has by now", () => {
    const { forge, subject } = freshReplica();
    const [one] = forge.chain("c", 1);
    subject.receive(forge.timeout("d", 2, { highQc: forge.qc(one) }));
    const replica = subject.replica();
    blockTree.executeAndInsert(replica, one);
    expect(sync.acceptSyncedBlocks(replica, forge.syncResponse("d", [one], 2))).to.equal(false);
    expect(words(replica.effects, forge.names)).to.deep.equal([
      "refuse sync-response: nothing-new",
    ]);
  });

  it("refuses the same answer again", () => {
    const { forge, subject } = freshReplica();
    const [one] = forge.chain("c", 1);
    subject.receive(forge.timeout("d", 2, { highQc: forge.qc(one) }));
    const response = forge.syncResponse("d", [one], 2);
    subject.receive(response);
    expect(subject.receive(response)).to.deep.equal(["refuse sync-response: not-asked-for"]);
  });

  it("refuses a fork of the committed prefix, whole", () => {
    const { forge, subject } = replicaWithChain({ leaders: "c" }, 1, 2, 3);
    expect(subject.committed).to.deep.equal(["c@1"]);
    const fork = forge.chain("d", 1, 4, 5);
    subject.receive(forge.timeout("d", 6, { highQc: forge.qc(fork[2]) }));
    const pending = [...subject.state.blockTree.pendingBlocks.keys()];
    expect(subject.receive(forge.syncResponse("d", fork, 6))).to.deep.equal([
      "refuse sync-response: forks-from-the-committed-prefix",
    ]);
    expect([...subject.state.blockTree.pendingBlocks.keys()]).to.deep.equal(pending);
    expect(subject.committed).to.deep.equal(["c@1"]);
  });

  it("takes a branch above the committed root", () => {
    const { forge, subject, blocks } = replicaWithChain({ leaders: "c" }, 1, 2, 3);
    const branch = forge.block("d", 5, { on: forge.qc(blocks[0]) });
    subject.receive(forge.timeout("d", 6, { highQc: forge.qc(branch) }));
    expect(subject.receive(forge.syncResponse("d", [blocks[0], branch], 6))).to.deep.equal([
      "stop retry 0 of d@5",
    ]);
    expect(subject.state.blockTree.pendingBlocks.has(branch.id)).to.equal(true);
  });

  it("bug long_commit_chain: executes its own block again, on a parent that is gone", () => {
    const options = { leaders: "c", bugs: ["long_commit_chain"] } as const;
    const { forge, subject } = replicaWithChain(options, 1, 2, 3);
    const chain = forge.chain("c", 1, 2, 3, 4, 5);
    subject.receive(forge.timeout("d", 6, { highQc: forge.qc(chain[4]) }));
    subject.receive(forge.syncResponse("d", chain, 6));
    expect(subject.committed).to.deep.equal(["c@1", "c@2", "c@3", "c@4"]);
    const right = chain.map((block) => forge.stateAfter(block));
    const states = subject.ledger.entries().map(({ stateId }) => stateId);
    const agrees = states.map((state, index) => state === right[index]);
    expect(agrees).to.deep.equal([true, false, false, false]);
  });
});
