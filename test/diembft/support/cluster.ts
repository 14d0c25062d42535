/** Runs a small DiemBFT cluster in the simulator. */
import { structuralSuite } from "../../../lib/crypto/structural.js";
import { rulesWith } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import { diembft } from "../../../lib/protocols/diembft/protocol.js";
import type { DiemProtocol } from "../../../lib/protocols/diembft/protocol.js";
import type { DiemState } from "../../../lib/protocols/diembft/state.js";
import type { CryptoSuite } from "../../../lib/protocol/crypto.js";
import { nodeId, replicaId, round } from "../../../lib/protocol/ids.js";
import type { ReplicaId, Round } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import { validatorSet } from "../../../lib/protocol/validators.js";
import { MemoryLedger } from "../../../lib/simulation/ledger.js";
import { fixedDelay } from "../../../lib/simulation/network/network.js";
import type { LinkPolicy } from "../../../lib/simulation/network/network.js";
import { simulate } from "../../../lib/simulation/simulation.js";
import type { TraceEntry } from "../../../lib/simulation/trace.js";
import type { NodeSpec, Outcome } from "../../../lib/simulation/world.js";

/** Δ. */
const DELTA = 800;
/** What every message takes. */
export const DELAY = 100;

export interface ClusterOptions {
  readonly nodes?: string;
  readonly bugs?: readonly BugName[];
  readonly links?: readonly LinkPolicy[];
  /** The protocol's own election unless given. */
  readonly leaderOf?: (round: Round) => ReplicaId;
  readonly lastRound?: number;
  readonly suite?: CryptoSuite;
  /** Looks at what the nodes do. */
  readonly observed?: (protocol: DiemProtocol) => DiemProtocol;
}

/** A run with all that happened in it. */
export interface TestRun {
  readonly outcome: Outcome;
  readonly nodes: readonly (NodeSpec & { readonly state: DiemState })[];
  readonly trace: readonly TraceEntry<DiemMessage>[];
}

/** Where a run ends: the proposal after the last round arrives, and nothing later but syncs. */
const lastRoundLink = (lastRound: number): LinkPolicy => ({
  name: "horizon",
  apply({ message: { type, round: at } }, fate) {
    const arrives = at <= lastRound || type.startsWith("sync-");
    if (arrives || (type === "proposal" && at === lastRound + 1)) return fate;
    return { kind: "lost", because: "after the last round" };
  },
});

/** Runs nodes (`d'` is a second one of d) through some rounds on one suite. */
export function runCluster(options: ClusterOptions = {}): TestRun {
  const { nodes: names = "a b c d", bugs = [], links = [], lastRound = 10 } = options;
  const crypto = options.suite ?? structuralSuite();
  const infos = names.split(" ").map((name, index): NodeInfo => {
    const replica = replicaId(name.replace("'", ""));
    const honest = !names.includes(`${replica}'`);
    return { id: nodeId(name), index, replica, honest };
  });
  const validators = validatorSet([...new Set(infos.map(({ replica }) => replica))]);
  const memo = new Map<object, string>();
  const specs = infos.map((info): NodeSpec => {
    const ledger = new MemoryLedger();
    const signer = crypto.signerOf(info.replica);
    const transactions = (r: Round) => [`${info.id}@${r}`];
    const shared = { validators, crypto, memo, delta: DELTA };
    const context = { ...shared, self: info.replica, signer, ledger, transactions };
    const { leaderOf } = options;
    return { info, ledger, context: leaderOf === undefined ? context : { ...context, leaderOf } };
  });
  const states: DiemState[] = [];
  const plain = diembft(rulesWith(bugs));
  const correct = options.observed?.(plain) ?? plain;
  const trace: TraceEntry<DiemMessage>[] = [];
  const outcome = simulate<DiemState, DiemMessage>({
    protocol: {
      ...correct,
      init(context) {
        const state = correct.init(context);
        states.push(state);
        return state;
      },
    },
    nodes: specs,
    links: [fixedDelay(DELAY), ...links, lastRoundLink(lastRound)],
    lastRound: round(lastRound),
    limits: { events: 100_000, time: 10_000_000 },
    trace: (entry) => trace.push(entry),
  });
  const nodes = specs.flatMap((spec, index) => {
    const state = states[index];
    return state === undefined ? [] : [{ ...spec, state }];
  });
  return { outcome, nodes, trace };
}

/** The messages that were sent, in order, each once, with who sent it. */
export const sentIn = ({ trace }: TestRun): readonly (readonly [NodeInfo, DiemMessage])[] =>
  trace.flatMap((entry) => {
    if (entry.kind !== "effect") return [];
    const { effect, node } = entry;
    return effect.kind === "send" || effect.kind === "broadcast" ? [[node, effect.message]] : [];
  });
