/** Counts the scenarios that are written, and those with a round without a quorum. */
import type { Roster } from "../lib/scenario/model.js";
import { quorumFinder } from "../lib/scenario/quorum.js";
import type { Chosen } from "../lib/space/chosen-scenarios.js";

/** Counts of the written scenarios. */
export interface GenerationTally {
  readonly written: number;
  /** Number of represented scenarios; without symmetry, the written ones. */
  readonly represented: bigint;
  /** Number of scenarios with a round in which no group has a quorum. */
  readonly quorumless: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** Counts scenarios as they go by. */
export class Counter implements GenerationTally {
  written = 0;
  quorumless = 0;
  first: string | undefined;
  last: string | undefined;
  #equivalent = 0n;
  readonly #hasQuorum: ReturnType<typeof quorumFinder>;

  constructor(roster: Roster) {
    this.#hasQuorum = quorumFinder(roster);
  }

  get represented(): bigint {
    return BigInt(this.written) + this.#equivalent;
  }

  add({ scenario, classSize }: Chosen): void {
    const { id, rounds } = scenario;
    this.written += 1;
    if (classSize > 1) this.#equivalent += BigInt(classSize - 1);
    if (!rounds.every(this.#hasQuorum)) this.quorumless += 1;
    this.first ??= id;
    this.last = id;
  }
}
