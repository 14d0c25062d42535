/** A timeout that quiescence takes for ignored changes nothing at its receiver. */
import { expect } from "chai";
import fc from "fast-check";
import { idealHasher, structuralSuite } from "../../lib/crypto/structural.js";
import { canonicalText } from "../../lib/explore/canonical.js";
import { clone } from "../../lib/explore/clone.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import type { Encodable } from "../../lib/protocol/crypto.js";
import { DiemBlockGraph } from "../../lib/protocols/diembft/block-graph.js";
import type { DiemMessage } from "../../lib/protocols/diembft/messages/messages.js";
import type { DiemProtocol } from "../../lib/protocols/diembft/protocol.js";
import { incompleteTcs } from "../../lib/protocols/diembft/reductions/incomplete-tcs.js";
import { liveVariables } from "../../lib/protocols/diembft/reductions/live-variables.js";
import { ignoresTimeoutOf, quiescence } from "../../lib/protocols/diembft/reductions/quiescence.js";
import { correctRules } from "../../lib/protocols/diembft/rules.js";
import type { DiemState } from "../../lib/protocols/diembft/state.js";
import type { Receiver, StateView } from "../../lib/protocol/explorable.js";
import { replicaId } from "../../lib/protocol/ids.js";
import type { LinkPolicy } from "../../lib/simulation/network/network.js";
import { runCluster } from "./support/cluster.js";

const NAMES = ["a", "b", "c", "d", "d'"];
const ROUNDS = 6;

/** One group, one node apart, both twins apart, or any two groups: a bit for each node. */
const groups = fc.oneof(
  fc.constant(0),
  fc.constantFrom(1, 2, 4, 8, 16, 24),
  fc.constantFrom(1, 2),
  fc.nat(31),
);

/** For each round: its leader, the groups of the nodes, and who gets no message of one type. */
const rounds = fc.array(
  fc.record({
    ...{ leader: fc.constantFrom("a", "b", "d"), groups, deprived: fc.nat(4) },
    lost: fc.constantFrom("proposal", "vote", "timeout", "none"),
  }),
  { minLength: ROUNDS, maxLength: ROUNDS },
);

type Plan = typeof rounds extends fc.Arbitrary<(infer Round)[]> ? Round : never;

interface Participant {
  readonly state: DiemState;
  readonly context: ReplicaContext;
}

/** Looks at all nodes after each timer and each timeout of any of them. */
const watched =
  (look: (nodes: readonly Participant[], protocol: DiemProtocol) => void) =>
  (protocol: DiemProtocol): DiemProtocol => {
    const nodes: Participant[] = [];
    return {
      ...protocol,
      init(context) {
        const state = protocol.init(context);
        nodes.push({ state, context });
        return state;
      },
      handle(state, event, context) {
        const effects = protocol.handle(state, event, context);
        const isTimeout = event.kind === "message" && event.message.kind === "timeout";
        if (isTimeout || event.kind === "timer") look(nodes, protocol);
        return effects;
      },
    };
  };

/** The timeout that a node would send now, if it would send one. */
function timeoutOf(
  { state, context }: Participant,
  protocol: DiemProtocol,
): DiemMessage | undefined {
  const { currentRound } = state.pacemaker;
  const timer = { name: "timer", round: currentRound };
  const effects = protocol.handle(clone(state), { kind: "timer", timer }, context);
  return effects.flatMap((effect) => (effect.kind === "broadcast" ? effect.message : []))[0];
}

/** What happens in the rounds of a run with these partitions and losses. */
function runWith(
  plan: readonly Plan[],
  look: (nodes: readonly Participant[], protocol: DiemProtocol, graph: DiemBlockGraph) => void,
): void {
  const preimages = new Map<string, readonly Encodable[]>();
  const suite = structuralSuite(
    idealHasher((digest, fields) => void preimages.set(digest, fields)),
  );
  const graph = new DiemBlockGraph(suite, (digest) => preimages.get(digest));
  const partitions: LinkPolicy = {
    name: "partitions",
    apply({ from, to, message }, fate) {
      const { groups = 0, deprived = 0, lost = "none" } = plan[message.round - 1] ?? {};
      const isCut = ((groups >> from.index) & 1) !== ((groups >> to.index) & 1);
      const isLost = deprived === to.index && message.type === lost;
      return isCut || isLost ? { kind: "lost", because: "partitions" } : fate;
    },
  };
  const failures: unknown[] = [];
  runCluster({
    nodes: NAMES.join(" "),
    suite,
    links: [partitions],
    lastRound: ROUNDS + 2,
    leaderOf: (round) => replicaId(plan[round - 1]?.leader ?? "b"),
    observed: watched((nodes, protocol) => {
      try {
        look(nodes, protocol, graph);
      } catch (failure) {
        failures.push(failure);
      }
    }),
  });
  // What is thrown in a replica is a crash of the run, and would not be seen.
  if (failures[0] instanceof Error) throw failures[0];
}

