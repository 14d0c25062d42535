/** Remembers what came of runs by the answers that they got. */
import { StepTable } from "../../../lib/crypto/step-table.js";

const ROOT = 0;

/** The answer to a question, as a number. */
export type Answers = (question: number) => number;

/**
 * A tree of questions: at each place one is asked, and each answer leads to another place. Runs
 * with the same answers so far ask the same next, so that each place has one question. Where a run
 * has ended stands what is kept of it.
 */
export class AnswerTree<Kept> {
  readonly #steps = new StepTable();
  /** By place: what is asked there. */
  #questions: (number | undefined)[] = [];
  /** By place: of the run that ended there. */
  #kept: (Kept | undefined)[] = [];
  #size = 0;

  /** Of how many runs something is kept. */
  get size(): number {
    return this.#size;
  }

  /** What is kept of the run that gets these answers. O(its questions). */
  find(answers: Answers): Kept | undefined {
    let place = ROOT;
    for (;;) {
      const kept = this.#kept[place];
      if (kept !== undefined) return kept;
      const question = this.#questions[place];
      if (question === undefined) return undefined;
      place = this.#steps.find(place, answers(question));
      if (place === ROOT) return undefined;
    }
  }

  /** Keeps something of a run that asked these questions, in this order. */
  keep(questions: readonly number[], answers: Answers, kept: Kept): void {
    let place = ROOT;
    for (const question of questions) {
      this.#questions[place] = question;
      place = this.#steps.step(place, answers(question));
    }
    this.#kept[place] = kept;
    this.#size++;
  }

  clear(): void {
    this.#steps.clear();
    this.#questions = [];
    this.#kept = [];
    this.#size = 0;
  }
}
