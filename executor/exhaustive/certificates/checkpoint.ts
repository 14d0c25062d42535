/** Where an exploration is kept while it is not complete. */
import { onInterrupt } from "../../../io/interrupt.js";
import { nodeSha256 } from "../../../io/node-sha256.js";
import { doAll } from "../../../io/outputs/do-all.js";
import { linesIfAny } from "../../../io/outputs/resumable-output.js";
import { removeFile, replaceFile } from "../../../io/outputs/replace-file.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import { digestOf } from "../../run/digest.js";
import { basisDigest } from "./basis.js";
import { checkpointLines } from "./checkpoint-format.js";
import { groundOf } from "./ground.js";
import { CheckpointReader } from "./read-checkpoint.js";
import type { Survey } from "../survey.js";
import { territoryOf } from "../territory.js";
import type { Assignment } from "../territory.js";

/** So long is at most lost of an exploration that is killed, */
const INTERVAL_MS = 60_000;
/** unless saving would take more than one part in so many of the time. */
const SAVING_SHARE = 20;

/** A checkpoint, if the user names a file. */
export class Checkpoint {
  /** How far the same exploration had come. */
  readonly found: Survey | undefined;
  readonly #file: string | undefined;
  readonly #basis: string;
  #due = performance.now() + INTERVAL_MS;

  private constructor(file: string | undefined, basis: string, found: Survey | undefined) {
    this.#file = file;
    this.#basis = basis;
    this.found = found;
  }

  /** Throws {@link InputError} when the file is there and is damaged, or of something else. */
  static async open(
    file: string | undefined,
    assignment: Assignment,
    tool: string,
  ): Promise<Checkpoint> {
    const { examples } = assignment;
    const basis = digestOf([basisDigest(assignment, tool), String(examples)]);
    if (file === undefined) return new Checkpoint(file, basis, undefined);
    const ground = groundOf(territoryOf(assignment, nodeSha256));
    const reader = new CheckpointReader(file, { basis, ground, examples });
    for await (const line of linesIfAny(file)) reader.line(line);
    return new Checkpoint(file, basis, reader.survey());
  }

  saveIfDue(survey: Survey): void {
    if (performance.now() >= this.#due) this.save(survey);
  }

  /** Saves it if the process is interrupted; returns what calls this off. */
  keep(survey: Survey): () => void {
    if (this.#file === undefined) return () => undefined;
    return onInterrupt(() => {
      if (!survey.isComplete) this.save(survey);
    });
  }

  /**
   * Publishes what a complete exploration came to, and then removes the checkpoint. If that failed,
   * or nobody took it, the exploration stays there instead, so that the same command has only to
   * publish it again.
   */
  async removeAfter(survey: Survey, publish: () => Promise<boolean>): Promise<void> {
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
        else this.save(survey);
      },
    ]);
  }

  save(survey: Survey): void {
    const began = performance.now();
    if (this.#file !== undefined) replaceFile(this.#file, checkpointLines(survey, this.#basis));
    const took = performance.now() - began;
    this.#due = began + took + Math.max(INTERVAL_MS, SAVING_SHARE * took);
  }

  /**
   * Does some work on the survey. Where that went on from the file, what is broken by it is the
   * file's fault: only a forged one has the right checksum and the wrong content. Throws
   * {@link InputError} then.
   */
  async trusting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.found === undefined || !isBroken(error)) throw error;
      const wrong = `does not lead on to what it says: ${error.message}`;
      throw new InputError([{ path: "", wrong, allowed: "a new file" }], this.#file);
    }
  }
}

/** Whether an invariant does not hold, here or in a worker, whose errors lose their class. */
const isBroken = (error: unknown): error is Error =>
  error instanceof Error && error.name === "InvariantViolation";
