/** Leader election by reputation: who may lead, and when somebody is elected. */
import { expect } from "chai";
import { sha256Digest } from "../../lib/crypto/sha256.js";
import type { Block } from "../../lib/protocols/diembft/messages/block.js";
import * as blockTree from "../../lib/protocols/diembft/block-tree.js";
import type { QC } from "../../lib/protocols/diembft/messages/certificates.js";
import { getLeader, updateLeaders } from "../../lib/protocols/diembft/leader-election.js";
import { progress } from "../../lib/protocols/diembft/state.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";

/** A link of a chain: who proposes it, and who signs for it. */
type Link = readonly [author: string, signers: string];

/**
 * A replica that has committed all but the last of a chain of consecutive blocks, and entered the
 * round after it; `qc` certifies the last.
 */
function after(links: readonly Link[], ids = "a b c d") {
  const forge = new Forge(undefined, ids);
  const subject = new TestReplica(forge, "a");
  const replica = subject.replica();
  let qc = forge.genesis.qc;
  for (const [index, [author, signers]] of links.entries()) {
    const block: Block = forge.block(author, index + 1, { on: qc });
    blockTree.executeAndInsert(replica, block);
    qc = forge.qc(block, signers);
    blockTree.processQc(replica, qc);
  }
  subject.state.pacemaker.currentRound = round(links.length + 1);
  return { forge, subject, replica, qc };
}

/** The leader elected of the round after next, by the paper's rule, from those who may be. */
function drawn(eligible: readonly string[], qc: QC): string | undefined {
  const hash = Number.parseInt(sha256Digest("leader", [qc.round]).slice(0, 12), 16);
  return eligible[hash % eligible.length];
}

function elected({ replica: replica, qc, subject }: ReturnType<typeof after>): string | undefined {
  updateLeaders(replica, qc);
  return subject.state.leaderElection.reputationLeaders.get(round(qc.round + 2));
}

const ALL = "a b c d";

/** Fourteen blocks of a, each signed by a, b and c; the one named by d, too. */
const fourteenWith = (named: number): readonly Link[] =>
  Array.from({ length: 14 }, (_, i) => ["a", i + 1 === named ? ALL : "a b c"]);

describe("LeaderElection.electReputationLeader", () => {
  interface Row {
    readonly shows: string;
    readonly links: readonly Link[];
    readonly ids?: string;
    readonly eligible: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      shows: "whoever signed and did not propose last",
      links: [
        ["a", ALL],
        ["b", ALL],
        ["c", ALL],
        ["d", ALL],
      ],
      eligible: ["a", "b", "d"],
    },
    {
      shows: "the last author is of the last committed block, not of the certified one",
      links: [
        ["a", ALL],
        ["b", ALL],
      ],
      eligible: ["b", "c", "d"],
    },
    {
      shows: "nobody who signed none of the QCs",
      links: [
        ["a", "a b c"],
        ["b", "a b c"],
        ["a", "a b c"],
      ],
      eligible: ["a", "c"],
    },
    {
      shows: "a signature on the last QC of the window is enough",
      links: fourteenWith(6),
      eligible: ["b", "c", "d"],
    },
    {
      shows: "a signature before the window is forgotten",
      links: fourteenWith(4),
      eligible: ["b", "c"],
    },
    {
      shows: "the paper's walk takes every second QC: those between do not count",
      links: fourteenWith(13),
      eligible: ["b", "c"],
    },
    {
      shows: "f distinct authors are left out, though one is before the window",
      ids: "a b c d e f g",
      links: [["b", "a b c d e"], ...Array.from({ length: 11 }, (): Link => ["a", "a b c d e"])],
      eligible: ["c", "d", "e"],
    },
  ];
  for (const { shows, links, ids, eligible } of rows) {
    it(`${shows}: one of ${eligible.join(" ")}`, () => {
      const run = after(links, ids);
      expect(elected(run)).to.equal(drawn(eligible, run.qc));
    });
  }

  it("elects nobody while a block of the walk is missing, and does when it is there", () => {
    const links = ["a", "b", "c"].map((author): Link => [author, ALL]);
    const { forge, subject, qc } = after(links);
    const behind = new TestReplica(forge, "b");
    behind.state.pacemaker.currentRound = round(4);
    const run = { forge, subject: behind, replica: behind.replica(), qc };
    expect(elected(run)).to.equal(undefined);
    for (const entry of subject.state.ledger.recent) behind.ledger.append(entry);
    expect(elected(run)).to.equal(drawn(["a", "c", "d"], qc));
  });

  it("elects nobody on the QC of the first block: no author is known", () => {
    expect(elected(after([["a", ALL]]))).to.equal(undefined);
  });
});

