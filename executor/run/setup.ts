/** Sets up the runs of a roster's scenarios: the inputs of the simulator and of the judges. */
import { round } from "../../lib/protocol/ids.js";
import type { NodeId, ReplicaId, Round, Transaction } from "../../lib/protocol/ids.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import type { NodeInfo, RunInfo } from "../../lib/protocol/judging/observed-event.js";
import { SlotMemo } from "../../lib/protocol/memos/slot-memo.js";
import type { RoundConfiguration, Scenario } from "../../lib/scenario/model.js";
import { stabilizationLeader } from "../../lib/scenario/stabilization.js";
import { MemoryDisk } from "../../lib/simulation/disk.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";
import { fixedDelay } from "../../lib/simulation/network/network.js";
import type { LinkPolicy, Routes } from "../../lib/simulation/network/network.js";
import type { Suffix } from "../../lib/simulation/script.js";
import type { NodeSpec } from "../../lib/simulation/world.js";
import { isQuorumless, scriptedLinks } from "./network/links.js";
import { extrasOf, judgedNodes, suffixOf } from "./network/extras.js";
import type { Extras } from "./network/extras.js";
import { configurationOf, isUpForGood } from "./network/script.js";
import type { Script } from "./network/script.js";
import { RouteTables, scriptedRoutes } from "./network/routes.js";
import type { CompleteOptions, Topology } from "./world.js";

/** The inputs of the simulator and the judge for one scenario. */
export interface RunSetup {
  /** The id of the scenario. */
  readonly label: string;
  readonly runInfo: RunInfo;
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkPolicy[];
  /** The same links as tables, where they can be. */
  readonly routes: Routes | undefined;
  readonly lastRound: Round;
  readonly freezeMessages: boolean;
  /** What a scenario of version 2 says besides its links. */
  readonly extras: Extras;
  readonly suffix: Suffix | undefined;
}

/** Of runs with routes of which nobody hears single copies. */
const NO_LINKS: readonly LinkPolicy[] = [];

/** The setup of a single run. */
export const setupRun = (
  topology: Topology,
  scenario: Scenario,
  options: CompleteOptions,
): RunSetup => new RunSetups(topology, options).setup(scenario, false);

/** Sets up one run after the other. What all of them share is made once. */
export class RunSetups {
  readonly #topology: Topology;
  readonly #options: CompleteOptions;
  readonly #tables: RouteTables;
  /** By node: its payloads. */
  readonly #transactions: readonly ((r: Round) => readonly Transaction[])[];
  /** The leaders of the rounds after the scripted ones, in order, as far as they were asked for. */
  readonly #laterLeaders: ReplicaId[] = [];

  constructor(topology: Topology, options: CompleteOptions) {
    this.#topology = topology;
    this.#options = options;
    this.#tables = new RouteTables(topology.nodes, topology.words, topology.groupings);
    this.#transactions = topology.nodes.map(({ id }) => scriptedPayloads(id));
  }

