import type { Naming } from "../protocol/explorable.js";
import type { BlockId, NodeId, Round, StateId } from "../protocol/ids.js";
import type { Setting } from "../protocol/occurrence.js";
import { ascending, distinct, listing } from "./english.js";
import { blockName } from "./names.js";
import {
  HELD,
  vacuous,
  violated,
  type Committed,
  type Property,
  type Run,
  type Verdict,
} from "./property.js";

/** What a node committed at some height (1 for the first block after genesis). */
interface Link {
  readonly block: BlockId;
  readonly round: Round;
  readonly stateId: StateId;
}

interface State {
  /** What was committed at each height by whoever of the honest came first. */
  readonly chain: Link[];
  /** How many blocks each node has committed, by its index. */
  readonly heights: number[];
  /** Whose chains count. */
  readonly honest: readonly boolean[];
  /** Where each node first left `chain`, by its index. */
  readonly departures: ({ readonly height: number; readonly link: Link } | null)[];
}

/**
 * Property 2 as users see it: the committed chains of any two honest nodes are one a prefix of the
 * other, and so are their execution states. All are compared with one chain, which decides the
 * same: chains are pairwise prefixes exactly if no two differ at any height.
 */
export const agreement: Property<State> = {
  name: "agreement",
  init: (setting) => ({
    chain: [],
    heights: setting.nodes.map(() => 0),
    honest: setting.nodes.map(({ honest }) => honest),
    departures: setting.nodes.map(() => null),
  }),
  on: { committed: follow },
  comparable: {
    monotone: true,
    mentions: (state, _, movesChains) =>
      movesChains ? [] : state.chain.slice(commonHeight(state)).map(({ block }) => block),
    key: (state, _, { naming }) => (naming.movesChains ? topKey : chainKey)(state, naming),
  },
  verdict(state, run) {
    const fork = Math.min(...state.departures.map((left) => left?.height ?? Infinity));
    return Number.isFinite(fork) ? explain(state, fork, run) : undisputed(state, run.setting);
  },
};

/**
 * Nodes that have not left the chain are on it where their ledgers are, so that they leave it when
 * they commit something beside its end. Who has committed anything counts while it is but one.
 */
function topKey({ chain, heights, honest }: State, naming: Naming): string {
  const top = chain.at(-1);
  const begun = heights.map((height, index) => height > 0 && honest[index] === true);
  const few = begun.filter(Boolean).length < 2 ? begun.indexOf(true) : "";
  return `${few}:${top === undefined ? "" : naming.position(top.block)}`;
}

/** The disputable part of the chain, and how far along it each node is. */
function chainKey(state: State, naming: Naming): string {
  const common = commonHeight(state);
  const links = state.chain.slice(common).map(({ block, stateId }) => {
    return `${naming.block(block)}${naming.state(stateId, block)}`;
  });
  const heights = state.heights.filter((_, index) => state.honest[index] === true);
  return `${heights.map((height) => height - common).join(" ")}:${links.join(" ")}`;
}

/** How many blocks all of them have committed, which nobody can dispute any more. */
const commonHeight = ({ heights, honest }: State): number =>
  Math.min(...heights.filter((_, index) => honest[index] === true));

function follow(state: State, { node, entry }: Committed): void {
  const height = (state.heights[node.index] ?? 0) + 1;
  state.heights[node.index] = height;
  if (state.departures[node.index] !== null) return;
  const known = state.chain[height - 1];
  if (known?.block === entry.id && known.stateId === entry.stateId) return;
  const link: Link = { block: entry.id, round: entry.round, stateId: entry.stateId };
  if (known === undefined) state.chain.push(link);
  else state.departures[node.index] = { height, link };
}

function undisputed(state: State, setting: Setting): Verdict {
  const committers = setting.nodes.filter((node) => (state.heights[node.index] ?? 0) > 0);
  const only = committers[0];
  if (only === undefined) return vacuous("no honest node committed a block");
  if (committers.length > 1) return HELD;
  return vacuous(`only ${only.id} committed a block, so there was nothing to compare`);
}

/** The nodes that committed the same at the height of the fork. */
interface Side {
  readonly link: Link;
  readonly nodes: NodeId[];
}

function explain(state: State, fork: number, { setting, facts }: Run): Verdict {
  const sides = sidesAt(state, fork, setting);
  const blocks = distinct(sides.map(({ link }) => link.block));
  const sentences = sides.map(({ link, nodes }) => {
    const alike = sides.filter((other) => other.link.block === link.block);
    const states = alike.map((other) => other.link.stateId);
    const state =
      alike.length === 1 ? "" : ` with execution state ${states.indexOf(link.stateId) + 1}`;
    return `${listing(nodes)} committed ${blockName(facts.tree, link.block)}${state}`;
  });
  const last = state.chain[fork - 2];
  const root = last === undefined ? "genesis" : blockName(facts.tree, last.block);
  return violated({
    rounds: ascending(sides.map(({ link }) => link.round)),
    blocks,
    nodes: sides.flatMap(({ nodes }) => nodes),
    explanation: [`the committed chains part after ${root}: ${sentences.join("; ")}`],
  });
}

function sidesAt(state: State, fork: number, setting: Setting): readonly Side[] {
  const sides: Side[] = [];
  for (const node of setting.nodes) {
    const link = linkAt(state, node.index, fork);
    if (link === undefined) continue;
    const side = sides.find((other) => sameLink(other.link, link));
    if (side === undefined) sides.push({ link, nodes: [node.id] });
    else side.nodes.push(node.id);
  }
  return sides;
}

/** What a node committed at a height up to which nobody had left the chain. */
function linkAt(state: State, index: number, height: number): Link | undefined {
  if ((state.heights[index] ?? 0) < height) return undefined;
  const left = state.departures[index];
  return left?.height === height ? left.link : state.chain[height - 1];
}

const sameLink = (a: Link, b: Link): boolean => a.block === b.block && a.stateId === b.stateId;
