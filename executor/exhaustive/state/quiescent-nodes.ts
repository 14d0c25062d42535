/** Which nodes are quiescent (docs/soundness.md, lemma 2), and what of their rounds is compared. */
import type { Explorable, BlockGraph, Quiescence } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND, maxRound, minRound, nextRound } from "../../../lib/protocol/ids.js";
import type { BlockId, ReplicaId, Round } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { NodeSnapshot, RunSnapshot, PendingTask } from "../../../lib/simulation/snapshot.js";
import type { Topology } from "../../run/world.js";
import { statesByReplica } from "./states-by-replica.js";
import type { InFlight } from "./in-flight.js";

type Run = RunSnapshot<object, object>;

/** Which nodes reach which in a round. */
export interface RoundReachability {
  readonly topology: Topology;
  readonly explorable: Explorable<object, object>;
  readonly graph: BlockGraph;
  /**
   * The nodes that a node reaches by messages of a round, and that reach it: a bit for each index.
   * Undefined if not yet chosen, or if messages are not governed by their rounds.
   */
  readonly reach: (round: Round, index: number) => number | undefined;
}

interface QuiescenceRules extends RoundReachability {
  readonly quiescence: Quiescence<object, object>;
}

/** What is compared of the round of a quiescent node. */
interface QuiescentNode {
  /** The node signs nothing of a lower round. */
  readonly minSignableRound: Round;
  /** Equal for rounds that no other node can tell apart. */
  readonly roundText: string;
}

/**
 * The quiescent nodes of a stopped run. A node is quiescent in its round if no node that it reaches
 * will send it a message of that round that it does not ignore, or will react to one from it, and
 * its own timeout changes nothing. No other node can then observe whether its timer fires, until a
 * message of a higher round arrives.
 */
export class QuiescentNodes {
  /**
   * Every future message to a quiescent node, except block sync, has a QC of at least this round.
   */
  readonly minCertificateRound: Round;
  readonly #nodes = new Map<number, QuiescentNode>();

  constructor(run: Run, inFlight: InFlight, reachability: RoundReachability) {
    const { quiescence } = reachability.explorable;
    if (quiescence === undefined) {
      this.minCertificateRound = GENESIS_ROUND;
      return;
    }
    const rules = { ...reachability, quiescence };
    const quiescent = findQuiescent(run, inFlight, rules);
    if (quiescent.size === 0) {
      this.minCertificateRound = GENESIS_ROUND;
      return;
    }
    const running = run.nodes.filter((_, index) => !quiescent.has(index));
    this.minCertificateRound = minCertificateRound(run, running, inFlight, rules);
    const minLive = minLiveRound(running, inFlight, rules);
    const certified = certifiedRounds(running, inFlight, rules);
    for (const index of quiescent) {
      const round = run.nodes[index]?.round ?? GENESIS_ROUND;
      this.#nodes.set(index, this.#quiescentNode(round, minLive, certified));
    }
  }

  has(index: number): boolean {
    return this.#nodes.has(index);
  }

  /** A quiescent node signs nothing below this round; undefined for other nodes. */
  minSignableRound(index: number): Round | undefined {
    return this.#nodes.get(index)?.minSignableRound;
  }

  roundText(index: number): string | undefined {
    return this.#nodes.get(index)?.roundText;
  }

  /**
   * Rounds between two in which others hold QCs are equivalent, since no node will be in them or
   * below; rounds below the QC of the first message to come are, too.
   */
  #quiescentNode(round: Round, minLive: Round, certified: readonly Round[]): QuiescentNode {
    if (round <= this.minCertificateRound) {
      return { minSignableRound: nextRound(this.minCertificateRound), roundText: "" };
    }
    if (round >= minLive) return { minSignableRound: nextRound(round), roundText: String(round) };
    const next = certified.find((each) => each >= round);
    const entered = next === undefined ? minLive : minRound(nextRound(next), minLive);
    const minSignableRound = maxRound(nextRound(this.minCertificateRound), entered);
    return { minSignableRound, roundText: `<${next ?? ""}` };
  }
}

/** Everything that decides which nodes of a run have no input. */
interface StoppedRun {
  readonly run: Run;
  readonly inFlight: InFlight;
  readonly rules: QuiescenceRules;
  /** By node index: the nodes that it reaches in its round. */
  readonly reached: readonly (number | undefined)[];
  /** By node index: whether no TC of its round can form at it. */
  readonly lackTimeouts: readonly boolean[];
}

/** Everything that decides which nodes of a run are quiescent. */
interface QuiescenceInputs extends StoppedRun {
  /** By node index: the states of all nodes of its identity. */
  readonly statesByReplica: readonly (readonly object[])[];
}

/**
 * The greatest set of nodes each of which is quiescent if the others are: starts with all nodes
 * without input, and removes those that a node outside the set can disturb.
 */
function findQuiescent(run: Run, inFlight: InFlight, rules: QuiescenceRules): ReadonlySet<number> {
  const { topology, reach } = rules;
  const reached = run.nodes.map(({ round }, index) => reach(round, index));
  const quiescent = new Set<number>();
  const lackTimeouts = run.nodes.map((_, index) => lacksTimeouts(index, run, { rules, reached }));
  const stopped = { run, inFlight, rules, reached, lackTimeouts };
  for (const { index } of topology.nodes) if (hasNoInput(index, stopped)) quiescent.add(index);
  if (quiescent.size === 0) return quiescent;
  const inputs = { ...stopped, statesByReplica: statesByReplica(run.nodes, topology) };
  for (let before = 0; before !== quiescent.size;) {
    before = quiescent.size;
    for (const index of quiescent) {
      if (isDisturbed(index, quiescent, inputs)) quiescent.delete(index);
    }
  }
  return quiescent;
}

