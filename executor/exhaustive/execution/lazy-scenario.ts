import { unreachable } from "../../../lib/protocol/assert.js";
import type { Effect } from "../../../lib/protocol/effect.js";
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

/** What the candidates for a round still mean. */
export interface Residual {
  readonly text: string;
  readonly isIrrelevant: boolean;
}

const IRRELEVANT: Residual = { text: "", isIrrelevant: true };

/** What was asked and is not decided, and of which round (from 0). */
export interface OpenQuery {
  readonly place: number;
  readonly query: Query;
}

/** What was decided at some moment. */
export interface LazyScenarioSnapshot {
  readonly remaining: readonly Candidates[];
  readonly examined: Round;
  readonly quorumless: boolean;
  readonly reached: Round;
  readonly open: OpenQuery | undefined;
  readonly retired: readonly boolean[];
}

/** What all scripts of a space share. */
export interface LazyScenarioOptions {
  readonly topology: Topology;
  readonly protocol: AnyProtocol;
  readonly semantics: Semantics;
  /** R. */
  readonly rounds: number;
  /** Whether one configuration serves all rounds. */
  readonly isStatic: boolean;
  /** Whether it matters which rounds are quorumless. */
  readonly asksQuorumless: boolean;
  readonly fingerprints: Fingerprints;
}

/**
 * A scenario that is decided as late and as little as possible: for each round, the configurations
 * that are alike in all that was asked so far.
 */
export class LazyScenario {
  /** An example for each round, for whoever reads a scenario. */
  readonly examples: RoundConfiguration[];
  open: OpenQuery | undefined;
  readonly #sets: CandidateSets;
  readonly #options: LazyScenarioOptions;
  readonly #remaining: Candidates[];
  readonly #queries: Queries;
  /** By place: whether nothing tells the candidates apart any more, so that any will do. */
  #retired: boolean[] = [];
  #lastExamined: Round = GENESIS_ROUND;
  /** The highest round that any node has entered: each is a good moment to compare runs. */
  #reached: Round = GENESIS_ROUND;
  #quorumless = false;

  constructor(sets: CandidateSets, options: LazyScenarioOptions) {
    this.#sets = sets;
    this.#options = options;
    const places = options.isStatic ? 1 : options.rounds;
    this.#remaining = Array.from({ length: places }, () => sets.all);
    this.examples = Array.from({ length: options.rounds }, () => sets.richest ?? sets.all.example);
    this.#queries = new Queries(options.topology);
  }

  /** For each round, or for all at once, what is left to choose from. */
  get remaining(): readonly Candidates[] {
    return this.#remaining;
  }

  /** The highest round that any node has entered. */
  get reached(): Round {
    return this.#reached;
  }

  /** Where the candidates of a round stand in `remaining`. */
  placeOf(round: Round): number {
    return this.#options.isStatic ? 0 : round - 1;
  }

  /** The leader of a scripted round; throws {@link UnresolvedChoice} if the candidates differ. */
  leaderOf(round: Round): ReplicaId | undefined {
    if (!this.#isResolvedFor(round, this.#queries.leader)) throw new UnresolvedChoice();
    return this.examples[round - 1]?.leader;
  }

  /** Whether leaders may still be undecided. */
  mayThrow(): boolean {
    return this.#sets.split(this.#sets.all, this.#queries.leader).length > 1;
  }

  /** Whether all is decided that an effect asks for; if not, `open` tells what is missing. */
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
        return true;
      default:
        return unreachable(effect);
    }
  }

  /** How an open question can be answered; not at all where it does not matter any more. */
  answers(): readonly Candidates[] {
    const { open } = this;
    const candidates = open && this.#remaining[open.place];
    if (open === undefined || candidates === undefined) return [];
    if (this.#retired[open.place] === true) return [];
    return this.#sets.split(candidates, open.query);
  }

  /**
   * What the candidates of a place still mean: the same text where nothing tells them apart any
   * more. `isIrrelevant` says that nothing tells apart those of this place.
   */
  residualAt(place: number, live: LiveFields): Residual {
    const candidates = this.#remaining[place];
    if (candidates === undefined || hasNoLiveField(live)) return IRRELEVANT;
    const text = this.#sets.commonAnswer(candidates, this.#queries.liveFields(live));
    const { fingerprints } = this.#options;
    return text === undefined
      ? this.#relevantResidual(place, candidates)
      : { text: fingerprints.of(text), isIrrelevant: true };
  }

  /** Once settled, always settled: its scenarios are counted already. */
  #relevantResidual(place: number, { key }: Candidates): Residual {
    const isIrrelevant = this.#retired[place] === true;
    return {
      text: `${isIrrelevant ? "=" : "#"}${this.#options.fingerprints.of(key)}`,
      isIrrelevant,
    };
  }

  /**
   * Whom a node reaches by messages of a scripted round, as a bit for each index; undefined where
   * that is open, or where messages are not governed by their rounds.
   */
  reach(round: Round, index: number): number | undefined {
    if (round > this.#options.rounds || this.#options.semantics.governs !== "message") {
      return undefined;
    }
    const candidates = this.#remaining[this.placeOf(round)];
    const query = this.#queries.reach(index);
    const answer = candidates && query && this.#sets.commonAnswer(candidates, query);
    return answer === undefined ? undefined : Number(answer);
  }

  /** Whether it may still be asked if a round is quorumless. */
  isQuorumlessLive(round: Round): boolean {
    return this.#options.asksQuorumless && !this.#quorumless && this.#lastExamined < round;
  }

  /** Nothing tells the candidates of a place apart any more: nobody asks about them again. */
  retire(place: number): void {
    this.#retired[place] = true;
  }

  narrow(place: number, candidates: Candidates): void {
    this.#remaining[place] = candidates;
    this.open = undefined;
    if (this.#options.isStatic) this.examples.fill(candidates.example);
    else this.examples[place] = candidates.example;
  }

  save(): LazyScenarioSnapshot {
    return {
      remaining: [...this.#remaining],
      examined: this.#lastExamined,
      quorumless: this.#quorumless,
      reached: this.#reached,
      open: this.open,
      retired: [...this.#retired],
    };
  }

  restore({ remaining, examined, quorumless, reached, open, retired }: LazyScenarioSnapshot): void {
    this.#retired = [...retired];
    for (const [place, candidates] of remaining.entries()) this.narrow(place, candidates);
    this.#reached = reached;
    this.#lastExamined = examined;
    this.#quorumless = quorumless;
    this.open = open;
  }

  #isResolvedFor(round: Round, query: Query): boolean {
    if (round > this.#options.rounds) return true;
    const place = this.placeOf(round);
    const candidates = this.#remaining[place];
    if (candidates === undefined || candidates.members.length === 1) return true;
    if (this.#retired[place] === true) return true;
    if (this.#sets.split(candidates, query).length === 1) return true;
    this.open = { place, query };
    return false;
  }

  /** Whether all is decided that verdicts ask for when the run has ended. */
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

  /** Rounds are looked at as properties that read them do it: until the first quorumless one. */
  #isExamined(round: Round): boolean {
    if (!this.#options.asksQuorumless) return true;
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
    const candidates = this.#remaining[this.placeOf(governing)];
    if (candidates?.members.length === 1) return true;
    return this.#isResolvedFor(governing, this.#queries.fate(from, to, message.type));
  }
}
