/** Seeded streams of random numbers. */
import seedrandom from "seedrandom";

/** A stream of random numbers that depends on nothing but its seed and name. */
export interface RandomStream {
  /** Uniform in [0, 2^32). */
  uint32(): number;
  /** Uniform in [0, size), for any size from 1. */
  below(size: bigint): bigint;
}

/** How many bits are drawn at once. */
const WORD = 32;

/**
 * The stream of a seed with a name. One purpose, one name: what is drawn for one purpose then never
 * moves what is drawn for another.
 */
export function randomStream(seed: string, ...name: readonly string[]): RandomStream {
  const generator = seedrandom(JSON.stringify([seed, ...name]));
  const uint32 = (): number => generator.int32() >>> 0;

  /** Draws as many bits as the size has, until they are below it: at most two draws on average. */
  function below(size: bigint): bigint {
    const bits = size.toString(2).length;
    for (;;) {
      let drawn = 0n;
      for (let have = 0; have < bits; have += WORD) {
        drawn = (drawn << BigInt(WORD)) | BigInt(uint32());
      }
      const candidate = BigInt.asUintN(bits, drawn);
      if (candidate < size) return candidate;
    }
  }

  return { uint32, below };
}
