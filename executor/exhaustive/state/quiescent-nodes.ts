/** Which nodes are quiescent (docs/soundness.md, lemma 2), and what of their rounds is compared. */
import type { Explorable, BlockGraph, Quiescence } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND, maxRound, minRound, nextRound } from "../../../lib/protocol/ids.js";
import type { Round } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { NodeSnapshot, RunSnapshot, PendingTask } from "../../../lib/simulation/snapshot.js";
import type { Topology } from "../../run/world.js";
import { statesByReplica } from "./states-by-replica.js";
import type { InFlight } from "./in-flight.js";

type Run = RunSnapshot<object, object>;

/** What is known of the network of a round. */
export interface RoundReachability {
  readonly topology: Topology;
  readonly explorable: Explorable<object, object>;
  readonly graph: BlockGraph;
  /**
   * Whom a node reaches by messages of a round, and who reaches it: a bit for each index. Undefined
   * where that is open, or messages are not governed by their rounds.
   */
  readonly reach: (round: Round, index: number) => number | undefined;
}

interface QuiescenceRules extends RoundReachability {
  readonly quiescence: Quiescence<object, object>;
}

/** What is left of an idle node's round. */
interface QuiescentNode {
  /** It signs nothing of a lower round. */
  readonly minSignableRound: Round;
  /** What tells its round from others, as far as anybody will notice. */
  readonly roundText: string;
}

/**
 * Which nodes are idle. A node is idle in its round if nobody in its reach sends it a message of
 * the round any more of which it would take notice, or takes notice of one, and its own timeout
 * brings it no further. Then nobody will ever know when, or whether, its timer fires, and it rests
 * until a message of a higher round comes.
 */
export class QuiescentNodes {
  /** Whatever comes to an idle node, but for sync, shows a QC of at least this round. */
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

  /** Below which an idle node signs nothing. */
  minSignableRound(index: number): Round | undefined {
    return this.#nodes.get(index)?.minSignableRound;
  }

  roundText(index: number): string | undefined {
    return this.#nodes.get(index)?.roundText;
  }

  /**
   * Between two rounds in which others hold QCs, one is as good as another, since nobody will be in
   * it or below; and none counts below the QC that the first message shows.
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

/** A run with its network, from which it is to be seen who rests. */
interface QuiescenceInputs {
  readonly run: Run;
  readonly inFlight: InFlight;
  readonly rules: QuiescenceRules;
  /** By node: whom it reaches in its round. */
  readonly reached: readonly (number | undefined)[];
  /** By node: the states of all nodes of its identity. */
  readonly statesByReplica: readonly (readonly object[])[];
}

/**
 * The most nodes of which each could rest if the others do: those that nobody disturbs, less those
 * whom somebody hears that does not rest.
 */
function findQuiescent(run: Run, inFlight: InFlight, rules: QuiescenceRules): ReadonlySet<number> {
  const { topology, reach } = rules;
  const reached = run.nodes.map(({ round }, index) => reach(round, index));
  const inputs = {
    ...{ run, inFlight, rules, reached },
    statesByReplica: statesByReplica(run.nodes, topology),
  };
  const quiescent = new Set<number>();
  for (const { index } of topology.nodes) if (hasNoInput(index, inputs)) quiescent.add(index);
  for (let before = 0; before !== quiescent.size;) {
    before = quiescent.size;
    for (const index of quiescent) {
      const isDisturbed = topology.nodes.some(
        (other) => other.index !== index && !cannotDisturb(other, index, quiescent, inputs),
      );
      if (isDisturbed) quiescent.delete(index);
    }
  }
  return quiescent;
}

/** Whether no message of its round is on its way near a node, and its own timeout does nothing. */
function hasNoInput(index: number, { run, inFlight, rules, reached }: QuiescenceInputs): boolean {
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
 * Whether another node neither sends a node messages of its round any more nor takes notice of one:
 * it has left the round, or rests in it, too, and both have counted each other's timeouts.
 */
function cannotDisturb(
  other: NodeInfo,
  index: number,
  quiescent: ReadonlySet<number>,
  { run, rules, reached, statesByReplica }: QuiescenceInputs,
): boolean {
  const { topology, explorable, quiescence, graph } = rules;
  const own = run.nodes[index];
  const theirs = run.nodes[other.index];
  const info = topology.nodes[index];
  if (own === undefined || theirs === undefined || info === undefined) return false;
  if (((reached[index] ?? -1) & (1 << other.index)) === 0) return true;
  const ignores = (to: NodeInfo, from: NodeInfo): boolean => {
    const state = run.nodes[to.index]?.state;
    const senderState = run.nodes[from.index]?.state;
    if (state === undefined || senderState === undefined) return false;
    const receiver = { state, peers: statesByReplica[to.index] ?? [] };
    return quiescence.ignoresTimeoutOf(
      receiver,
      { state: senderState, replica: from.replica },
      graph,
    );
  };
  if (theirs.round === own.round) {
    return quiescent.has(other.index) && ignores(other, info) && ignores(info, other);
  }
  return (
    theirs.round > own.round &&
    !explorable.usesRound(theirs.state, own.round) &&
    ignores(other, info)
  );
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

/** No vote, timeout or proposal of a lower round is on its way, or will be sent and count. */
const minLiveRound = (running: Nodes, inFlight: InFlight, { explorable }: QuiescenceRules): Round =>
  lowest([...running.map(({ state }) => explorable.minSignableRound(state)), ...inFlight.rounds]) ??
  GENESIS_ROUND;

/** The rounds of QCs that may be shown, ascending. */
function certifiedRounds(
  running: Nodes,
  { messages }: InFlight,
  { explorable, graph }: QuiescenceRules,
): readonly Round[] {
  const blocks = [
    ...running.flatMap(({ state }) => explorable.sendableCertificates(state)),
    ...messages.flatMap((message) => explorable.messageCertificates(message)),
  ];
  return blocks.map((block) => graph.roundOf(block)).sort((a, b) => a - b);
}

function lowest([first, ...others]: readonly Round[]): Round | undefined {
  return first === undefined ? undefined : others.reduce(minRound, first);
}
