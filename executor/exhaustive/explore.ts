import type { Expansion } from "./expansion.js";
import type { Bundle } from "./frontier.js";
import type { Survey } from "./survey.js";

/** Who expands batches, and how many at a time. */
export interface Crew {
  readonly size: number;
  expand(batch: readonly Bundle[]): Promise<Expansion>;
}

/**
 * Judges every scenario of a territory, round by round; runs that can only go on alike are
 * followed once. The numbers are exact, and the same for any crew (docs/adr/0010-whole-spaces.md).
 * After each batch `progressed` is called: an exploration can go on with the survey as it is then.
 */
export async function explore(survey: Survey, crew: Crew, progressed: () => void): Promise<void> {
  while (!survey.isComplete) {
    const batches = [...survey.takePass()];
    const work = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
        survey.complete(batch, await crew.expand(batch));
        progressed();
      }
    };
    await Promise.all(Array.from({ length: crew.size }, work));
  }
}
