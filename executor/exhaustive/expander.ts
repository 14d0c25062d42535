import { invariant } from "../../lib/protocol/assert.js";
import type { Outcome } from "../../lib/simulation/world.js";
import type { Candidates } from "./candidates.js";
import type { Bundle, Found, Length, Path } from "./frontier.js";
import type { RunOutcome } from "./outcome.js";
import type { Meaning } from "./script.js";
import type { Shares } from "./shares.js";
import { part, times } from "./shares.js";
import { OpenStage } from "./stage.js";
import type { SavedStage } from "./stage.js";
import { Tails } from "./tails.js";
import type { Territory } from "./territory.js";

/** Whoever wants to know where runs lead. */
export interface Listener {
  /** Runs have come to a stop where it is still open how they go on. */
  found(found: Found): void;
  /** Runs have ended. `choices` are what the first of them may have chosen, place by place. */
  ended(end: End): void;
}

export interface End {
  readonly outcome: RunOutcome;
  readonly shares: Shares;
  readonly longest: Length;
  readonly choices: readonly Candidates[];
}

/** Runs that have just been followed to somewhere. */
interface Followed {
  readonly path: Path;
  readonly shares: Shares;
  /** By place: whether all that could be chosen there was alike at the stop before. */
  readonly settled: readonly boolean[];
  /** How much longer than this one the longest of the runs is. */
  readonly ahead: Length;
}

/** Follows bundles of runs to their next stops. */
export class Expander {
  readonly #territory: Territory;
  readonly #listener: Listener;
  readonly #tails = new Tails();
  #stage: OpenStage;
  /** The stops of one path, the start first, and the answers that were given there. */
  #stops: SavedStage[] = [];
  #answers: number[] = [];

  constructor(territory: Territory, listener: Listener) {
    this.#territory = territory;
    this.#listener = listener;
    this.#stage = this.#start();
  }

  /** Goes on from where the runs of a bundle have stopped, with every answer. */
  expand({ path, shares, longest }: Bundle): void {
    if (this.#stage.isWorn) this.#stage = this.#start();
    const stop = this.#goTo(path);
    const { script } = this.#stage;
    const { events, now } = this.#stage;
    const settled = path.length === 0 ? [] : this.#stage.meanings().map(({ alike }) => alike);
    const ahead = { events: longest.events - events, time: longest.time - now };
    const answers = script.answers();
    for (let answer = 0; answer < Math.max(answers.length, 1); answer++) {
      this.#stage.restore(stop);
      this.#answer(answer);
      this.#follow({ path: [...path, answer], shares, settled, ahead });
    }
  }

  #start(): OpenStage {
    const stage = new OpenStage(this.#territory);
    this.#stops = [stage.save()];
    this.#answers = [];
    return stage;
  }

  /** Stops where a path leads, and says what is there. */
  #goTo(path: Path): SavedStage {
    let depth = 0;
    while (depth < path.length && this.#answers[depth] === path[depth]) depth++;
    this.#stops.length = depth + 1;
    this.#answers.length = depth;
    for (const answer of path.slice(depth)) {
      this.#stage.restore(this.#top());
      this.#answer(answer);
      const ended = this.#stage.advance();
      invariant(ended === undefined, "a run takes the same path again", { path });
      this.#stage.meanings();
      this.#stops.push(this.#stage.save());
      this.#answers.push(answer);
    }
    const stop = this.#top();
    this.#stage.restore(stop);
    return stop;
  }

  #top(): SavedStage {
    const stop = this.#stops.at(-1);
    invariant(stop !== undefined, "a path begins at the start");
    return stop;
  }

  #answer(number: number): void {
    const { script } = this.#stage;
    const answer = script.answers()[number];
    if (script.open !== undefined && answer !== undefined) script.decide(script.open.place, answer);
  }

  #follow(runs: Followed): void {
    const ended = this.#stage.advance();
    if (ended !== undefined) {
      this.#end(ended, runs);
      return;
    }
    const { fingerprint, meanings } = this.#stage.compare();
    const shares = this.#settle(runs, meanings);
    if (meanings.every(({ alike }) => alike)) {
      this.#followTail(fingerprint, shares, runs.ahead);
      return;
    }
    const { events, now, script } = this.#stage;
    const longest = { events: runs.ahead.events + events, time: runs.ahead.time + now };
    this.#listener.found({ fingerprint, level: script.reached, path: runs.path, shares, longest });
  }

  /** Counts what could be chosen where nothing tells the choices apart any more. */
  #settle({ shares, settled }: Followed, meanings: readonly Meaning[]): Shares {
    const { decided } = this.#stage.script;
    let factor = 1n;
    for (const [place, { alike }] of meanings.entries()) {
      const isNew = alike && settled[place] !== true && place > 0;
      if (isNew) factor *= BigInt(decided[place]?.members.length ?? 1);
    }
    const [first] = decided;
    const isFirstNew = meanings[0]?.alike === true && settled[0] !== true;
    return isFirstNew && first !== undefined
      ? part(shares, first.members, factor)
      : times(shares, factor);
  }

  /** Nothing is left to choose: all goes one way from here. */
  #followTail(fingerprint: string, shares: Shares, ahead: Length): void {
    const stage = this.#stage;
    let found = this.#tails.get(fingerprint);
    const passed = [{ fingerprint, events: stage.events, time: stage.now }];
    const start = passed[0];
    while (found === undefined) {
      const ended = stage.advance();
      if (ended === undefined) {
        const next = stage.compare();
        found = this.#tails.get(next.fingerprint);
        passed.push({ fingerprint: next.fingerprint, events: stage.events, time: stage.now });
      } else found = { outcome: stage.outcome(ended), events: 0, time: 0 };
    }
    const { outcome } = found;
    const end = { events: stage.events + found.events, time: stage.now + found.time };
    for (const stop of passed) {
      const left = { events: end.events - stop.events, time: end.time - stop.time };
      this.#tails.set(stop.fingerprint, { outcome, ...left });
    }
    invariant(start !== undefined, "a tail has a beginning");
    const longest = { events: ahead.events + end.events, time: ahead.time + end.time };
    this.#listener.ended({ outcome, shares, longest, choices: stage.script.decided.slice() });
  }

  #end(ended: Outcome, runs: Followed): void {
    const { script } = this.#stage;
    if (!script.isDecidedAtEnd() && script.open !== undefined) {
      const saved = script.save();
      for (const answer of script.answers()) {
        script.restore(saved);
        script.decide(saved.open?.place ?? 0, answer);
        this.#end(ended, runs);
      }
      return;
    }
    const outcome = this.#stage.outcome(ended);
    const everything = script.decided.map(() => ({ text: "", alike: true }));
    const { ahead } = runs;
    this.#listener.ended({
      outcome,
      shares: this.#settle(runs, everything),
      longest: { events: ahead.events + ended.events, time: ahead.time + ended.at },
      choices: script.decided.slice(),
    });
  }
}
