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
 * followed once. The numbers are exact, and the same for any crew (docs/soundness.md).
 * After each batch `progressed` is called: an exploration can go on with the survey as it is then.
 */
export async function explore(survey: Survey, crew: Crew, progressed: () => void): Promise<void> {
  while (!survey.isComplete) {
    const stretches = stretchesOf(survey.takePass(), crew.size);
    const work = async (own: Batches): Promise<void> => {
      for (let batch = take(own, stretches); batch !== undefined; batch = take(own, stretches)) {
        survey.complete(batch, await crew.expand(batch));
        progressed();
      }
    };
    await Promise.all(stretches.map(work));
  }
}

type Batches = (readonly Bundle[])[];

/**
 * A stretch for each of a crew, whose thread remembers the beginnings that neighbours share and how
 * they end.
 */
function stretchesOf(batches: readonly (readonly Bundle[])[], size: number): readonly Batches[] {
  const each = Math.ceil(batches.length / size);
  return Array.from({ length: size }, (_, at) => batches.slice(at * each, (at + 1) * each));
}

/** Whoever is through with its own helps out at the far end of the longest stretch. */
function take(own: Batches, stretches: readonly Batches[]): readonly Bundle[] | undefined {
  const next = own.shift();
  if (next !== undefined) return next;
  return stretches.reduce((a, b) => (b.length > a.length ? b : a), own).pop();
}