  /** `quiet`: whether nobody hears of decisions and of single copies of messages. */
  setup(scenario: Scenario, quiet: boolean): RunSetup {
    const { stabilization, semantics, delay, delta, freezeMessages = false } = this.#options;
    const { rounds } = scenario;
    const { words, groupings } = this.#topology;
    const lastRound = round(rounds.length + stabilization.rounds);
    const script: Script = { rounds, semantics, lastRound, words, delta };
    const leaderOf = (r: Round): ReplicaId =>
      rounds[r - 1]?.leader ??
      configurationOf(script, r)?.leader ??
      this.#laterLeader(r - rounds.length);
    const routes =
      this.#options.protocol.assumes === undefined
        ? scriptedRoutes(script, this.#tables, delay)
        : undefined;
    const extras = extrasOf(script, delay);
    const infos = judgedNodes(this.#topology.nodes, extras.restarts);
    const hasDisks = extras.restarts?.some(({ state }) => state === "durable") === true;
    const suffix = suffixOf(script, infos, this.#topology.validators.quorum);
    const isFaulty = semantics.suffix !== undefined && suffix === undefined;
    return {
      label: scenario.id,
      runInfo: {
        ...this.#runInfo(script, infos, leaderOf),
        ...(isFaulty && { faultySuffix: true }),
      },
      nodes: this.#nodes(infos, leaderOf, { quiet: quiet && !hasDisks, hasDisks }),
      links: quiet && routes ? NO_LINKS : [fixedDelay(delay), ...scriptedLinks(script, groupings)],
      routes,
      lastRound,
      freezeMessages,
      extras,
      suffix,
    };
  }

  #nodes(
    nodes: readonly NodeInfo[],
    leaderOf: (r: Round) => ReplicaId,
    { quiet, hasDisks }: { readonly quiet: boolean; readonly hasDisks: boolean },
  ): readonly NodeSpec[] {
    const { delta, suite, memo: newMemo, protocol } = this.#options;
    const { validators } = this.#topology;
    const { durability } = protocol;
    const crypto = suite();
    const memo = newMemo?.() ?? new SlotMemo();
    return nodes.map((info, index): NodeSpec => {
      const ledger = new MemoryLedger();
      const self = info.replica;
      const signer = crypto.signerOf(self);
      const transactions = this.#transactions[index] ?? scriptedPayloads(info.id);
      const context: ReplicaContext = {
        self,
        validators,
        crypto,
        signer,
        ledger,
        memo,
        delta,
        transactions,
        quiet,
        leaderOf,
      };
      if (!hasDisks || durability === undefined) return { info, ledger, context };
      return { info, ledger, context, disk: new MemoryDisk({ durability, ledger }) };
    });
  }

  #runInfo(script: Script, nodes: readonly NodeInfo[], leaderOf: (r: Round) => ReplicaId): RunInfo {
    const { stabilization, semantics, delta, stableFrom, protocol } = this.#options;
    const { rounds } = script;
    const topology = this.#topology;
    const { validators } = topology;
    return {
      nodes,
      validators,
      messageTypes: protocol.messageTypes,
      assumes: protocol.assumes,
      delta,
      scriptedRounds: rounds.length,
      stabilizationRounds: stabilization.rounds,
      stableFrom: stableFrom ?? round(rounds.length + 1),
      declaredStable: stableFrom !== undefined,
      leaderOf,
      quorumless(r) {
        const configuration = rounds[r - 1] ?? configurationOf(script, r);
        if (configuration === undefined) return semantics.afterLastRound === "silence";
        return r > rounds.length
          ? isQuorumlessForGood(configuration, { script, nodes, quorum: validators.quorum })
          : topology.isQuorumless(configuration);
      },
    };
  }

  #laterLeader(k: number): ReplicaId {
    const known = this.#laterLeaders[k - 1];
    if (known !== undefined) return known;
    const { stabilization, roster } = this.#options;
    const leader = stabilizationLeader(stabilization, roster, k);
    this.#laterLeaders[k - 1] = leader;
    return leader;
  }
}

/** Whether a round is quorumless although the links between honest nodes are up. */
const isQuorumlessForGood = (
  configuration: RoundConfiguration,
  setting: {
    readonly script: Script;
    readonly nodes: readonly NodeInfo[];
    readonly quorum: number;
  },
): boolean => {
  const { script, nodes, quorum } = setting;
  const { words, rounds } = script;
  return isQuorumless(configuration, nodes, { quorum, words }, (from, to) =>
    isUpForGood(script, rounds.length + 1, { from, to }),
  );
};

/** The scripted payloads of a node: in each round one transaction, which names both. */
function scriptedPayloads(node: NodeId): (r: Round) => readonly Transaction[] {
  const byRound: (readonly Transaction[] | undefined)[] = [];
  return (r) => (byRound[r] ??= Object.freeze([`${node}@${r}`]));
}
