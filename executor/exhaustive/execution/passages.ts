import type { Candidates } from "./candidates.js";
import type { Length } from "../frontier.js";
import type { RunOutcome } from "../outcome.js";
import { RecentMap } from "./recent-map.js";
import { countingOf, followedBy } from "./shares.js";
import type { Counting } from "./shares.js";
import type { OpenStage, Over } from "./stage.js";

/** Where a run comes to. */
export type Destination =
  /** A stop where it is open how it goes on, after so many where nothing was asked. */
  | {
      readonly kind: "asked";
      readonly fingerprint: string;
      readonly level: number;
      readonly passed: number;
    }
  | { readonly kind: "ended"; readonly outcome: RunOutcome };

/** A run from one stop to the next question, or to its end. */
export interface Passage {
  readonly to: Destination;
  /** Where that is; of a passage that is remembered: how far from where it begins. */
  readonly length: Length;
  readonly counting: Counting;
  /** By place: what may have been chosen. */
  readonly choices: readonly Candidates[];
}

/** From so many stops it is remembered how runs end. */
const CAPACITY = 500_000;

/**
 * Follows runs over the stops where nothing is asked, and remembers those from which all runs end.
 * What leads to questions is not remembered: which of the runs of one future came first would then
 * depend on who explores what, and so would the number of states that are found.
 */
export class Passages {
  readonly #remembered = new RecentMap<string, readonly Passage[]>(CAPACITY);

  /**
   * Goes on from where a stage is, which stays behind somewhere. Runs that end part where a verdict
   * asks for more than they have. `settled` tells by place whether the choices that are left were
   * alike at the stop before.
   */
  follow(stage: OpenStage, settled: readonly boolean[]): readonly Passage[] {
    const ended = stage.advance();
    if (ended !== undefined) return endsOf(stage, ended, settled);
    const { script } = stage;
    const { fingerprint, meanings } = stage.compare();
    const alike = meanings.map((meaning) => meaning.alike);
    const choices = script.decided.slice();
    const counting = countingOf(settled, alike, choices);
    const length = { events: stage.events, time: stage.now };
    if (script.answers().length > 0) {
      const to = { kind: "asked", fingerprint, level: script.reached, passed: 0 } as const;
      return [{ to, length, counting, choices }];
    }
    return this.#beyond(fingerprint, stage, alike).map((passage) => ({
      to: passage.to.kind === "ended" ? passage.to : onceMore(passage.to),
      length: plus(length, passage.length),
      counting: followedBy(counting, passage.counting),
      choices: choices.map((own, place) =>
        alike[place] === true ? own : (passage.choices[place] ?? own),
      ),
    }));
  }

  /** The passages from a stop where nothing is asked. */
  #beyond(fingerprint: string, stage: OpenStage, alike: readonly boolean[]): readonly Passage[] {
    const known = this.#remembered.get(fingerprint);
    if (known !== undefined) return known;
    const { events, now: time } = stage;
    const passages = this.follow(stage, alike).map((passage) => ({
      ...passage,
      length: minus(passage.length, { events, time }),
    }));
    if (passages.every(({ to }) => to.kind === "ended")) {
      this.#remembered.set(fingerprint, passages);
    }
    return passages;
  }
}

function endsOf(stage: OpenStage, ended: Over, settled: readonly boolean[]): Passage[] {
  const { script } = stage;
  const asksMore = ended.ending !== "decided" && !script.isDecidedAtEnd();
  if (asksMore && script.open !== undefined) {
    const saved = script.save();
    const place = script.open.place;
    return script.answers().flatMap((answer) => {
      script.restore(saved);
      script.decide(place, answer);
      return endsOf(stage, ended, settled);
    });
  }
  const choices = script.decided.slice();
  const everything = choices.map(() => true);
  return [
    {
      to: { kind: "ended", outcome: stage.outcome(ended) },
      length: { events: ended.events, time: ended.at },
      counting: countingOf(settled, everything, choices),
      choices,
    },
  ];
}

const onceMore = (to: Extract<Destination, { kind: "asked" }>): Destination => ({
  ...to,
  passed: to.passed + 1,
});

export const plus = (a: Length, b: Length): Length => ({
  events: a.events + b.events,
  time: a.time + b.time,
});

export const minus = (a: Length, b: Length): Length => ({
  events: a.events - b.events,
  time: a.time - b.time,
});
