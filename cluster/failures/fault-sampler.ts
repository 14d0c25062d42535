/** Decides by seeded random draws which messages a probabilistic failure affects. */
import type { Round } from "../../lib/protocol/ids.js";
import { randomStream } from "../../lib/random.js";
import type { RandomStream } from "../../lib/random.js";
import type { Failure } from "../config/config.js";

const WORDS = 2 ** 32;
/** Number of cached streams; older ones belong to rounds that all replicas have left. */
const MOST_STREAMS = 1000;

/**
 * The random draws of probabilistic failures. Each round has its own streams, so that a failure
 * added for round 9, as a new one or as one more round of another, changes nothing before round 9.
 */
export class FaultSampler {
  readonly #seed: string;
  readonly #streams = new Map<string, RandomStream>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Whether a failure hits a message of a round. */
  fires(failure: Failure, round: Round): boolean {
    const { src, dest, msgType, prob, fault } = failure;
    if (prob >= 1) return true;
    if (prob <= 0) return false;
    const stream = this.#stream([fault.type, src, dest, msgType, String(round)]);
    return stream.uint32() < prob * WORDS;
  }

  #stream(name: readonly string[]): RandomStream {
    const key = name.join(" ");
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const stream = randomStream(this.#seed, "failures", ...name);
    this.#streams.set(key, stream);
    const [oldest] = this.#streams.keys();
    if (this.#streams.size > MOST_STREAMS && oldest !== undefined) this.#streams.delete(oldest);
    return stream;
  }
}
