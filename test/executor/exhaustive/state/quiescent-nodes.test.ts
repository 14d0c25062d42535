/** Which nodes are quiescent because no TC can form in their groups. */
import { expect } from "chai";
import { InFlight } from "../../../../executor/exhaustive/state/in-flight.js";
import { QuiescentNodes } from "../../../../executor/exhaustive/state/quiescent-nodes.js";
import { topologyOf } from "../../../../executor/run/world.js";
import { structuralSuite } from "../../../../lib/crypto/structural.js";
import { invariant } from "../../../../lib/protocol/assert.js";
import { GENESIS_ROUND } from "../../../../lib/protocol/ids.js";
import type { Round } from "../../../../lib/protocol/ids.js";
import type { RunSnapshot } from "../../../../lib/simulation/snapshot.js";
import { searchSpaceOf } from "../random-spaces.js";

/** A quorum of four replicas. */
const QUORUM = 3;

const { run: options, view } = searchSpaceOf({
  ...{ replicas: 4, twins: 1, rounds: 1 },
  choices: ["a: a b c d a'"],
});
invariant(view?.quiescence !== undefined, "quiescence is used");
const explorable = view;
const { quiescence } = view;
const topology = topologyOf(options.roster, options.protocol);

/** The ids of the quiescent nodes among those in these rounds, in one group or another. */
function quiescentIn(groups: string, rounds: Readonly<Record<string, number>>): string {
  const roundOf = (id: string): Round => (rounds[id] ?? 3) as Round;
  const states = topology.nodes.map(({ id }) => ({ round: roundOf(id) }));
  const run: RunSnapshot<object, object> = {
    nodes: states.map((state) => ({ state, round: state.round, halted: false, height: 0 })),
    scheduler: { now: 0, items: [] },
    ...{ held: [], started: states.length, events: 0, unfinishedNodes: 1, quiet: false },
    task: undefined,
  };
  const members = groups.split(" | ").map((group) => group.split(" "));
  const reach = (_: Round, index: number): number => {
    const own = members.find((group) => group.includes(topology.nodes[index]?.id ?? "")) ?? [];
    const reached = topology.nodes.filter(({ id }) => own.includes(id));
    return reached.reduce((mask, node) => mask | (1 << node.index), 0);
  };
  const found = new QuiescentNodes(run, new InFlight(run, options.protocol, topology.words), {
    ...{ topology, reach, graph: explorable.blockGraph(structuralSuite(), () => undefined) },
    explorable: {
      ...explorable,
      minSignableRound: (state) => states.find((each) => each === state)?.round ?? GENESIS_ROUND,
      usesRound: () => false,
      sendableCertificates: () => [],
      quiescence: {
        ...quiescence,
        hasNothingToDo: () => true,
        minCertificateRound: () => GENESIS_ROUND,
        lacksTimeouts: (_, senders) => senders.size < QUORUM,
        knowsCertificatesOf: () => true,
        ignoresTimeoutOf: () => false,
      },
    },
  });
  return topology.nodes.flatMap(({ id, index }) => (found.has(index) ? id : [])).join(" ");
}

describe("nodes that wait for timeouts", () => {
  const rows: readonly (readonly [shows: string, groups: string, quiescent: string])[] = [
    ["a group with a quorum may form a TC", "a b c | d a'", "d a'"],
    ["twins count once", "a b a' | c d", "a b c d a'"],
    ["a group of all", "a b c d a'", ""],
    ["a node alone", "a b c a' | d", "d"],
  ];
  for (const [shows, groups, quiescent] of rows) {
    it(`${shows}: ${groups}`, () => {
      expect(quiescentIn(groups, {})).to.equal(quiescent);
    });
  }

  it("are disturbed by a node that is still to enter their round", () => {
    expect(quiescentIn("a b | c d a'", { b: 2 })).to.equal("");
  });

  it("are disturbed by a node that has left it and does not ignore their timeouts", () => {
    expect(quiescentIn("c d | a b a'", { d: 4, a: 4 })).to.equal("");
  });
});
