/** Observed events for tests of properties: proposals, votes, commits, and how to judge them. */
import type { Certificate, MessageType, Statement } from "../../lib/protocol/description.js";
import {
  GENESIS_ROUND,
  nodeId,
  replicaId,
  round,
  type BlockId,
  type Round,
  type StateId,
} from "../../lib/protocol/ids.js";
import type {
  NodeInfo,
  ObservedEvent,
  RunInfo,
} from "../../lib/protocol/judging/observed-event.js";
import { decisionEntry } from "../../lib/protocol/host/ledger.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { judge } from "../../lib/properties/judge.js";
import type { Property, RunEnd, Verdict } from "../../lib/protocol/judging/property.js";

/** Runs told by hand, as lists of occurrences: four replicas a b c d, of which d has a twin. */

const named = (id: string): BlockId => id as BlockId;
const state = (id: string): StateId => id as StateId;

const MESSAGE_TYPES: readonly MessageType[] = [
  { type: "proposal", role: "proposal" },
  { type: "vote", role: "vote" },
  { type: "timeout", role: "timeout" },
];

const REPLICAS = ["a", "b", "c", "d"].map(replicaId);

export const NODES: readonly NodeInfo[] = ["a", "b", "c", "d", "d'"].map((name, index) => ({
  id: nodeId(name),
  index,
  replica: replicaId(name.charAt(0)),
  honest: !name.startsWith("d"),
}));

export const HONEST: readonly string[] = ["a", "b", "c"];

const info = (name: string): NodeInfo => {
  const node = NODES.find(({ id }) => id === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
};

/** Two scripted rounds, seven to stabilise, a leads throughout, Δ 100 ms. */
export function runInfo(changes: Partial<RunInfo> = {}): RunInfo {
  return {
    nodes: NODES,
    validators: validatorSet(REPLICAS),
    messageTypes: MESSAGE_TYPES,
    delta: 100,
    scriptedRounds: 2,
    stabilizationRounds: 7,
    stableFrom: round(3),
    declaredStable: false,
    leaderOf: () => replicaId("a"),
    quorumless: () => false,
    ...changes,
  };
}

export interface ChainBlock {
  readonly id: BlockId;
  readonly round: Round;
  readonly parent: BlockId;
  readonly parentRound: Round;
}

export const GENESIS: ChainBlock = {
  id: named("genesis id"),
  round: GENESIS_ROUND,
  parent: named("genesis id"),
  parentRound: GENESIS_ROUND,
};

export const block = (id: string, at: number, parent: ChainBlock = GENESIS): ChainBlock => ({
  id: named(id),
  round: round(at),
  parent: parent.id,
  parentRound: parent.round,
});

/** Blocks of rounds 1 to `length`, each on the one before. */
export function chain(prefix: string, length: number): readonly ChainBlock[] {
  const blocks: ChainBlock[] = [];
  for (let r = 1; r <= length; r++) blocks.push(block(`${prefix}${r}`, r, blocks[r - 2]));
  return blocks;
}

export const qc = (of: ChainBlock, signers: string): Certificate => ({
  kind: "qc",
  slot: `vote ${of.round}`,
  value: of.id,
  round: of.round,
  parent: of.parent,
  parentRound: of.parentRound,
  signers: signers.split(" ").map(replicaId),
});

export const tc = (of: number, signers: string): Certificate => ({
  kind: "tc",
  slot: `timeout ${of}`,
  value: null,
  round: round(of),
  signers: signers.split(" ").map(replicaId),
  details: { highQcRounds: signers.split(" ").map(() => GENESIS_ROUND) },
});

export const proposes = (
  node: string,
  of: ChainBlock,
  shows: readonly Certificate[] = [],
): ObservedEvent => {
  const signs = [{ slot: `propose ${of.round}`, value: of.id }];
  const sender = info(node).replica;
  const message = { type: "proposal", round: of.round, sender, block: of, signs, shows };
  return { kind: "sent", at: 0, node: info(node), message };
};

/** Signs something, in a message of any type. */
export const signs = (node: string, type: string, of: number, said: Statement): ObservedEvent => {
  const message = { type, round: round(of), sender: info(node).replica, signs: [said] };
  return { kind: "sent", at: 0, node: info(node), message };
};

export const votes = (node: string, of: ChainBlock): ObservedEvent => {
  const signs = [{ slot: `vote ${of.round}`, value: of.id }];
  const sender = info(node).replica;
  const message = { type: "vote", round: of.round, sender, block: of, signs };
  return { kind: "sent", at: 0, node: info(node), message };
};

/** One vote from each node named. */
export const allVote = (nodes: readonly string[], of: ChainBlock): readonly ObservedEvent[] =>
  nodes.map((node) => votes(node, of));

export const timesOut = (node: string, of: number): ObservedEvent =>
  signs(node, "timeout", of, { slot: `timeout ${of}`, value: null });

export const certifies = (node: string, certificate: Certificate): ObservedEvent => ({
  kind: "certified",
  at: 0,
  node: info(node),
  certificate,
});

export const enters = (node: string, of: number, at = 0): ObservedEvent => ({
  kind: "entered",
  at,
  node: info(node),
  round: round(of),
  by: of === 1 ? "start" : "qc",
});

export const halts = (node: string): ObservedEvent => ({ kind: "halted", at: 0, node: info(node) });

export const sticks = (node: string, of: number, because: string): ObservedEvent => ({
  kind: "stuck",
  at: 0,
  node: info(node),
  round: round(of),
  because,
});

export const allEnter = (nodes: readonly string[], of: number, at = 0): readonly ObservedEvent[] =>
  nodes.map((node) => enters(node, of, at));

interface Entry {
  readonly at?: number;
  readonly state?: string;
  readonly transactions?: readonly string[];
}

export const commits = (node: string, of: ChainBlock, entry: Entry = {}): ObservedEvent => ({
  kind: "committed",
  at: entry.at ?? 0,
  node: info(node),
  entry: {
    ...of,
    author: replicaId("a"),
    transactions: entry.transactions ?? [`tx of ${of.id}`],
    stateId: state(entry.state ?? `after ${of.id}`),
  },
});

/** Decides in a slot, where decisions are no chain. */
export const decides = (
  node: string,
  { id, round: at }: ChainBlock,
  slot: string,
): ObservedEvent => ({
  kind: "committed",
  at: 0,
  node: info(node),
  entry: decisionEntry({ id, round: at, slot }),
});

export const commitsAll = (node: string, blocks: readonly ChainBlock[]): readonly ObservedEvent[] =>
  blocks.map((each) => commits(node, each));

export const COMPLETED: RunEnd = { ending: "completed", at: 10_000 };

/** What one property says of a run. */
export function verdictOf(
  property: Property<unknown>,
  events: readonly ObservedEvent[],
  { given = runInfo(), end = COMPLETED }: { given?: RunInfo; end?: RunEnd } = {},
): Verdict {
  const monitor = judge([property], given);
  for (const observed of events) monitor.observe(observed);
  const verdict = monitor.verdicts(end).get(property.name);
  if (verdict === undefined) throw new Error(`no verdict on ${property.name}`);
  return verdict;
}

/** A row of a property's table: what it shows, the run, and what must be said of it. */
export interface PropertyRow {
  readonly shows: string;
  readonly events: readonly ObservedEvent[];
  readonly given?: RunInfo;
  readonly end?: RunEnd;
  readonly expected: Expected;
}

export type Expected =
  | "held"
  | { readonly vacuous: string }
  | {
      readonly violated: readonly string[];
      readonly rounds: readonly number[];
      readonly nodes: readonly string[];
    };
