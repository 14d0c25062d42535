/** A child process that is asked in lines and answers in lines, while the asking thread waits. */
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { ProgramCommand } from "./command-line.js";
import { LongLine, NoPipes, Pipes } from "./pipes.js";
import { FATE, SHARED } from "./shared-words.js";
import type { ChildEnd, KeeperData, Order, Report } from "./shared-words.js";

/** A child could not be started: why, as the end of a sentence. */
export class CannotStart extends Error {}

/** An answer, or what became of the child instead. */
export type Answer = Written | { readonly end: ChildEnd };

/** A line, or the beginning of one that is too long. */
export interface Written {
  readonly line: string;
  readonly isCut?: true;
}

/** So long the keeper is waited for, in real milliseconds: it has its own, shorter limits. */
const KEEPER_PATIENCE = 30_000;

/**
 * A program that is run as a child, and again after it has ended. One thread asks, and waits
 * blocked; another one, the keeper, watches the child meanwhile.
 */
export class Child {
  readonly #command: ProgramCommand;
  readonly #numbers: Int32Array;
  readonly #keeper: Worker;
  #pipes: Pipes | undefined;
  #calls = 0;

  /** `seconds` of real time an answer may take. */
  constructor(command: ProgramCommand, seconds: number) {
    this.#command = command;
    const shared = new SharedArrayBuffer(SHARED.count * Int32Array.BYTES_PER_ELEMENT);
    this.#numbers = new Int32Array(shared);
    const data: KeeperData = { shared, seconds, env: { ...process.env } };
    // Loaders of the user are not for the keeper: some wait for this thread, which waits for it.
    this.#keeper = new Worker(new URL("./keeper.js", import.meta.url), {
      ...{ workerData: data, execArgv: [] },
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    this.#keeper.unref();
  }

  get runs(): boolean {
    return this.#pipes !== undefined;
  }

  /** A run begins: the log of earlier ones is not shown any more. */
  beginRun(): void {
    Atomics.add(this.#numbers, SHARED.run, 1);
  }

  /** Starts the program. Throws {@link CannotStart}. */
  start(): void {
    const pipes = newPipes();
    const { exec, folder: cwd } = this.#command;
    const { childInput: input, childOutput: output, folder } = pipes;
    const report = this.#order({ kind: "start", exec, cwd, input, output, folder });
    pipes.closeChildEnds();
    if (report.kind === "started") {
      this.#pipes = pipes;
      return;
    }
    pipes.close();
    throw new CannotStart(report.kind === "failed" ? report.because : "it ended at once");
  }

  /** Sends a line, and waits for a line. */
  ask(line: string): Answer {
    const pipes = this.#pipes;
    if (pipes === undefined) throw new CannotStart("it does not run");
    this.#calls = (this.#calls % MOST_CALLS) + 1;
    Atomics.store(this.#numbers, SHARED.call, this.#calls);
    const answer = exchange(pipes, line);
    Atomics.store(this.#numbers, SHARED.call, 0);
    const fate = Atomics.load(this.#numbers, SHARED.fate);
    const isWoken = fate === FATE.ended && answer?.line === "";
    return answer === undefined || fate === FATE.timedOut || isWoken
      ? { end: this.end(true) }
      : answer;
  }

  /** Ends the child, at once or as it may be about to do, and says what became of it. */
  end(gently: boolean): ChildEnd {
    const report = this.#order({ kind: "end", gently });
    this.#pipes?.close();
    this.#pipes = undefined;
    return report.kind === "ended" ? report : UNKNOWN_END;
  }

  /** Gives the keeper an order, and waits for its report. */
  #order(order: Order): Report {
    const { port1: own, port2: keepers } = new MessageChannel();
    const before = Atomics.load(this.#numbers, SHARED.news);
    this.#keeper.postMessage({ order, port: keepers }, [keepers]);
    Atomics.wait(this.#numbers, SHARED.news, before, KEEPER_PATIENCE);
    const received = receiveMessageOnPort(own) as { readonly message: Report } | undefined;
    own.close();
    return received?.message ?? { kind: "failed", because: "its keeper does not answer" };
  }
}

/** Calls are numbered from 1 on, and again. */
const MOST_CALLS = 1_000_000_000;

const UNKNOWN_END: ChildEnd = {
  ...{ kind: "ended", code: null, signal: null, killed: true, timedOut: false, log: [] },
};

function newPipes(): Pipes {
  try {
    return new Pipes();
  } catch (error) {
    if (error instanceof NoPipes) throw new CannotStart(error.message);
    throw error;
  }
}

/** Undefined if the child reads no more, or writes no more. */
function exchange(pipes: Pipes, line: string): Written | undefined {
  try {
    pipes.write(`${line}\n`);
    const answer = pipes.readLine();
    return answer === undefined ? undefined : { line: answer };
  } catch (error) {
    if (error instanceof LongLine) return { line: error.message, isCut: true };
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return undefined;
    throw error;
  }
}
