/** Runs without failures: every round proposes and commits, and leaders follow the election. */
import { expect } from "chai";
import { sha256Digest } from "../../lib/crypto/sha256.js";
import type { Block } from "../../lib/protocols/diembft/messages/block.js";
import type { LinkPolicy } from "../../lib/simulation/network/network.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { DELAY, runCluster, sentIn } from "./support/cluster.js";
import type { TestRun } from "./support/cluster.js";

const ROUNDS = 40;

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

/** Delays that differ from link to link and from round to round, all well below Δ. */
const uneven: LinkPolicy = {
  name: "uneven",
  apply: ({ from, to, message }, fate) =>
    typeof fate === "number"
      ? fate + ((from.index * 7 + to.index * 3 + message.round * 5) % 11) * 20
      : fate,
};

/** The block of each round, as proposed. */
const blocksOf = (ran: TestRun): readonly Block[] =>
  sentIn(ran).flatMap(([, message]) => (message.kind === "proposal" ? [message.block] : []));

/** Who leads a round by section 3.7, worked out from the chain that was proposed. */
function leaderByThePaper(blocks: readonly Block[], at: number, ids: readonly string[]): string {
  const seed = at - 2;
  const active = new Set<string>();
  const lastAuthors = new Set<string>();
  const excluded = Math.floor((ids.length - 1) / 3);
  // Rounds are consecutive, block r stands at r-1: a QC's block has a parent, whose QC comes next.
  for (let i = 0, qc = seed; qc > 1 && (i < 5 || lastAuthors.size < excluded); i++, qc -= 2) {
    if (i < 5) for (const signer of blocks[qc]?.qc.signers ?? []) active.add(signer);
    const author = blocks[qc - 2]?.author;
    if (author !== undefined && lastAuthors.size < excluded) lastAuthors.add(author);
  }
  const eligible = [...active].filter((id) => !lastAuthors.has(id)).sort();
  const hash = Number.parseInt(sha256Digest("leader", [seed]).slice(0, 12), 16);
  return eligible[hash % eligible.length] ?? roundRobin(ids, at);
}

const roundRobin = (ids: readonly string[], at: number): string =>
  ids[Math.floor(at / 2) % ids.length] ?? "";

const RUNS: readonly (readonly [shows: string, nodes: string, links: readonly LinkPolicy[]])[] = [
  ["4 replicas, equal delays", "a b c d", []],
  ["4 replicas, uneven delays", "a b c d", [uneven]],
  ["7 replicas, uneven delays", "a b c d e f g", [uneven]],
  ["5 replicas, which is not 3f+1", "a b c d e", [uneven]],
];

for (const [shows, names, links] of RUNS) {
  describe(`a healthy run with the protocol's own election: ${shows}`, () => {
    const ids = names.split(" ");
    const ran = runCluster({ nodes: names, links, lastRound: ROUNDS });
    const blocks = blocksOf(ran);

    it("completes, and no timer fires", () => {
      expect(ran.outcome.ending).to.deep.equal({ kind: "completed" });
      expect(ran.trace.filter(({ kind }) => kind === "fired")).to.deep.equal([]);
    });

    it("a block is proposed every round, on the one before", () => {
      expect(blocks.map(({ round }) => round)).to.deep.equal(upTo(ROUNDS + 1));
      for (const block of blocks) expect(block.parentRound).to.equal(block.round - 1);
    });

    it("a block commits every round, at every replica", () => {
      const chain = blocks.slice(0, ROUNDS - 1).map(({ id }) => id);
      for (const { ledger } of ran.nodes) {
        const committed = ledger.entries().map(({ id }) => id);
        expect(committed.slice(0, chain.length)).to.deep.equal(chain);
      }
    });

    it("the leaders are the paper's, and reputation elects most of them", () => {
      const expected = blocks.map(({ round }) => leaderByThePaper(blocks, round, ids));
      expect(blocks.map(({ author }) => author)).to.deep.equal(expected);
      const elected = blocks.filter(({ author, round }) => author !== roundRobin(ids, round));
      expect(elected.length).to.be.greaterThan(ROUNDS / 2);
    });

    it("all replicas agree on the leaders", () => {
      const elected = ran.nodes.map(({ state }) => state.leaderElection.reputationLeaders);
      const rounds = new Set(elected.flatMap((leaders) => [...leaders.keys()]));
      expect(rounds).to.not.be.empty;
      for (const round of rounds) {
        const leaders = elected.flatMap((each) => each.get(round) ?? []);
        expect(new Set(leaders).size, `round ${round}`).to.equal(1);
      }
    });
  });
}

describe("when blocks commit", () => {
  const ran = runCluster({
    leaderOf: (round) => replicaId("abcd".charAt(round % 4)),
    lastRound: 5,
  });
  const firstCommits = ran.trace.flatMap((entry) =>
    entry.kind === "effect" && entry.effect.kind === "commit" && entry.effect.entry.round === 1
      ? [`${entry.node.id} at ${entry.at}`]
      : [],
  );

  it("block 1: first at the leader of round 3, at the others when its proposal comes", () => {
    // A round takes two delays: the proposal out, the votes back.
    expect(firstCommits).to.deep.equal([
      `d at ${4 * DELAY}`,
      `a at ${5 * DELAY}`,
      `b at ${5 * DELAY}`,
      `c at ${5 * DELAY}`,
    ]);
  });
});
