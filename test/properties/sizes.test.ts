/** How many honest votes the judges count, for every n, f and number of Byzantine identities. */
import { expect } from "chai";
import { certifiedUniqueness } from "../../lib/properties/safety/certified-uniqueness.js";
import { directCommitChain } from "../../lib/protocols/diembft/properties/direct-commit-chain.js";
import { judge } from "../../lib/properties/judge.js";
import type { Property } from "../../lib/protocol/judging/property.js";
import type { ReplicaId } from "../../lib/protocol/ids.js";
import type {
  NodeInfo,
  ObservedEvent,
  RunInfo,
} from "../../lib/protocol/judging/observed-event.js";
import { maxFaulty, validatorSet } from "../../lib/protocol/validators.js";
import { replicaNames, rosterNodes, rosterOf } from "../../lib/scenario/roster.js";
import { block, COMPLETED, qc, runInfo, type ChainBlock } from "./observed-events.js";

/** n replicas, of which the first t are twinned, under a bound of f. */
interface Size {
  readonly n: number;
  readonly f: number;
  readonly t: number;
}

function* sizes(): Generator<Size> {
  for (let n = 4; n <= 12; n++) {
    for (let f = 0; f <= maxFaulty(n); f++) for (let t = 0; t <= f + 1; t++) yield { n, f, t };
  }
}

interface Court {
  readonly given: RunInfo;
  readonly quorum: number;
  /** The honest, of whom none votes twice for blocks of one round. */
  readonly honest: readonly NodeInfo[];
  readonly byzantine: readonly ReplicaId[];
}

function courtOf({ n, f, t }: Size): Court {
  const names = replicaNames(n);
  const roster = rosterOf(names, names.slice(0, t), f);
  const validators = validatorSet(names, f);
  const nodes = rosterNodes(roster).map(({ id, replica }, index) => {
    return { id, index, replica, honest: !roster.twins.includes(replica) };
  });
  const given = runInfo({ nodes, validators });
  const honest = nodes.filter((node) => node.honest);
  return { given, honest, byzantine: roster.twins, quorum: validators.quorum };
}

function vote(node: NodeInfo, of: ChainBlock): ObservedEvent {
  const signs = [{ slot: `vote ${of.round}`, value: of.id }];
  const message = { type: "vote", round: of.round, sender: node.replica, block: of, signs };
  return { kind: "sent", at: 0, node, message };
}

/**
 * What is seen when these vote for a block: their votes, and a certificate if they can have one.
 */
function voted(
  monitor: Court,
  of: ChainBlock,
  voters: readonly NodeInfo[],
): readonly ObservedEvent[] {
  const { byzantine, quorum } = monitor;
  const votes = voters.map((node) => vote(node, of));
  const signers = [...voters.map(({ replica }) => replica), ...byzantine].slice(0, quorum);
  const [node] = voters;
  if (node === undefined || signers.length < quorum) return votes;
  return [...votes, { kind: "certified", at: 0, node, certificate: qc(of, signers.join(" ")) }];
}

function isViolated(
  property: Property<unknown>,
  { given }: Court,
  events: readonly ObservedEvent[],
): boolean {
  const monitor = judge([property], given);
  for (const observed of events) monitor.observe(observed);
  return monitor.verdicts(COMPLETED).get(property.name)?.status === "violated";
}

const x1 = block("x1", 1);
const y1 = block("y1", 1);
const x2 = block("x2", 2, x1);
const y3 = block("y3", 3, y1);
const y4 = block("y4", 4, y3);

const nameOf = ({ n, f, t }: Size): string => `n ${n}, f ${f}, ${t} twinned`;

describe("certified-uniqueness, whatever n and f", () => {
  it("accuses nobody while each honest replica votes once and at most f are Byzantine", () => {
    for (const size of sizes()) {
      const monitor = courtOf(size);
      const { honest } = monitor;
      if (size.t > size.f) continue;
      for (let first = 0; first <= honest.length; first++) {
        const events = [
          ...voted(monitor, x1, honest.slice(0, first)),
          ...voted(monitor, y1, honest.slice(first)),
        ];
        expect(isViolated(certifiedUniqueness, monitor, events), nameOf(size)).to.equal(false);
      }
    }
  });

  it("accuses nobody beside one certificate, even if more than f are Byzantine", () => {
    for (const size of sizes()) {
      const monitor = courtOf(size);
      const { honest, quorum, byzantine } = monitor;
      const signers = honest.slice(0, Math.max(1, quorum - byzantine.length));
      const others = honest.slice(signers.length);
      const events = [...voted(monitor, x1, signers), ...others.map((node) => vote(node, y1))];
      expect(isViolated(certifiedUniqueness, monitor, events), nameOf(size)).to.equal(false);
    }
  });

  it("needs quorum - f honest votes for the other block, and no more", () => {
    for (const size of sizes()) {
      const monitor = courtOf(size);
      const { honest, quorum } = monitor;
      if (size.t > size.f) continue;
      const certified = voted(monitor, x1, honest.slice(0, quorum));
      const enough = honest.slice(-(quorum - size.f)).map((node) => vote(node, y1));
      const told = (votes: readonly ObservedEvent[]): boolean =>
        isViolated(certifiedUniqueness, monitor, [...certified, ...votes]);
      expect(told(enough), nameOf(size)).to.equal(true);
      const few = enough.slice(1);
      expect(told(few), nameOf(size)).to.equal(false);
      expect(told([...few, ...few]), `${nameOf(size)}, votes told again`).to.equal(false);
    }
  });
});

describe("direct-commit-chain, whatever n and f", () => {
  it("needs quorum - f honest votes for a child on either branch, and no more", () => {
    for (const size of sizes()) {
      const monitor = courtOf(size);
      const { honest, quorum } = monitor;
      if (size.t > size.f) continue;
      const base = [x1, y3].flatMap((each) => honest.slice(0, 1).map((node) => vote(node, each)));
      const all = honest.map((node) => vote(node, y4));
      const enough = honest.slice(-(quorum - size.f)).map((node) => vote(node, x2));
      const told = (votes: readonly ObservedEvent[]): boolean =>
        isViolated(directCommitChain, monitor, [...base, ...votes, ...all]);
      expect(told(enough), nameOf(size)).to.equal(true);
      expect(told(enough.slice(1)), nameOf(size)).to.equal(false);
    }
  });
});
