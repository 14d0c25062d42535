import type { Millis } from "../../lib/protocol/ids.js";
import type { Candidates } from "./candidates.js";
import { outcomeKey } from "./outcome.js";
import type { RunOutcome } from "./outcome.js";
import type { Outcome } from "../../lib/simulation/world.js";
import { OpenStage } from "./stage.js";
import type { Comparison, SavedStage } from "./stage.js";
import type { Territory } from "./territory.js";
import { seenFrom, seenFromStart, together } from "./value.js";
import type { Standpoint, Value } from "./value.js";

/** How much work an exploration was. */
export interface Effort {
  /** Different states in which runs were compared. */
  readonly states: number;
  /** How often a run came to a state that was explored before. */
  readonly merged: number;
  /** Runs that were followed to their end. */
  readonly ends: number;
}

/** Whoever follows an exploration. */
export interface Follower {
  /** A run came to its end: what it was, and what may be chosen, place by place, to get there. */
  ended(outcome: RunOutcome, choices: readonly Candidates[]): void;
  /** So many more scenarios are decided. */
  decided(scenarios: bigint, effort: Effort): void;
}

/** What is known of a whole territory. */
export interface Explored {
  /** How many scenarios came to each outcome. */
  readonly outcomes: readonly (readonly [RunOutcome, bigint])[];
  readonly effort: Effort;
  /** Of the longest run. */
  readonly events: number;
  readonly time: Millis;
}

/**
 * Judges every scenario of a territory: depth first, each state explored once. The numbers are
 * exact (docs/adr/0010-whole-spaces.md).
 */
export const explore = (territory: Territory, follower: Follower): Explored =>
  new Explorer(territory, follower).explore();

class Explorer {
  readonly #stage: OpenStage;
  readonly #follower: Follower;
  readonly #known = new Map<string, Value>();
  readonly #outcomes = new Map<string, RunOutcome>();
  readonly #effort = { states: 0, merged: 0, ends: 0 };

  constructor(territory: Territory, follower: Follower) {
    this.#stage = new OpenStage(territory);
    this.#follower = follower;
  }

  explore(): Explored {
    const { counts, events, time } = this.#explore();
    const outcomes = [...this.#outcomes].map(
      ([key, outcome]) => [outcome, counts.get(key) ?? 0n] as const,
    );
    return { outcomes, effort: this.#effort, events, time };
  }

  /** All scenarios that agree with what is decided, and are not decided otherwise before. */
  #explore(): Value {
    const ended = this.#stage.advance();
    if (ended !== undefined) return this.#end(ended);
    const { open } = this.#stage.script;
    const comparison = this.#stage.compare();
    const at = this.#standpoint(comparison);
    const known = this.#known.get(comparison.key);
    if (known !== undefined) {
      this.#effort.merged++;
      return this.#report(seenFromStart(known, at));
    }
    this.#effort.states++;
    const value = open === undefined ? this.#explore() : this.#branch(comparison.saved, open.place);
    this.#known.set(comparison.key, seenFrom(value, at));
    return value;
  }

  /** Every answer to the open question. */
  #branch(saved: SavedStage, place: number): Value {
    const answers = this.#stage.script.answers();
    return together(
      answers.map((answer) => {
        this.#stage.restore(saved);
        this.#stage.script.decide(place, answer);
        return this.#explore();
      }),
    );
  }

  #end(ended: Outcome): Value {
    const { script } = this.#stage;
    if (!script.isDecidedAtEnd() && script.open !== undefined) {
      const saved = script.save();
      const { place } = script.open;
      return together(
        script.answers().map((answer) => {
          script.restore(saved);
          script.decide(place, answer);
          return this.#end(ended);
        }),
      );
    }
    const outcome = this.#stage.outcome(ended);
    this.#effort.ends++;
    const { decided } = script;
    const key = outcomeKey(outcome);
    if (!this.#outcomes.has(key)) this.#outcomes.set(key, outcome);
    this.#follower.ended(outcome, decided);
    const scenarios = product(decided.map(({ members }) => members.length));
    const { events, at: time } = outcome;
    return this.#report({ counts: new Map([[key, scenarios]]), events, time });
  }

  #standpoint({ moment, saved, meanings }: Comparison & { readonly saved: SavedStage }): Standpoint {
    const alike = saved.script.decided.filter((_, place) => meanings[place]?.alike === true);
    return {
      alike: product(alike.map(({ members }) => members.length)),
      events: saved.run.events,
      time: moment.now,
    };
  }

  #report(value: Value): Value {
    let scenarios = 0n;
    for (const count of value.counts.values()) scenarios += count;
    this.#follower.decided(scenarios, this.#effort);
    return value;
  }
}

const product = (factors: readonly number[]): bigint =>
  factors.reduce((all, factor) => all * BigInt(factor), 1n);
