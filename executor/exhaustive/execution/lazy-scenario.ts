/** A scenario whose choices are made when a run needs them. */
import { unreachable } from "../../../lib/protocol/assert.js";
import type { Effect } from "../../../lib/protocol/host/effect.js";
import type { ReplicaId, Round } from "../../../lib/protocol/ids.js";
import { GENESIS_ROUND, nextRound, previousRound } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { RoundConfiguration, Semantics } from "../../../lib/scenario/model.js";
import { UnresolvedChoice } from "../../../lib/simulation/world.js";
import type { Topology } from "../../run/world.js";
import type { CandidateSets, Candidates, Query } from "./candidates.js";
import type { Fingerprints } from "../state/fingerprints.js";
import { Queries } from "./queries.js";
import { hasNoLiveField } from "./live-fields.js";
import type { LiveFields } from "./live-fields.js";

/** What is compared of the candidates for a round. */
export interface Residual {
  readonly text: string;
  readonly isIrrelevant: boolean;
}

const IRRELEVANT: Residual = { text: "", isIrrelevant: true };

/** A query with more than one possible answer. */
export interface OpenQuery {
  readonly roundIndex: number;
  readonly query: Query;
}

/** A saved state of a lazy scenario. */
export interface LazyScenarioSnapshot {
  readonly remaining: readonly Candidates[];
  readonly examined: Round;
  readonly quorumless: boolean;
  readonly reached: Round;
  readonly openQuery: OpenQuery | undefined;
  readonly retired: readonly boolean[];
}

/** What all lazy scenarios of a space share. */
export interface LazyScenarioOptions {
  readonly topology: Topology;
  readonly protocol: AnyProtocol;
  readonly semantics: Semantics;
  /** R. */
  readonly rounds: number;
  /** Whether one configuration serves all rounds. */
  readonly isStatic: boolean;
  /** Whether a judged property reads which rounds are quorumless. */
  readonly readsQuorumless: boolean;
  readonly fingerprints: Fingerprints;
}

/**
 * A scenario whose choices are made as late as possible: for each round it holds the configurations
 * that agree with all answers given so far.
 */
export class LazyScenario {
  /** For each round, one of the configurations that are left: what the simulation reads. */
  readonly examples: RoundConfiguration[];
  openQuery: OpenQuery | undefined;
  readonly #sets: CandidateSets;
  readonly #options: LazyScenarioOptions;
  readonly #remaining: Candidates[];
  readonly #queries: Queries;
  /** By round index: whether the choice no longer matters, so that any candidate will do. */
  #retired: boolean[] = [];
  #lastExamined: Round = GENESIS_ROUND;
  /** The highest round that any node has entered. */
  #reached: Round = GENESIS_ROUND;
  #quorumless = false;

  constructor(sets: CandidateSets, options: LazyScenarioOptions) {
    this.#sets = sets;
    this.#options = options;
    const indices = options.isStatic ? 1 : options.rounds;
    this.#remaining = Array.from({ length: indices }, () => sets.all);
    this.examples = Array.from({ length: options.rounds }, () => sets.richest ?? sets.all.example);
    this.#queries = new Queries(options.topology);
  }

  /** By round index: the configurations that are left to choose from. */
  get remaining(): readonly Candidates[] {
    return this.#remaining;
  }

  /** The highest round that any node has entered. */
  get reached(): Round {
    return this.#reached;
  }

  /** The index of a round's candidates in `remaining`. */
  roundIndexOf(round: Round): number {
    return this.#options.isStatic ? 0 : round - 1;
  }

