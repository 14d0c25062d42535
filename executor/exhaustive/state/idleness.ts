/** Which nodes are quiescent (docs/soundness.md, lemma 2), and what of their rounds is compared. */
import type { Explorable, Lineage, Quiescence } from "../../../lib/protocol/explorable.js";
import { GENESIS_ROUND, maxRound, minRound, nextRound } from "../../../lib/protocol/ids.js";
import type { Round } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { NodeSnapshot, RunSnapshot, PendingTask } from "../../../lib/simulation/snapshot.js";
import type { Topology } from "../../run/world.js";
import { peersOf } from "./peers.js";
import type { Traffic } from "./traffic.js";

type Run = RunSnapshot<object, object>;

/** What is known of the network of a round. */
export interface Known {
  readonly cast: Topology;
  readonly explorable: Explorable<object, object>;
  readonly lineage: Lineage;
  /**
   * Whom a node reaches by messages of a round, and who reaches it: a bit for each index. Undefined
   * where that is open, or messages are not governed by their rounds.
   */
  readonly reach: (round: Round, index: number) => number | undefined;
}

interface Surroundings extends Known {
  readonly quiescence: Quiescence<object, object>;
}

/** What is left of an idle node's round. */
interface Rest {
  /** It signs nothing of a lower round. */
  readonly floor: Round;
  /** What tells its round from others, as far as anybody will notice. */
  readonly place: string;
}

/**
 * Which nodes are idle. A node is idle in its round if nobody in its reach sends it a message of
 * the round any more of which it would take notice, or takes notice of one, and its own timeout
 * brings it no further. Then nobody will ever know when, or whether, its timer fires, and it rests
 * until a message of a higher round comes.
 */
export class Idleness {
  /** Whatever comes to an idle node, but for sync, shows a QC of at least this round. */
  readonly shown: Round;
  readonly #rests = new Map<number, Rest>();

  constructor(run: Run, traffic: Traffic, known: Known) {
    const { quiescence } = known.explorable;
    if (quiescence === undefined) {
      this.shown = GENESIS_ROUND;
      return;
    }
    const around = { ...known, quiescence };
    const idle = idleNodes(run, traffic, around);
    const busy = run.nodes.filter((_, index) => !idle.has(index));
    this.shown = leastShown(run, busy, traffic, around);
    const active = leastActive(busy, traffic, around);
    const certified = certifiedRounds(busy, traffic, around);
    for (const index of idle) {
      const round = run.nodes[index]?.round ?? GENESIS_ROUND;
      this.#rests.set(index, this.#restOf(round, active, certified));
    }
  }

  has(index: number): boolean {
    return this.#rests.has(index);
  }

  /** Below which an idle node signs nothing. */
  floorOf(index: number): Round | undefined {
    return this.#rests.get(index)?.floor;
  }

  placeOf(index: number): string | undefined {
    return this.#rests.get(index)?.place;
  }

  /**
   * Between two rounds in which others hold QCs, one is as good as another, since nobody will be in
   * it or below; and none counts below the QC that the first message shows.
   */
  #restOf(round: Round, active: Round, certified: readonly Round[]): Rest {
    if (round <= this.shown) return { floor: nextRound(this.shown), place: "" };
    if (round >= active) return { floor: nextRound(round), place: String(round) };
    const next = certified.find((each) => each >= round);
    const entered = next === undefined ? active : minRound(nextRound(next), active);
    const floor = maxRound(nextRound(this.shown), entered);
    return { floor, place: `<${next ?? ""}` };
  }
}

/** A run with its network, from which it is to be seen who rests. */
interface Scene {
  readonly run: Run;
  readonly traffic: Traffic;
  readonly around: Surroundings;
  /** By node: whom it reaches in its round. */
  readonly reached: readonly (number | undefined)[];
  /** By node: the states of all nodes of its identity. */
  readonly peers: readonly (readonly object[])[];
}

/**
 * The most nodes of which each could rest if the others do: those that nobody disturbs, less those
 * whom somebody hears that does not rest.
 */
