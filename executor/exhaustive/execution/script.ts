import { unreachable } from "../../../lib/protocol/assert.js";
import type { Effect } from "../../../lib/protocol/effect.js";
import type { ReplicaId, Round } from "../../../lib/protocol/ids.js";
import { GENESIS_ROUND, nextRound, previousRound } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { RoundConfiguration, Semantics } from "../../../lib/scenario/model.js";
import { UnresolvedChoice } from "../../../lib/simulation/world.js";
import type { Topology } from "../../run/world.js";
import type { CandidateSets, Candidates, Question } from "./candidates.js";
import type { Fingerprints } from "../state/fingerprints.js";
import { Questions } from "./questions.js";
import { isNothing } from "./relevance.js";
import type { Inquiry } from "./relevance.js";

/** What the candidates for a round still mean. */
export interface Meaning {
  readonly text: string;
  readonly alike: boolean;
}

const NOTHING: Meaning = { text: "", alike: true };

/** What was asked and is not decided, and of which round (from 0). */
export interface Open {
  readonly place: number;
  readonly question: Question;
}

/** What was decided at some moment. */
export interface SavedScript {
  readonly decided: readonly Candidates[];
  readonly examined: Round;
  readonly quorumless: boolean;
  readonly reached: Round;
  readonly open: Open | undefined;
  readonly settled: readonly boolean[];
}

/** What all scripts of a space share. */
export interface ScriptOptions {
  readonly cast: Topology;
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
export class OpenScript {
  /** An example for each round, for whoever reads a scenario. */
  readonly examples: RoundConfiguration[];
  open: Open | undefined;
  readonly #sets: CandidateSets;
  readonly #options: ScriptOptions;
  readonly #decided: Candidates[];
  readonly #questions: Questions;
  /** By place: whether nothing tells the candidates apart any more, so that any will do. */
  #settled: boolean[] = [];
  #examined: Round = GENESIS_ROUND;
  /** The highest round that any node has entered: each is a good moment to compare runs. */
  #reached: Round = GENESIS_ROUND;
  #quorumless = false;

  constructor(sets: CandidateSets, options: ScriptOptions) {
    this.#sets = sets;
    this.#options = options;
    const places = options.isStatic ? 1 : options.rounds;
    this.#decided = Array.from({ length: places }, () => sets.all);
    this.examples = Array.from({ length: options.rounds }, () => sets.richest ?? sets.all.example);
    this.#questions = new Questions(options.cast);
  }

  /** For each round, or for all at once, what is left to choose from. */
  get decided(): readonly Candidates[] {
    return this.#decided;
  }

  /** The highest round that any node has entered. */
  get reached(): Round {
    return this.#reached;
  }

  /** Where the candidates of a round stand in `decided`. */
  placeOf(round: Round): number {
    return this.#options.isStatic ? 0 : round - 1;
  }

  /** The leader of a scripted round; throws {@link UnresolvedChoice} if the candidates differ. */
  leaderOf(round: Round): ReplicaId | undefined {
    if (!this.#isSettled(round, this.#questions.leader)) throw new UnresolvedChoice();
    return this.examples[round - 1]?.leader;
  }

  /** Whether leaders may still be undecided. */
  mayThrow(): boolean {
    return this.#sets.split(this.#sets.all, this.#questions.leader).length > 1;
  }

  /** Whether all is decided that an effect asks for; if not, `open` tells what is missing. */
  isDecided(node: NodeInfo, effect: Effect<object>, round: Round): boolean {
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
    const candidates = open && this.#decided[open.place];
    if (open === undefined || candidates === undefined) return [];
    if (this.#settled[open.place] === true) return [];
    return this.#sets.split(candidates, open.question);
  }

  /**
   * What the candidates of a place still mean: the same text where nothing tells them apart any
   * more. `alike` says that nothing tells apart those of this place.
   */
  meaningAt(place: number, inquiry: Inquiry): Meaning {
    const candidates = this.#decided[place];
    if (candidates === undefined || isNothing(inquiry)) return NOTHING;
    const text = this.#sets.commonAnswer(candidates, this.#questions.inquiry(inquiry));
    const { fingerprints } = this.#options;
    return text === undefined
      ? this.#unlike(place, candidates)
      : { text: fingerprints.of(text), alike: true };
  }

  /** Once settled, always settled: its scenarios are counted already. */
  #unlike(place: number, { key }: Candidates): Meaning {
    const alike = this.#settled[place] === true;
    return { text: `${alike ? "=" : "#"}${this.#options.fingerprints.of(key)}`, alike };
  }

  /**
   * Whom a node reaches by messages of a scripted round, as a bit for each index; undefined where
   * that is open, or where messages are not governed by their rounds.
   */
  reach(round: Round, index: number): number | undefined {
    if (round > this.#options.rounds || this.#options.semantics.governs !== "message") {
      return undefined;
    }
    const candidates = this.#decided[this.placeOf(round)];
    const question = this.#questions.reach(index);
    const answer = candidates && question && this.#sets.commonAnswer(candidates, question);
    return answer === undefined ? undefined : Number(answer);
  }

  /** Whether it may still be asked if a round is quorumless. */
  asksQuorum(round: Round): boolean {
    return this.#options.asksQuorumless && !this.#quorumless && this.#examined < round;
  }

  /** Nothing tells the candidates of a place apart any more: nobody asks about them again. */
  settle(place: number): void {
    this.#settled[place] = true;
  }

  decide(place: number, candidates: Candidates): void {
    this.#decided[place] = candidates;
    this.open = undefined;
    if (this.#options.isStatic) this.examples.fill(candidates.example);
    else this.examples[place] = candidates.example;
  }

  save(): SavedScript {
    return {
      decided: [...this.#decided],
      examined: this.#examined,
      quorumless: this.#quorumless,
      reached: this.#reached,
      open: this.open,
      settled: [...this.#settled],
    };
  }

  restore({ decided, examined, quorumless, reached, open, settled }: SavedScript): void {
    this.#settled = [...settled];
    for (const [place, candidates] of decided.entries()) this.decide(place, candidates);
    this.#reached = reached;
    this.#examined = examined;
    this.#quorumless = quorumless;
    this.open = open;
  }

  #isSettled(round: Round, question: Question): boolean {
    if (round > this.#options.rounds) return true;
    const place = this.placeOf(round);
    const candidates = this.#decided[place];
    if (candidates === undefined || candidates.members.length === 1) return true;
    if (this.#settled[place] === true) return true;
    if (this.#sets.split(candidates, question).length === 1) return true;
    this.open = { place, question };
    return false;
  }

  /** Whether all is decided that verdicts ask for when the run has ended. */
  isDecidedAtEnd(): boolean {
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
    while (!this.#quorumless && this.#examined < Math.min(round, this.#options.rounds)) {
      const next = nextRound(this.#examined);
      if (!this.#isSettled(next, this.#questions.quorumless)) return false;
      this.#examined = next;
      const example = this.examples[next - 1];
      if (example === undefined) continue;
      this.#quorumless = this.#questions.quorumless.answer(example) === "true";
    }
    return true;
  }

  #isSent(from: NodeInfo, payload: object, round: Round, to: ReplicaId | null): boolean {
    const message = this.#options.protocol.describe(payload);
    const governing = this.#options.semantics.governs === "message" ? message.round : round;
    if (governing > this.#options.rounds) return true;
    const candidates = this.#decided[this.placeOf(governing)];
    if (candidates?.members.length === 1) return true;
    return this.#isSettled(governing, this.#questions.fate(from, to, message.type));
  }
}
