/** Sets of round configurations that are still possible for a round. */
import { invariant } from "../../../lib/protocol/assert.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";

/** A function of a round configuration that a run depends on; equal keys mean equal functions. */
export interface Query {
  readonly key: string;
  answer(configuration: RoundConfiguration): string;
}

/** Round configurations that agree on all answers given so far, by ascending number. */
export interface Candidates {
  /** Equal sets have equal keys. */
  readonly key: string;
  readonly members: readonly number[];
  /** Any member: all members agree on all answers given so far. */
  readonly example: RoundConfiguration;
}

/** Sets of round configurations, interned, and how queries split them. */
export class CandidateSets {
  readonly all: Candidates;
  /** One that uses all that any uses: links that are built for it serve all others. */
  readonly richest: RoundConfiguration | undefined;
  readonly #configurations: readonly RoundConfiguration[];
  readonly #sets = new Map<string, Candidates>();
  /** By candidates, then by query. */
  readonly #splits = new Map<Candidates, Map<string, readonly Candidates[]>>();
  /** By query: the answer of each configuration. */
  readonly #answers = new Map<string, readonly string[]>();

  constructor(configurations: readonly RoundConfiguration[]) {
    this.#configurations = configurations;
    this.richest = richestOf(configurations);
    this.all = this.#set(configurations.map((_, index) => index));
  }

  /** The candidates grouped by their answers, in the order of their first members. */
  split(candidates: Candidates, query: Query): readonly Candidates[] {
    const splits = this.#splitsOf(candidates);
    const known = splits.get(query.key);
    if (known !== undefined) return known;
    const answers = this.#answersTo(query);
    const groups = new Map<string, number[]>();
    for (const member of candidates.members) {
      const answer = answers[member] ?? "";
      const group = groups.get(answer);
      if (group === undefined) groups.set(answer, [member]);
      else group.push(member);
    }
    const split = [...groups.values()].map((members) => this.#set(members));
    splits.set(query.key, split);
    return split;
  }

  #splitsOf(candidates: Candidates): Map<string, readonly Candidates[]> {
    const known = this.#splits.get(candidates);
    if (known !== undefined) return known;
    const splits = new Map<string, readonly Candidates[]>();
    this.#splits.set(candidates, splits);
    return splits;
  }

  /** The answer of all candidates; undefined if they differ. */
  commonAnswer(candidates: Candidates, query: Query): string | undefined {
    if (this.split(candidates, query).length > 1) return undefined;
    return this.#answersTo(query)[candidates.members[0] ?? 0];
  }

  #answersTo(query: Query): readonly string[] {
    const known = this.#answers.get(query.key);
    if (known !== undefined) return known;
    const answers = this.#configurations.map((each) => query.answer(each));
    this.#answers.set(query.key, answers);
    return answers;
  }

  #set(members: readonly number[]): Candidates {
    const key = members.join(" ");
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const example = this.#configurations[members[0] ?? 0];
    invariant(example !== undefined, "a set of candidates is not empty");
    const set = { key, members, example };
    this.#sets.set(key, set);
    return set;
  }
}

/** Spaces choose parts independently, so one configuration has all that any has. */
const richestOf = (
  configurations: readonly RoundConfiguration[],
): RoundConfiguration | undefined => {
  const richness = ({ drops, hears, exceptions }: RoundConfiguration): number =>
    [drops.length > 0, hears !== undefined, exceptions !== undefined].filter(Boolean).length;
  let richest: RoundConfiguration | undefined;
  for (const each of configurations) {
    if (richness(each) > (richest === undefined ? 0 : richness(richest))) richest = each;
  }
  return richest;
};