  /** The leader of a scripted round; throws {@link UnresolvedChoice} if the candidates differ. */
  leaderOf(round: Round): ReplicaId | undefined {
    if (!this.#isResolvedFor(round, this.#queries.leader)) throw new UnresolvedChoice();
    return this.examples[round - 1]?.leader;
  }

  /** Whether {@link leaderOf} can throw. */
  mayThrow(): boolean {
    return this.#sets.split(this.#sets.all, this.#queries.leader).length > 1;
  }

  /** Whether an effect depends on no open choice; if it does, `openQuery` is set to that choice. */
  isResolved(node: NodeInfo, effect: Effect<object>, round: Round): boolean {
    switch (effect.kind) {
      case "send":
        return this.#isSent(node, effect.message, round, effect.to);
      case "broadcast":
        return this.#isSent(node, effect.message, round, null);
      case "entered":
        return this.#isEntered(effect.round);
      case "start-timer":
      case "stop-timer":
      case "persist":
      case "reply":
      case "commit":
      case "certified":
      case "decided":
      case "refused":
      case "halted":
      case "stuck":
        return true;
      default:
        return unreachable(effect);
    }
  }

  /** The answers to the open query; none if its choice no longer matters. */
  answers(): readonly Candidates[] {
    const { openQuery } = this;
    const candidates = openQuery && this.#remaining[openQuery.roundIndex];
    if (openQuery === undefined || candidates === undefined) return [];
    if (this.#retired[openQuery.roundIndex] === true) return [];
    return this.#sets.split(candidates, openQuery.query);
  }

  /**
   * What is compared of a round's candidates: equal texts if no future read can tell two sets
   * apart. `isIrrelevant`: no future read can tell the members of this set apart.
   */
  residualAt(roundIndex: number, live: LiveFields): Residual {
    const candidates = this.#remaining[roundIndex];
    if (candidates === undefined || hasNoLiveField(live)) return IRRELEVANT;
    const text = this.#sets.commonAnswer(candidates, this.#queries.liveFields(live));
    const { fingerprints } = this.#options;
    return text === undefined
      ? this.#relevantResidual(roundIndex, candidates)
      : { text: fingerprints.of(text), isIrrelevant: true };
  }

  /** Once retired, always retired: its scenarios are counted already. */
  #relevantResidual(roundIndex: number, { key }: Candidates): Residual {
    const isIrrelevant = this.#retired[roundIndex] === true;
    return {
      text: `${isIrrelevant ? "=" : "#"}${this.#options.fingerprints.of(key)}`,
      isIrrelevant,
    };
  }

  /**
   * The nodes that a node reaches by messages of a scripted round, as a bit for each index;
   * undefined if not yet chosen, or if messages are not governed by their rounds.
   */
  reach(round: Round, index: number): number | undefined {
    if (round > this.#options.rounds || this.#options.semantics.governs !== "message") {
      return undefined;
    }
    const candidates = this.#remaining[this.roundIndexOf(round)];
    const query = this.#queries.reach(index);
    const answer = candidates && query && this.#sets.commonAnswer(candidates, query);
    return answer === undefined ? undefined : Number(answer);
  }

  /** Whether a property may still read if a round is quorumless. */
  isQuorumlessLive(round: Round): boolean {
    return this.#options.readsQuorumless && !this.#quorumless && this.#lastExamined < round;
  }

  /** Whether all candidates agree if a round is quorumless, because it was examined. */
  isQuorumlessKnown(round: Round): boolean {
    return this.#options.readsQuorumless && round <= this.#lastExamined;
  }

  /** Marks a choice that no longer matters: it is never queried again. */
  retire(roundIndex: number): void {
    this.#retired[roundIndex] = true;
  }

  narrow(roundIndex: number, candidates: Candidates): void {
    this.#remaining[roundIndex] = candidates;
    this.openQuery = undefined;
    if (this.#options.isStatic) this.examples.fill(candidates.example);
    else this.examples[roundIndex] = candidates.example;
  }

  save(): LazyScenarioSnapshot {
    return {
      remaining: [...this.#remaining],
      examined: this.#lastExamined,
      quorumless: this.#quorumless,
      reached: this.#reached,
      openQuery: this.openQuery,
      retired: [...this.#retired],
    };
  }

  restore({
    remaining,
    examined,
    quorumless,
    reached,
    openQuery,
    retired,
  }: LazyScenarioSnapshot): void {
    this.#retired = [...retired];
    for (const [roundIndex, candidates] of remaining.entries()) this.narrow(roundIndex, candidates);
    this.#reached = reached;
    this.#lastExamined = examined;
    this.#quorumless = quorumless;
    this.openQuery = openQuery;
  }

  #isResolvedFor(round: Round, query: Query): boolean {
    if (round > this.#options.rounds) return true;
    const roundIndex = this.roundIndexOf(round);
    const candidates = this.#remaining[roundIndex];
    if (candidates === undefined || candidates.members.length === 1) return true;
    if (this.#retired[roundIndex] === true) return true;
    if (this.#sets.split(candidates, query).length === 1) return true;
    this.openQuery = { roundIndex, query };
    return false;
  }

  /** Whether the verdicts of an ended run depend on no open choice. */
  isResolvedAtEnd(): boolean {
    return this.#isExamined(this.#reached);
  }

  #isEntered(round: Round): boolean {
    if (round > this.#reached) {
      this.#reached = round;
      const after = round - this.#options.rounds;
      if (after >= 1 && after <= 3) return false;
    }
    return round === GENESIS_ROUND || this.#isExamined(previousRound(round));
  }

  /** Examines rounds in the order in which properties read them: up to the first quorumless one. */
  #isExamined(round: Round): boolean {
    if (!this.#options.readsQuorumless) return true;
    while (!this.#quorumless && this.#lastExamined < Math.min(round, this.#options.rounds)) {
      const next = nextRound(this.#lastExamined);
      if (!this.#isResolvedFor(next, this.#queries.quorumless)) return false;
      this.#lastExamined = next;
      const example = this.examples[next - 1];
      if (example === undefined) continue;
      this.#quorumless = this.#queries.quorumless.answer(example) === "true";
    }
    return true;
  }

  #isSent(from: NodeInfo, payload: object, round: Round, to: ReplicaId | null): boolean {
    const message = this.#options.protocol.describe(payload);
    const governing = this.#options.semantics.governs === "message" ? message.round : round;
    if (governing > this.#options.rounds) return true;
    const candidates = this.#remaining[this.roundIndexOf(governing)];
    if (candidates?.members.length === 1) return true;
    return this.#isResolvedFor(governing, this.#queries.fate(from, to, message.type));
  }
}
