/** The checkpoint of an incomplete exploration. */
import { onInterrupt } from "../../../io/interrupt.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { doAll } from "../../../io/outputs/do-all.js";
import { linesIfAny } from "../../../io/outputs/logs/resumable-output.js";
import { removeFile, replaceFile } from "../../../io/outputs/replace-file.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { digestOf } from "../../run/digest.js";
import { provenanceDigest } from "./provenance.js";
import { checkpointLines } from "./checkpoint-format.js";
import { spaceFactsOf } from "./space-facts.js";
import { CheckpointReader } from "./read-checkpoint.js";
import type { ExplorationState } from "../exploration-state.js";
import { searchSpaceOf } from "../search-space.js";
import type { ExplorationJob } from "../search-space.js";

/** So long is at most lost of an exploration that is killed, */
const INTERVAL_MS = 60_000;
/** unless saving would take more than one part in so many of the time. */
const SAVING_SHARE = 20;

/** A checkpoint, if the user names a file. */
export class Checkpoint {
  /** The state of the exploration in the file; undefined without a file. */
  readonly resumed: ExplorationState | undefined;
  readonly #file: string | undefined;
  readonly #provenance: string;
  #due = performance.now() + INTERVAL_MS;

  private constructor(
    file: string | undefined,
    provenance: string,
    found: ExplorationState | undefined,
  ) {
    this.#file = file;
    this.#provenance = provenance;
    this.resumed = found;
  }

  /** Throws {@link InputError} when the file is there and is damaged, or of something else. */
  static async open(
    file: string | undefined,
    job: ExplorationJob,
    tool: string,
  ): Promise<Checkpoint> {
    const { examples } = job;
    const provenance = digestOf([provenanceDigest(job, tool), String(examples)]);
    if (file === undefined) return new Checkpoint(file, provenance, undefined);
    const facts = spaceFactsOf(searchSpaceOf(job, nodeSha256));
    const reader = new CheckpointReader(file, { provenance, facts, examples });
    for await (const line of linesIfAny(file)) reader.line(line);
    return new Checkpoint(file, provenance, reader.exploration());
  }

  saveIfDue(exploration: ExplorationState): void {
    if (performance.now() >= this.#due) this.save(exploration);
  }

  /** Saves it if the process is interrupted; returns what calls this off. */
  keep(exploration: ExplorationState): () => void {
    if (this.#file === undefined) return () => undefined;
    return onInterrupt(() => {
      if (!exploration.isComplete) this.save(exploration);
    });
  }

  /**
   * Publishes the result of a complete exploration, and then removes the checkpoint. If publishing
   * failed, or the reader closed the output, the checkpoint holds the complete exploration instead,
   * so that the same command only publishes it again.
   */
  async removeAfter(exploration: ExplorationState, publish: () => Promise<boolean>): Promise<void> {
    const file = this.#file;
    if (file === undefined) {
      await publish();
      return;
    }
    let isPublished = false;
    await doAll([
      async () => {
        isPublished = await publish();
      },
      () => {
        if (isPublished) removeFile(file);
        else this.save(exploration);
      },
    ]);
  }

  save(exploration: ExplorationState): void {
    const began = performance.now();
    if (this.#file !== undefined) {
      replaceFile(this.#file, checkpointLines(exploration, this.#provenance));
    }
    const took = performance.now() - began;
    this.#due = began + took + Math.max(INTERVAL_MS, SAVING_SHARE * took);
  }

  /**
   * Does some work on the exploration. If it was resumed from the file, a broken invariant is an
   * error of the file: only a forged one has the right checksum and the wrong content. Throws
   * {@link InputError} then.
   */
  async trusting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.resumed === undefined || !isBroken(error)) throw error;
      const wrong = `does not lead on to what it says: ${error.message}`;
      throw new InputError([{ path: "", wrong, allowed: "a new file" }], this.#file);
    }
  }
}

/** Whether an invariant does not hold, here or in a worker, whose errors lose their class. */
const isBroken = (error: unknown): error is Error =>
  error instanceof Error && error.name === "InvariantViolation";
