import { invariant } from "../../lib/protocol/assert.js";
import type { Candidates } from "./execution/candidates.js";
import type { Bundle, Found, Length, Path } from "./frontier.js";
import type { RunOutcome } from "./outcome.js";
import { minus, Passages, plus } from "./execution/passages.js";
import type { Passage } from "./execution/passages.js";
import type { Shares } from "./execution/shares.js";
import { counted } from "./execution/shares.js";
import { OpenStage } from "./execution/stage.js";
import type { SavedStage } from "./execution/stage.js";
import type { Territory } from "./territory.js";

/** Whoever wants to know where runs lead. */
export interface Listener {
  /** Runs have come to a stop where it is open how they go on. */
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

/** A stop on a path. */
interface Stop {
  readonly saved: SavedStage;
  /** By place: whether all that can be chosen there is alike. */
  readonly settled: readonly boolean[];
}

/** Follows bundles of runs from where something is asked to where something is asked next. */
export class Expander {
  readonly #territory: Territory;
  readonly #listener: Listener;
  readonly #passages = new Passages();
  #stage: OpenStage;
  /** The stops of one path, the start first, and the answers that were given there. */
  #stops: Stop[] = [];
  #answers: number[] = [];

  constructor(territory: Territory, listener: Listener) {
    this.#territory = territory;
    this.#listener = listener;
    this.#stage = this.#start();
  }

  /** Goes on from where the runs of a bundle have stopped, with every answer. */
  expand({ path, shares, longest }: Bundle): void {
    if (this.#stage.isWorn) this.#stage = this.#start();
    const { saved, settled } = this.#goTo(path);
    const { script, events, now: time } = this.#stage;
    const ahead = minus(longest, { events, time });
    const answers = script.answers().length;
    for (let answer = 0; answer < Math.max(answers, 1); answer++) {
      this.#stage.restore(saved);
      this.#answer(answer);
      for (const passage of this.#passages.follow(this.#stage, settled)) {
        this.#tell(passage, { path: [...path, answer], shares, longest: ahead });
      }
    }
  }

  #tell({ to, length, counting, choices }: Passage, bundle: Bundle): void {
    const shares = counted(bundle.shares, counting);
    const longest = plus(bundle.longest, length);
    if (to.kind === "ended") {
      this.#listener.ended({ outcome: to.outcome, shares, longest, choices });
      return;
    }
    const { fingerprint, level, passed } = to;
    const path = [...bundle.path, ...Array.from({ length: passed }, () => 0)];
    this.#listener.found({ fingerprint, level, path, shares, longest });
  }

  #start(): OpenStage {
    const stage = new OpenStage(this.#territory);
    this.#stops = [{ saved: stage.save(), settled: [] }];
    this.#answers = [];
    return stage;
  }

  /** Stops where a path leads, and says what is there. */
  #goTo(path: Path): Stop {
    let depth = 0;
    while (depth < path.length && this.#answers[depth] === path[depth]) depth++;
    this.#stops.length = depth + 1;
    this.#answers.length = depth;
    for (const answer of path.slice(depth)) {
      this.#stage.restore(this.#top().saved);
      this.#answer(answer);
      const ended = this.#stage.advance();
      invariant(ended === undefined, "a run takes the same path again", { path });
      const settled = this.#stage.meanings().map(({ alike }) => alike);
      this.#stops.push({ saved: this.#stage.save(), settled });
      this.#answers.push(answer);
    }
    const stop = this.#top();
    this.#stage.restore(stop.saved);
    return stop;
  }

  #top(): Stop {
    const stop = this.#stops.at(-1);
    invariant(stop !== undefined, "a path begins at the start");
    return stop;
  }

  /** Where nothing is asked any more there is no answer, and the run just goes on. */
  #answer(number: number): void {
    const { script } = this.#stage;
    const answer = script.answers()[number];
    if (script.open !== undefined && answer !== undefined) script.decide(script.open.place, answer);
  }
}