/**
 * Whether the timeouts that a node has counted, and those that the nodes in its group may still
 * send, are too few for a TC of its round.
 */
function lacksTimeouts(
  index: number,
  { nodes }: Run,
  { rules, reached }: Pick<StoppedRun, "rules" | "reached">,
): boolean {
  const { topology, quiescence } = rules;
  const own = nodes[index];
  const reachable = reached[index];
  if (own === undefined || reachable === undefined) return false;
  const senders = new Set<ReplicaId>();
  for (const other of topology.nodes) {
    const isInRound = nodes[other.index]?.round === own.round;
    if (isInRound && (reachable & (1 << other.index)) !== 0) senders.add(other.replica);
  }
  return quiescence.lacksTimeouts(own.state, senders, topology.validators);
}

function isDisturbed(
  index: number,
  quiescent: ReadonlySet<number>,
  inputs: QuiescenceInputs,
): boolean {
  for (const other of inputs.rules.topology.nodes) {
    if (other.index !== index && !cannotDisturb(other, index, quiescent, inputs)) return true;
  }
  return false;
}

/**
 * Whether no message of the node's round is in flight in its group, and its own timeout changes
 * nothing.
 */
function hasNoInput(index: number, { run, inFlight, rules, reached }: StoppedRun): boolean {
  const { topology, explorable, quiescence } = rules;
  const node = run.nodes[index];
  const info = topology.nodes[index];
  const reachable = reached[index];
  if (node === undefined || info === undefined || reachable === undefined) return false;
  return (
    (run.task?.node.index !== index || isTimeout(run.task)) &&
    explorable.minSignableRound(node.state) === node.round &&
    (inFlight.receivers(node.round) & reachable) === 0 &&
    quiescence.hasNothingToDo(node.state, info.replica, topology.validators)
  );
}

/**
 * Whether another node will neither send a node messages of its round nor react to one: it ignores
 * the node's timeout, and has left the round or is quiescent in it, too. In the latter case the
 * node ignores its timeout as well: groups are symmetric, so that the same holds the other way
 * round, or the other would not be quiescent.
 */
function cannotDisturb(
  other: NodeInfo,
  index: number,
  quiescent: ReadonlySet<number>,
  { run, rules, reached, lackTimeouts, statesByReplica }: QuiescenceInputs,
): boolean {
  const { topology, explorable, quiescence, graph } = rules;
  const own = run.nodes[index];
  const theirs = run.nodes[other.index];
  const info = topology.nodes[index];
  if (own === undefined || theirs === undefined || info === undefined) return false;
  if (((reached[index] ?? -1) & (1 << other.index)) === 0) return true;
  const hasNothingToSend =
    theirs.round === own.round
      ? quiescent.has(other.index)
      : theirs.round > own.round && !explorable.usesRound(theirs.state, own.round);
  const receiver = { state: theirs.state, peers: statesByReplica[other.index] ?? [] };
  const sender = { state: own.state, replica: info.replica };
  if (!hasNothingToSend) return false;
  return theirs.round === own.round && lackTimeouts[other.index] === true
    ? quiescence.knowsCertificatesOf(receiver, sender, graph)
    : quiescence.ignoresTimeoutOf(receiver, sender, graph);
}

const isTimeout = ({ event }: PendingTask<object>): boolean =>
  event?.kind === "timer" && event.timer.round !== undefined;

type Nodes = readonly NodeSnapshot<object>[];

function minCertificateRound(
  { held }: Run,
  running: Nodes,
  { messages }: InFlight,
  { quiescence }: QuiescenceRules,
): Round {
  if (held.length > 0) return GENESIS_ROUND;
  const rounds = [
    ...messages.flatMap((message) => quiescence.messageCertificateRound(message) ?? []),
    ...running.map(({ state }) => quiescence.minCertificateRound(state)),
  ];
  return lowest(rounds) ?? GENESIS_ROUND;
}

/** No vote, timeout or proposal of a lower round is in flight, or will be sent and matter. */
const minLiveRound = (running: Nodes, inFlight: InFlight, { explorable }: QuiescenceRules): Round =>
  lowest([...running.map(({ state }) => explorable.minSignableRound(state)), ...inFlight.rounds]) ??
  GENESIS_ROUND;

/** The rounds of the QCs that can still be sent, ascending. */
function certifiedRounds(
  running: Nodes,
  { messages }: InFlight,
  { explorable, graph }: QuiescenceRules,
): readonly Round[] {
  const rounds: Round[] = [];
  const note = (blocks: readonly BlockId[]): void => {
    for (const block of blocks) rounds.push(graph.roundOf(block));
  };
  for (const { state } of running) note(explorable.sendableCertificates(state));
  for (const message of messages) note(explorable.messageCertificates(message));
  return rounds.sort((a, b) => a - b);
}

function lowest([first, ...others]: readonly Round[]): Round | undefined {
  return first === undefined ? undefined : others.reduce(minRound, first);
}
