/** Notices that Redis has not answered for long, and says so. */
import { ToolFailure } from "../failure.js";
import type { RedisAddress } from "./connection.js";

const CHECK_MS = 1000;
const WARN_MS = 5000;
const GIVE_UP_MS = 120_000;

/** What to do about silence. */
interface Listener {
  readonly warn: (line: string) => void;
  /** Called once, when nothing more is to be hoped for. */
  readonly giveUp: (failure: ToolFailure) => void;
}

/** Watches over the answers of Redis, which may be restarted meanwhile. */
export class SilenceWatch {
  #heard = performance.now();
  #isWarned = false;
  #reason = "";
  readonly #shown: string;
  readonly #listener: Listener;
  readonly #timer: NodeJS.Timeout;

  constructor({ shown }: RedisAddress, listener: Listener) {
    this.#shown = shown;
    this.#listener = listener;
    this.#timer = setInterval(() => {
      this.#check();
    }, CHECK_MS);
  }

  /** Redis has answered. */
  note(): void {
    if (this.#isWarned) this.#listener.warn(`${this.#shown} answers again`);
    this.#isWarned = false;
    this.#heard = performance.now();
  }

  /** Redis has answered with an error, or was asked in vain. */
  noteFailure(error: unknown): void {
    this.#reason = `: ${error instanceof Error ? error.message : String(error)}`;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const silence = performance.now() - this.#heard;
    if (silence > GIVE_UP_MS) {
      this.stop();
      const text = `${this.#shown} has not answered for ${GIVE_UP_MS / CHECK_MS} s${this.#reason}`;
      this.#listener.giveUp(new ToolFailure(`${text}; the same command goes on from here`));
    } else if (silence > WARN_MS && !this.#isWarned) {
      this.#isWarned = true;
      this.#listener.warn(`${this.#shown} does not answer: waiting for it`);
    }
  }
}
