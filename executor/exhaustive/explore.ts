/** Explores a search space layer by layer, with work stealing between workers. */
import type { Expansion } from "./expansion.js";
import type { StateClass } from "./frontier.js";
import type { ExplorationState } from "./exploration-state.js";

/** Expands batches, `size` of them at a time. */
export interface ExpansionPool {
  readonly size: number;
  expand(batch: readonly StateClass[]): Promise<Expansion>;
}

/**
 * Judges every scenario of a search space, layer by layer; equal states are expanded once. The
 * counts are exact, and equal for any number of workers (docs/soundness.md). `progressed` is called
 * after each batch: an exploration can be resumed from its state at that time.
 */
export async function explore(
  exploration: ExplorationState,
  pool: ExpansionPool,
  progressed: () => void,
): Promise<void> {
  while (!exploration.isComplete) {
    const chunks = chunksOf(exploration.takeLayer(pool.size), pool.size);
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

/** Consecutive batches for each worker: neighbours share prefixes and cached ends. */
function chunksOf(
  batches: readonly (readonly StateClass[])[],
  size: number,
): readonly BatchQueue[] {
  const each = Math.ceil(batches.length / size);
  return Array.from({ length: size }, (_, at) => batches.slice(at * each, (at + 1) * each));
}

/** The next own batch; a worker that has none steals the last one of the longest chunk. */
function steal(own: BatchQueue, chunks: readonly BatchQueue[]): readonly StateClass[] | undefined {
  const next = own.shift();
  if (next !== undefined) return next;
  return chunks.reduce((a, b) => (b.length > a.length ? b : a), own).pop();
}
