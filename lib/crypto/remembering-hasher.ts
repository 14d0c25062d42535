/** A hasher that remembers what it has hashed lately. */
import type { Encodable, Hasher } from "../protocol/crypto.js";
import type { Digest } from "../protocol/ids.js";
import { Interner } from "./interner.js";

/** What is remembered is forgotten when it takes more places than these. */
const MOST_PLACES = 100_000;

/**
 * The same digests as those of a hasher, each computed once as long as it is remembered: finding a
 * tree again costs a few steps per atom, a real hash function some microseconds. For many runs that
 * hash much the same.
 */
export function rememberingHasher(hasher: Hasher): Hasher {
  let interner = new Interner();
  let turn = interner.nextTurn();
  return {
    hash(tag: string, fields: readonly Encodable[]): Digest {
      if (interner.size > MOST_PLACES) {
        interner = new Interner();
        turn = interner.nextTurn();
      }
      const place = interner.placeOf(tag, fields);
      const known = interner.digestAt(place, turn);
      if (known !== undefined) return known;
      const digest = hasher.hash(tag, fields);
      interner.setDigest(place, turn, digest);
      return digest;
    },
  };
}