describe("LeaderElection.updateLeaders", () => {
  const links = ["a", "b", "c", "d", "a"].map((author): Link => [author, ALL]);
  const electedRounds = ({ subject }: ReturnType<typeof after>) => [
    ...subject.state.leaderElection.reputationLeaders.keys(),
  ];

  it("elects the leader of the round after the current one", () => {
    const run = after(links);
    updateLeaders(run.replica, run.qc);
    expect(electedRounds(run)).to.deep.equal([7]);
  });

  it("elects nobody unless the QC is of the round before", () => {
    const run = after(links);
    for (const current of [5, 7]) {
      run.subject.state.pacemaker.currentRound = round(current);
      updateLeaders(run.replica, run.qc);
    }
    expect(electedRounds(run)).to.deep.equal([]);
  });

  it("elects nobody over a gap, though the block below it is committed", () => {
    const run = after(links);
    const { forge, subject, replica: replica, qc } = run;
    const six = forge.block("b", 6, { on: qc });
    blockTree.executeAndInsert(replica, six);
    blockTree.processQc(replica, forge.qc(six));
    expect(subject.state.ledger.root.round).to.equal(5);
    subject.state.pacemaker.currentRound = round(10);
    updateLeaders(replica, forge.qc(forge.block("b", 9, { on: qc })));
    expect(electedRounds(run)).to.deep.equal([]);
  });

  it("elects once for a round, whatever QC of the round before comes next", () => {
    const run = after(links);
    const { reputationLeaders } = run.subject.state.leaderElection;
    reputationLeaders.set(round(7), replicaId("elected before"));
    updateLeaders(run.replica, run.qc);
    expect(reputationLeaders.get(round(7))).to.equal("elected before");
  });

  it("forgets the leaders of rounds that were left", () => {
    const run = after(links);
    for (const old of [2, 3, 4, 5]) {
      run.subject.state.leaderElection.reputationLeaders.set(round(old), replicaId("a"));
    }
    updateLeaders(run.replica, run.qc);
    expect(electedRounds(run)).to.deep.equal([5, 7]);
  });

  it("makes progress, even if one elected leader takes another's place", () => {
    const run = after(links);
    const { state } = run.subject;
    state.leaderElection.reputationLeaders.set(round(3), replicaId("a"));
    const before = progress(state);
    updateLeaders(run.replica, run.qc);
    expect(electedRounds(run)).to.deep.equal([7]);
    expect(progress(state)).to.not.equal(before);
  });

  it("leaves the leaders to a script where there is one", () => {
    const run = after(links);
    const { replica: replica, qc } = run;
    updateLeaders(
      { ...replica, context: { ...replica.context, leaderOf: () => replicaId("a") } },
      qc,
    );
    expect(electedRounds(run)).to.deep.equal([]);
  });
});

describe("LeaderElection.getLeader", () => {
  it("each validator for two rounds in turn, where nobody was elected", () => {
    const { replica: replica } = after([]);
    const leaders = Array.from({ length: 10 }, (_, index) => getLeader(replica, round(index + 1)));
    expect(leaders.join(" ")).to.equal("a b b c c d d a a b");
  });

  it("the elected leader, where there is one", () => {
    const { replica: replica, subject } = after([]);
    subject.state.leaderElection.reputationLeaders.set(round(3), replicaId("d"));
    expect([2, 3, 4].map((at) => getLeader(replica, round(at)))).to.deep.equal(["b", "d", "c"]);
  });

  it("the script's, before all others", () => {
    const { replica: replica, subject } = after([]);
    subject.state.leaderElection.reputationLeaders.set(round(3), replicaId("d"));
    const context = { ...replica.context, leaderOf: () => replicaId("c") };
    expect(getLeader({ ...replica, context }, round(3))).to.equal("c");
  });
});
