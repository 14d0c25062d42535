import type { Candidates } from "./candidates.js";
import { Expander } from "./expander.js";
import { Frontier } from "./frontier.js";
import type { Length } from "./frontier.js";
import { outcomeKey } from "./outcome.js";
import type { RunOutcome } from "./outcome.js";
import { sum, total } from "./shares.js";
import type { Shares } from "./shares.js";
import type { Territory } from "./territory.js";

/** How much work an exploration was. */
export interface Effort {
  /** Different states in which runs were compared. */
  readonly states: number;
  /** How often a run came to a state that was known. */
  readonly merged: number;
  /** Runs that were followed to their end. */
  readonly ends: number;
}

/** Whoever follows an exploration. */
export interface Follower {
  /** A run came to its end: what it was, and what may be chosen, place by place, to get there. */
  ended(outcome: RunOutcome, choices: readonly Candidates[]): void;
  /** So many more scenarios are decided. */
  decided(scenarios: bigint): void;
}

/** How many scenarios came to an outcome, by the configuration of their first round. */
export interface Tally {
  readonly outcome: RunOutcome;
  readonly shares: Shares;
}

/** What is known of a whole territory. */
export interface Explored {
  readonly tallies: readonly Tally[];
  readonly effort: Effort;
  /** The longest run that there can be. */
  readonly longest: Length;
}

/**
 * Judges every scenario of a territory, round by round; runs that can only go on alike are followed
 * once. The numbers are exact (docs/adr/0010-whole-spaces.md).
 */
export function explore(territory: Territory, follower: Follower): Explored {
  const frontier = new Frontier();
  const tallies = new Map<string, Tally>();
  const longest = { events: 0, time: 0 };
  const effort = { states: 0, merged: 0, ends: 0 };
  const expander = new Expander(territory, {
    found(found) {
      if (frontier.add(found)) effort.states++;
      else effort.merged++;
    },
    ended({ outcome, shares, choices, longest: { events, time } }) {
      effort.ends++;
      const key = outcomeKey(outcome);
      const known = tallies.get(key);
      tallies.set(key, { outcome, shares: known === undefined ? shares : sum(known.shares, shares) });
      longest.events = Math.max(longest.events, events);
      longest.time = Math.max(longest.time, time);
      follower.ended(outcome, choices);
      follower.decided(total(shares));
    },
  });
  const firsts = territory.configurations.map((_, first) => [first, 1n] as const);
  const start = { path: [], shares: new Map(firsts), longest: { events: 0, time: 0 } };
  for (let bundles: readonly typeof start[] | ReturnType<Frontier["takeLowest"]> = [start]; ; ) {
    for (const bundle of bundles) expander.expand(bundle);
    if (frontier.isEmpty) break;
    bundles = frontier.takeLowest();
  }
  effort.states += expander.tails.made;
  effort.merged += expander.tails.met;
  return { tallies: [...tallies.values()], effort, longest };
}