/** A participant as the receiver of a message. */
const receiverOf = (
  { state, context }: Participant,
  nodes: readonly Participant[],
): Receiver<DiemState> => ({
  state,
  peers: nodes.flatMap((node) => (node.context.self === context.self ? [node.state] : [])),
});

describe("a timeout that quiescence takes for ignored", function () {
  this.timeout(120_000);

  it("changes nothing at its receiver, whatever the partitions and losses (law)", () => {
    let ignored = 0;
    const law = fc.property(rounds, (plan) => {
      runWith(plan, (nodes, protocol, graph) => {
        for (const sender of nodes) {
          const replica = sender.context.self;
          const deaf = nodes.filter((node) => {
            const isOther = node.context.self !== replica;
            const receiver = receiverOf(node, nodes);
            return isOther && ignoresTimeoutOf(receiver, { ...sender, replica }, graph);
          });
          const message = deaf.length === 0 ? undefined : timeoutOf(sender, protocol);
          if (message === undefined) continue;
          for (const { state, context } of deaf) {
            const after = clone(state);
            const effects = protocol.handle(
              after,
              { kind: "message", from: replica, message },
              context,
            );
            expect(effects).to.deep.equal([]);
            expect(canonicalText(after)).to.equal(canonicalText(state));
            ignored++;
          }
        }
      });
    });
    fc.assert(law, { numRuns: 20 });
    expect(ignored).to.be.greaterThan(100);
  });
});

/** The others of a node's group that are in its round. */
const othersInRound = (
  node: Participant,
  nodes: readonly Participant[],
  plan: readonly Plan[],
): readonly Participant[] => {
  const { currentRound } = node.state.pacemaker;
  const side = (one: Participant): number =>
    ((plan[currentRound - 1]?.groups ?? 0) >> nodes.indexOf(one)) & 1;
  return nodes.filter(
    (other) =>
      other !== node &&
      other.state.pacemaker.currentRound === currentRound &&
      side(other) === side(node),
  );
};

/** What quiescence compares, and what only a TC changes. */
const lasting = ({ main, ledger, blockTree, pacemaker, sync }: DiemState): string =>
  canonicalText([main, ledger, blockTree, pacemaker.currentRound, pacemaker.lastRoundTc, sync]);

describe("the timeouts of a group in which no TC can form", function () {
  this.timeout(120_000);

  it("change nothing that lasts, all of them together (law)", () => {
    const view = [liveVariables, quiescence, incompleteTcs]
      .map((reduction) => reduction(correctRules))
      .reduce<StateView<DiemState, DiemMessage>>(
        (left, reduction) => reduction.apply(left),
        undefined,
      );
    let delivered = 0;
    const law = fc.property(rounds, (plan) => {
      runWith(plan, (nodes, protocol, graph) => {
        for (const node of nodes) {
          const others = othersInRound(node, nodes, plan);
          const identities = new Set([node, ...others].map(({ context }) => context.self));
          const { validators } = node.context;
          const lacks = view?.quiescence?.lacksTimeouts(node.state, identities, validators);
          if (view?.quiescence === undefined || lacks !== true) continue;
          const after = clone(node.state);
          for (const sender of [node, ...others]) {
            const replica = sender.context.self;
            const receiver = receiverOf(node, nodes);
            if (!view.quiescence.knowsCertificatesOf(receiver, { ...sender, replica }, graph)) {
              continue;
            }
            const message = timeoutOf(sender, protocol);
            if (message === undefined) continue;
            protocol.handle(after, { kind: "message", from: replica, message }, node.context);
            delivered++;
          }
          expect(lasting(after)).to.equal(lasting(node.state));
        }
      });
    });
    fc.assert(law, { numRuns: 20 });
    expect(delivered).to.be.greaterThan(100);
  });
});
