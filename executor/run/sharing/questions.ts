/** What a run has asked of its scenario: everything by which scenarios can make runs differ. */

/** How many rounds the scenario scripts: asked by every run, before all else. */
export const LENGTH = 0;

/** Who leads a scripted round, from 1. */
export const leaderQuestion = (round: number): number => 2 * round;

/** Whom the messages of a scripted round reach. */
export const linksQuestion = (round: number): number => 2 * round + 1;

/** The round that a question is about, and whether it asks for its leader. */
export const roundOf = (question: number): number => question >> 1;
export const asksForLeader = (question: number): boolean => question % 2 === 0;

/**
 * Takes note of the questions of one run after the other, each once, in the order in which they are
 * asked first. A run is a function of the answers: one that gets the same answers is the same.
 */
export class Questions {
  #asked: number[] = [LENGTH];
  /** By question: the last run that asked it. */
  readonly #askedBy: number[] = [];
  #run = 0;

  /** In the order of the run. */
  get asked(): readonly number[] {
    return this.#asked;
  }

  /** Begins the next run. */
  begin(): void {
    this.#asked = [LENGTH];
    this.#run++;
  }

  note(question: number): void {
    if (this.#askedBy[question] === this.#run) return;
    this.#askedBy[question] = this.#run;
    this.#asked.push(question);
  }

  /** Whatever asks of single copies of messages asks of the links of all scripted rounds. */
  noteLinks(rounds: number): void {
    for (let round = 1; round <= rounds; round++) this.note(linksQuestion(round));
  }
}
