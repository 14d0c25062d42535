import type { Expansion } from "./expansion.js";
import type { StateClass } from "./frontier.js";
import type { ExplorationState } from "./exploration-state.js";

/** Who expands batches, and how many at a time. */
export interface ExpansionPool {
  readonly size: number;
  expand(batch: readonly StateClass[]): Promise<Expansion>;
}

/**
 * Judges every scenario of a territory, round by round; runs that can only go on alike are
 * followed once. The numbers are exact, and the same for any crew (docs/soundness.md).
 * After each batch `progressed` is called: an exploration can go on with the survey as it is then.
 */
export async function explore(
  exploration: ExplorationState,
  pool: ExpansionPool,
  progressed: () => void,
): Promise<void> {
  while (!exploration.isComplete) {
    const chunks = chunksOf(exploration.takeLayer(), pool.size);
    const work = async (own: BatchQueue): Promise<void> => {
      for (let batch = steal(own, chunks); batch !== undefined; batch = steal(own, chunks)) {
        exploration.complete(batch, await pool.expand(batch));
        progressed();
      }
    };
    await Promise.all(chunks.map(work));
  }
}

type BatchQueue = (readonly StateClass[])[];

/**
 * A stretch for each of a crew, whose thread remembers the beginnings that neighbours share and how
 * they end.
 */
function chunksOf(
  batches: readonly (readonly StateClass[])[],
  size: number,
): readonly BatchQueue[] {
  const each = Math.ceil(batches.length / size);
  return Array.from({ length: size }, (_, at) => batches.slice(at * each, (at + 1) * each));
}

/** Whoever is through with its own helps out at the far end of the longest stretch. */
function steal(own: BatchQueue, chunks: readonly BatchQueue[]): readonly StateClass[] | undefined {
  const next = own.shift();
  if (next !== undefined) return next;
  return chunks.reduce((a, b) => (b.length > a.length ? b : a), own).pop();
}