function idleNodes(run: Run, traffic: Traffic, around: Surroundings): ReadonlySet<number> {
  const { cast, reach } = around;
  const reached = run.nodes.map(({ round }, index) => reach(round, index));
  const scene = { run, traffic, around, reached, peers: peersOf(run.nodes, cast) };
  const idle = new Set<number>();
  for (const { index } of cast.nodes) if (isLeftAlone(index, scene)) idle.add(index);
  for (let before = 0; before !== idle.size;) {
    before = idle.size;
    for (const index of idle) {
      const isHeard = cast.nodes.some(
        (other) => other.index !== index && !isDone(other, index, idle, scene),
      );
      if (isHeard) idle.delete(index);
    }
  }
  return idle;
}

/** Whether no message of its round is on its way near a node, and its own timeout does nothing. */
function isLeftAlone(index: number, { run, traffic, around, reached }: Scene): boolean {
  const { cast, explorable, quiescence } = around;
  const node = run.nodes[index];
  const info = cast.nodes[index];
  const mine = reached[index];
  if (node === undefined || info === undefined || mine === undefined) return false;
  return (
    (run.task?.node.index !== index || isTimeout(run.task)) &&
    explorable.floor(node.state) === node.round &&
    (traffic.receivers(node.round) & mine) === 0 &&
    quiescence.hasNothingToDo(node.state, info.replica, cast.validators)
  );
}

/**
 * Whether another node neither sends a node messages of its round any more nor takes notice of one:
 * it has left the round, or rests in it, too, and both have counted each other's timeouts.
 */
function isDone(
  other: NodeInfo,
  index: number,
  idle: ReadonlySet<number>,
  { run, around, reached, peers }: Scene,
): boolean {
  const { cast, explorable, quiescence, lineage } = around;
  const speaker = run.nodes[index];
  const listener = run.nodes[other.index];
  const info = cast.nodes[index];
  if (speaker === undefined || listener === undefined || info === undefined) return false;
  if (((reached[index] ?? -1) & (1 << other.index)) === 0) return true;
  const isDeaf = (to: NodeInfo, from: NodeInfo): boolean => {
    const state = run.nodes[to.index]?.state;
    const said = run.nodes[from.index]?.state;
    if (state === undefined || said === undefined) return false;
    const listening = { state, peers: peers[to.index] ?? [] };
    return quiescence.ignoresTimeoutOf(listening, { state: said, replica: from.replica }, lineage);
  };
  if (listener.round === speaker.round) {
    return idle.has(other.index) && isDeaf(other, info) && isDeaf(info, other);
  }
  return (
    listener.round > speaker.round &&
    !explorable.concerns(listener.state, speaker.round) &&
    isDeaf(other, info)
  );
}

const isTimeout = ({ event }: PendingTask<object>): boolean =>
  event?.kind === "timer" && event.timer.round !== undefined;

type Nodes = readonly NodeSnapshot<object>[];

function leastShown(
  { held }: Run,
  busy: Nodes,
  { messages }: Traffic,
  { quiescence }: Surroundings,
): Round {
  if (held.length > 0) return GENESIS_ROUND;
  const rounds = [
    ...messages.flatMap((message) => quiescence.messageShows(message) ?? []),
    ...busy.map(({ state }) => quiescence.showsAtLeast(state)),
  ];
  return least(rounds) ?? GENESIS_ROUND;
}

/** No vote, timeout or proposal of a lower round is on its way, or will be sent and count. */
const leastActive = (busy: Nodes, traffic: Traffic, { explorable }: Surroundings): Round =>
  least([...busy.map(({ state }) => explorable.floor(state)), ...traffic.rounds]) ?? GENESIS_ROUND;

/** The rounds of QCs that may be shown, ascending. */
function certifiedRounds(
  busy: Nodes,
  { messages }: Traffic,
  { explorable, lineage }: Surroundings,
): readonly Round[] {
  const blocks = [
    ...busy.flatMap(({ state }) => explorable.shows(state)),
    ...messages.flatMap((message) => explorable.messageCertifies(message)),
  ];
  return blocks.map((block) => lineage.roundOf(block)).sort((a, b) => a - b);
}

function least([first, ...others]: readonly Round[]): Round | undefined {
  return first === undefined ? undefined : others.reduce(minRound, first);
}
