/** A scenario as a world to simulate, and as a setting to judge. */
import { structuralSuite } from "../lib/crypto/structural.js";
import type { CryptoSuite } from "../lib/protocol/crypto.js";
import { round } from "../lib/protocol/ids.js";
import type { Millis, NodeId, ReplicaId, Round } from "../lib/protocol/ids.js";
import type { NodeInfo, Setting } from "../lib/protocol/occurrence.js";
import { validatorSet } from "../lib/protocol/validators.js";
import type { ValidatorSet } from "../lib/protocol/validators.js";
import type { AnyProtocol } from "../lib/registry.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../lib/scenario/model.js";
import type { Roster, Scenario, Semantics, Stabilization } from "../lib/scenario/model.js";
import { honestReplicas, rosterNodes } from "../lib/scenario/roster.js";
import { stabilizationLeader } from "../lib/scenario/stabilization.js";
import { MemoryLedger } from "../lib/simulation/ledger.js";
import { fixedDelay } from "../lib/simulation/network.js";
import type { LinkPolicy } from "../lib/simulation/network.js";
import type { NodeSpec } from "../lib/simulation/world.js";
import { Groupings, isQuorumless, scriptedLinks } from "./network.js";

/** Everything besides the scenario that a run depends on. */
export interface RunOptions {
  readonly protocol: AnyProtocol;
  readonly roster: Roster;
  readonly stabilization?: Stabilization;
  readonly semantics?: Semantics;
  /** Δ; 800 ms unless given. */
  readonly delta?: Millis;
  /** What every message takes; 100 ms unless given. */
  readonly delay?: Millis;
  /** Makes the suite of one run; a structural one unless given. */
  readonly suite?: () => CryptoSuite;
  /** The first round that counts as stable, where it is declared. */
  readonly stableFrom?: Round;
  readonly limits?: { readonly events: number; readonly time: Millis };
}

/** Beyond these a run is inconclusive: far above what any scenario of a sane space needs. */
export const DEFAULT_LIMITS = { events: 1_000_000, time: 24 * 60 * 60 * 1000 } as const;

export const DEFAULT_OPTIONS = {
  stabilization: DEFAULT_STABILIZATION,
  semantics: DEFAULT_SEMANTICS,
  delta: 800,
  delay: 100,
  suite: structuralSuite,
  limits: DEFAULT_LIMITS,
} as const;

/** Options with nothing left open. */
export type CompleteOptions = RunOptions & Required<Pick<RunOptions, keyof typeof DEFAULT_OPTIONS>>;

/** What is the same for all scenarios of a roster. */
export interface Cast {
  readonly validators: ValidatorSet;
  readonly nodes: readonly NodeInfo[];
  readonly replicaOf: ReadonlyMap<NodeId, ReplicaId>;
  readonly groupings: Groupings;
}

export function castOf(roster: Roster): Cast {
  const honest = honestReplicas(roster);
  const nodes = rosterNodes(roster).map(({ id, replica }, index) => ({
    id,
    index,
    replica,
    honest: honest.includes(replica),
  }));
  const replicaOf = new Map(nodes.map(({ id, replica }) => [id, replica]));
  const validators = validatorSet(roster.replicas, roster.faulty);
  return { validators, nodes, replicaOf, groupings: new Groupings(nodes.map(({ id }) => id)) };
}

/** What a scenario makes of a cast. */
export interface Stage {
  readonly setting: Setting;
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkPolicy[];
  readonly lastRound: Round;
}

export function stageOf(cast: Cast, scenario: Scenario, options: CompleteOptions): Stage {
  const { stabilization, roster, semantics, delta, delay, suite } = options;
  const { rounds } = scenario;
  const { validators } = cast;
  const lastRound = round(rounds.length + stabilization.rounds);
  const leaderOf = (r: Round): ReplicaId =>
    rounds[r - 1]?.leader ?? stabilizationLeader(stabilization, roster, r - rounds.length);
  const crypto = suite();
  const memo = new Map<object, string>();
  const nodes = cast.nodes.map((info): NodeSpec => {
    const ledger = new MemoryLedger();
    const signer = crypto.signerOf(info.replica);
    const transactions = (r: Round) => [`${info.id}@${r}`];
    const { replica: self } = info;
    const known = { validators, crypto, memo, delta, leaderOf };
    return { info, ledger, context: { self, signer, ledger, transactions, ...known } };
  });
  const quorumless: boolean[] = [];
  const setting: Setting = {
    nodes: cast.nodes,
    validators,
    delta,
    scriptedRounds: rounds.length,
    stabilizationRounds: stabilization.rounds,
    stableFrom: options.stableFrom ?? round(rounds.length + 1),
    declaredStable: options.stableFrom !== undefined,
    leaderOf,
    quorumless(r) {
      const configuration = rounds[r - 1];
      if (configuration === undefined) return semantics.afterLastRound === "silence";
      return (quorumless[r - 1] ??= isQuorumless(configuration, cast.replicaOf, validators.quorum));
    },
  };
  const links = [
    fixedDelay(delay),
    ...scriptedLinks({ rounds, semantics, lastRound }, cast.groupings),
  ];
  return { setting, nodes, links, lastRound };
}
