/** Keeps a program running: starts it, asks what it is, and starts it again after it has ended. */
import { RemoteFailure } from "../../lib/protocol/host/remote.js";
import { CannotStart, Child } from "./child.js";
import type { ProgramCommand } from "./command-line.js";
import { checkedResult, Program } from "./program.js";
import type { Question, Result } from "./program.js";
import type { Answering } from "./replicas.js";
import { INITIALIZED, WIRE_VERSION } from "./wire.js";
import type { Initialized } from "./wire.js";

/** A program that is asked, and started again when it has ended. */
export class ProgramHost implements Answering {
  readonly #child: Child;
  readonly #program: Program;
  /** What it said of itself at first, as JSON. */
  #said: string | undefined;
  /** Whether nothing was asked since it was started. */
  #isFresh = false;

  /** `seconds` of real time an answer may take. */
  constructor(command: ProgramCommand, seconds: number) {
    this.#child = new Child(command, seconds);
    this.#program = new Program(this.#child);
  }

  /** Starts the program, and asks what it is. Throws {@link RemoteFailure}. */
  initialize(): Initialized {
    try {
      this.#child.start();
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      throw new RemoteFailure(`the program cannot be started: ${error.message}`);
    }
    this.#isFresh = true;
    const params = JSON.stringify({ version: WIRE_VERSION });
    const result = this.#program.ask({ method: "initialize", params });
    const initialized = checkedResult(INITIALIZED, result);
    const said = JSON.stringify(initialized);
    this.#said ??= said;
    if (said === this.#said) return initialized;
    this.#child.end(false);
    throw new RemoteFailure("broken contract: started again, the program says it is another one");
  }

  beginRun(): void {
    this.#child.beginRun();
    if (!this.#child.runs) this.initialize();
  }

  /**
   * Asks one question. If the child ends at a `reset`, it may be because of the run before: another
   * child is asked again. Throws {@link RemoteFailure}.
   */
  ask(question: Question): unknown {
    if (!this.#child.runs) this.initialize();
    const wasFresh = this.#isFresh;
    this.#isFresh = false;
    try {
      return this.#program.ask(question);
    } catch (error) {
      if (wasFresh || this.#child.runs || question.method !== "reset") throw error;
      this.initialize();
      return this.ask(question);
    }
  }

  askAll(questions: readonly Question[]): readonly Result[] {
    this.#isFresh = false;
    if (this.#child.runs) return this.#program.askAll(questions);
    return [{ failure: new RemoteFailure("the program has ended") }];
  }

  /** Tells the program that nothing more comes, and ends it. */
  close(): void {
    if (!this.#child.runs) return;
    this.#program.askAll([{ method: "shutdown", params: "{}" }]);
    this.#child.end(true);
  }
}
