/** A small cluster for laws: replicas that tolerate one fault, a twin, and scripted rounds. */
import { structuralSuite } from "../crypto/structural.js";
import { propertiesOf } from "../properties/all.js";
import { judge } from "../properties/judge.js";
import type { Verdicts } from "../properties/judge.js";
import { nodeId, replicaId, round } from "../protocol/ids.js";
import type { ReplicaId, Round } from "../protocol/ids.js";
import type { NodeInfo, ObservedEvent, RunInfo } from "../protocol/judging/observed-event.js";
import { MessageWords } from "../protocol/message-words.js";
import type { Protocol } from "../protocol/protocol.js";
import { validatorSet } from "../protocol/validators.js";
import { MemoryLedger } from "../simulation/ledger.js";
import { fixedDelay, lastRoundLink } from "../simulation/network/network.js";
import type { LinkPolicy } from "../simulation/network/network.js";
import { simulate } from "../simulation/simulation.js";
import { judgedEnding } from "../simulation/world.js";
import type { NodeSpec, Outcome } from "../simulation/world.js";

/** By default, 3f+1 with f = 1. */
const REPLICAS = 4;
const CODE_OF_A = 97;
const DELTA = 800;
const DELAY = 100;
/** The rounds that follow the scripted ones, all connected and led by honest replicas. */
const STABILIZATION = 7;
const LIMITS = { events: 20_000, time: 3_600_000 };

/** One scripted round. */
export interface SmallRound {
  /** The leader's place among the replicas. */
  readonly leader: number;
  /** The group of each node, a's twin last: messages of the round stay in their group. */
  readonly groups: readonly number[];
}

/** The replicas with which a protocol tolerates one that is faulty. */
export const replicasOf = ({
  replicas,
}: Pick<Protocol<never, never>, "replicas">): readonly ReplicaId[] =>
  Array.from({ length: replicas?.(1) ?? REPLICAS }, (_, index) =>
    replicaId(String.fromCharCode(CODE_OF_A + index)),
  );

/** A scenario of few replicas and few rounds. */
export interface SmallScenario {
  /** Whether a has a twin: neither is honest then. */
  readonly twin: boolean;
  readonly rounds: readonly SmallRound[];
}

/** Nobody is faulty, and nothing is scripted. */
export const QUIET: SmallScenario = { twin: false, rounds: [] };

/** A scenario on one line: for each round its leader, and who can talk to whom. */
export function scenarioWords({ twin, rounds }: SmallScenario): string {
  const [first] = rounds;
  const size = first === undefined ? REPLICAS : first.groups.length - 1;
  const names = namesOf(replicasOf({ replicas: () => size }), twin);
  const words = rounds.map(({ leader, groups }) => {
    const members = [...new Set(groups)].map((group) =>
      names.filter((_, index) => groups[index] === group).join(" "),
    );
    return `${names[leader] ?? ""}: ${members.filter((list) => list !== "").join(" | ")}`;
  });
  return `${twin ? "a has a twin" : "no twin"}; ${words.join("; ")}`;
}

const namesOf = (replicas: readonly ReplicaId[], twin: boolean): readonly string[] => [
  ...replicas,
  ...(twin ? ["a'"] : []),
];

/** What became of a small scenario. */
export interface SmallResult {
  readonly outcome: Outcome;
  readonly verdicts: Verdicts;
  readonly nodes: readonly NodeSpec[];
  readonly observed: readonly ObservedEvent[];
}

/** Who leads a round: in one that is not scripted, any but the first replica. */
const leaderIn =
  (replicas: readonly ReplicaId[], rounds: readonly SmallRound[]) =>
  (r: Round): ReplicaId => {
    const scripted = rounds[r - 1];
    const list = scripted === undefined ? replicas.slice(1) : replicas;
    return list[(scripted?.leader ?? r) % list.length] ?? replicaId("a");
  };

/** The nodes of a world, each with a ledger of its own. */
export function smallNodes<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  { twin, rounds }: SmallScenario,
): readonly NodeSpec[] {
  const replicas = replicasOf(protocol);
  const names = namesOf(replicas, twin);
  const validators = validatorSet(replicas, 1, protocol.quorum?.(replicas.length, 1));
  const crypto = structuralSuite();
  const memo = new Map<object, string>();
  return names.map((name, index) => {
    const replica = replicaId(name.charAt(0));
    const info: NodeInfo = {
      ...{ id: nodeId(name), index, replica },
      honest: !twin || index % replicas.length > 0,
    };
    const ledger = new MemoryLedger();
    const context = {
      ...{ self: replica, validators, crypto, signer: crypto.signerOf(replica), ledger, memo },
      ...{ delta: DELTA, leaderOf: leaderIn(replicas, rounds) },
      transactions: (r: Round) => [`${name}@${r}`],
    };
    return { info, context, ledger };
  });
}

/** Runs a small scenario and judges it. Equal arguments give equal results. */
export function runSmall<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  scenario: SmallScenario,
  onMessage?: (from: ReplicaId, message: M) => void,
): SmallResult {
  const { rounds } = scenario;
  const replicas = replicasOf(protocol);
  const nodes = smallNodes(protocol, scenario);
  const infos = nodes.map(({ info }) => info);
  const [first] = nodes;
  const runInfo: RunInfo = {
    ...{ nodes: infos, messageTypes: protocol.messageTypes, delta: DELTA },
    assumes: protocol.assumes,
    validators: first?.context.validators ?? validatorSet(replicas),
    ...{ scriptedRounds: rounds.length, stabilizationRounds: STABILIZATION },
    ...{ stableFrom: round(rounds.length + 1), declaredStable: false },
    leaderOf: leaderIn(replicas, rounds),
    quorumless: () => false,
  };
  const monitor = judge(propertiesOf(protocol), runInfo);
  const observed: ObservedEvent[] = [];
  const words = new MessageWords(protocol.messageTypes);
  const lastRound = round(rounds.length + STABILIZATION);
  const outcome = simulate<S, M>({
    ...{ protocol, nodes, limits: LIMITS, lastRound },
    links: [fixedDelay(DELAY), partitioned(rounds), lastRoundLink(lastRound, words)],
    judge: (event) => {
      monitor.observe(event);
      observed.push(event);
    },
    trace: (entry) => {
      if (entry.kind === "delivered") onMessage?.(entry.from.replica, entry.payload);
    },
  });
  const verdicts = monitor.verdicts({ ending: outcome.ending.kind, at: outcome.at });
  const ending = judgedEnding(outcome.ending, monitor.failure);
  return { outcome: { ...outcome, ending }, verdicts, nodes, observed };
}

const partitioned = (rounds: readonly SmallRound[]): LinkPolicy => ({
  name: "partition",
  apply({ from, to, message }, fate) {
    const groups = rounds[message.round - 1]?.groups;
    if (groups === undefined || groups[from.index] === groups[to.index]) return fate;
    return { kind: "lost", because: "another group" };
  },
});
