/** Property 2 as users see it: whatever two honest nodes commit, they commit alike. */
import type { Naming } from "../protocol/explorable.js";
import type { Facts } from "../protocol/facts.js";
import type { BlockId, NodeId, Round, StateId } from "../protocol/ids.js";
import type { NodeInfo, Setting } from "../protocol/occurrence.js";
import {
  HELD,
  vacuous,
  violated,
  type Committed,
  type Property,
  type Run,
  type Verdict,
} from "../protocol/property.js";
import { ascending, distinct, firstFew, listing } from "./english.js";
import { blockName } from "./names.js";

/** What a node committed at some height (1 for the first block after genesis). */
interface Link {
  readonly block: BlockId;
  readonly round: Round;
  readonly stateId: StateId;
}

/** The nodes that committed the same. */
interface Side {
  readonly link: Link;
  readonly nodes: readonly NodeId[];
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
  /** By slot: what was decided there, where decisions are no chain. */
  readonly decisions: Map<string, readonly Side[]>;
}

/**
 * Property 2 as users see it: the committed chains of any two honest nodes are one a prefix of the
 * other, and so are their execution states; where decisions are no chain, any two nodes decide the
 * same in a slot. All chains are compared with one, which decides the same: chains are pairwise
 * prefixes exactly if no two differ at any height.
 */
export const agreement: Property<State> = {
  name: "agreement",
  essential: true,
  init: (setting) => ({
    chain: [],
    heights: setting.nodes.map(() => 0),
    honest: setting.nodes.map(({ honest }) => honest),
    departures: setting.nodes.map(() => null),
    decisions: new Map(),
  }),
  on: { committed: follow },
  comparable: {
    monotone: true,
    mentions: (state, _, movesChains) =>
      movesChains ? [] : state.chain.slice(commonHeight(state)).map(({ block }) => block),
    key: (state, _, { naming }) =>
      (naming.movesChains ? topKey : chainKey)(state, naming) + slotsKey(state, naming),
  },
  verdict(state, run) {
    const fork = Math.min(...state.departures.map((left) => left?.height ?? Infinity));
    if (Number.isFinite(fork)) return explain(state, fork, run);
    const disputes = [...state.decisions].filter(([, sides]) => sides.length > 1);
    return disputes.length > 0 ? explainSlots(disputes, run) : undisputed(state, run.setting);
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

/** What was decided in each slot, and by whom. */
const slotsKey = ({ decisions }: State, naming: Naming): string =>
  [...decisions]
    .map(([slot, sides]) => {
      const all = sides.map(({ link, nodes }) => `${naming.block(link.block)}${nodes.join("")}`);
      return `;${slot} ${all.join(" ")}`;
    })
    .join("");

/** How many blocks all of them have committed, which nobody can dispute any more. */
const commonHeight = ({ heights, honest }: State): number =>
  Math.min(...heights.filter((_, index) => honest[index] === true));

function follow(state: State, { node, entry }: Committed): void {
  const height = (state.heights[node.index] ?? 0) + 1;
  state.heights[node.index] = height;
  if (entry.slot !== undefined) {
    const link: Link = { block: entry.id, round: entry.round, stateId: entry.stateId };
    state.decisions.set(entry.slot, joined(state.decisions.get(entry.slot) ?? [], link, node));
    return;
  }
  if (state.departures[node.index] !== null) return;
  const known = state.chain[height - 1];
  if (known?.block === entry.id && known.stateId === entry.stateId) return;
  const link: Link = { block: entry.id, round: entry.round, stateId: entry.stateId };
  if (known === undefined) state.chain.push(link);
  else state.departures[node.index] = { height, link };
}

function undisputed(state: State, setting: Setting): Verdict {
  const compared = [...state.decisions.values()].some((sides) =>
    sides.some(({ nodes }) => nodes.length > 1),
  );
  if (compared) return HELD;
  const committers = setting.nodes.filter((node) => (state.heights[node.index] ?? 0) > 0);
  const only = committers[0];
  if (only === undefined) return vacuous("no honest node committed a block");
  if (committers.length > 1 && state.decisions.size === 0) return HELD;
  if (committers.length > 1) return vacuous("no two honest nodes decided in one slot");
  return vacuous(`only ${only.id} committed a block, so there was nothing to compare`);
}

function explain(state: State, fork: number, { setting, facts }: Run): Verdict {
  const sides = sidesAt(state, fork, setting);
  const blocks = distinct(sides.map(({ link }) => link.block));
  const last = state.chain[fork - 2];
  const root = last === undefined ? "genesis" : blockName(facts.tree, last.block);
  return violated({
    rounds: ascending(sides.map(({ link }) => link.round)),
    blocks,
    nodes: sides.flatMap(({ nodes }) => nodes),
    explanation: [`the committed chains part after ${root}: ${sentences(sides, facts)}`],
  });
}

function explainSlots(
  disputes: readonly (readonly [string, readonly Side[]])[],
  { facts }: Run,
): Verdict {
  const sides = disputes.flatMap(([, each]) => each);
  return violated({
    rounds: ascending(sides.map(({ link }) => link.round)),
    blocks: distinct(sides.map(({ link }) => link.block)),
    nodes: distinct(sides.flatMap(({ nodes }) => nodes)),
    explanation: firstFew(
      disputes.map(([slot, each]) => `decisions of ${slot} differ: ${sentences(each, facts)}`),
    ),
  });
}

/** Who committed what. */
function sentences(sides: readonly Side[], { tree }: Facts): string {
  const all = sides.map(({ link, nodes }) => {
    const alike = sides.filter((other) => other.link.block === link.block);
    const states = alike.map((other) => other.link.stateId);
    const state =
      alike.length === 1 ? "" : ` with execution state ${states.indexOf(link.stateId) + 1}`;
    return `${listing(nodes)} committed ${blockName(tree, link.block)}${state}`;
  });
  return all.join("; ");
}

function sidesAt(state: State, fork: number, setting: Setting): readonly Side[] {
  let sides: readonly Side[] = [];
  for (const node of setting.nodes) {
    const link = linkAt(state, node.index, fork);
    if (link !== undefined) sides = joined(sides, link, node);
  }
  return sides;
}

/** The sides with one more node on that of its link. */
function joined(sides: readonly Side[], link: Link, { id }: NodeInfo): readonly Side[] {
  const own = sides.find((side) => sameLink(side.link, link));
  if (own === undefined) return [...sides, { link, nodes: [id] }];
  if (own.nodes.includes(id)) return sides;
  return sides.map((side) => (side === own ? { link, nodes: [...side.nodes, id] } : side));
}

/** What a node committed at a height up to which nobody had left the chain. */
function linkAt(state: State, index: number, height: number): Link | undefined {
  if ((state.heights[index] ?? 0) < height) return undefined;
  const left = state.departures[index];
  return left?.height === height ? left.link : state.chain[height - 1];
}

const sameLink = (a: Link, b: Link): boolean => a.block === b.block && a.stateId === b.stateId;
