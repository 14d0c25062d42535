/** The surroundings of replicas whose messages are tested. */
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { CryptoSuite } from "../../lib/protocol/crypto.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import { replicaId } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";

/** What the replicas of a test share, and what each of them, or a stranger, is given. */
export interface Surroundings {
  readonly crypto: CryptoSuite;
  readonly contextOf: (name: string) => ReplicaContext;
}

/** Of replicas with these letters as names, one of them faulty; b leads every view. */
export function surroundings(names: string, quorum?: number): Surroundings {
  const crypto = structuralSuite();
  const validators = validatorSet(Array.from(names, replicaId), 1, quorum);
  return {
    crypto,
    contextOf: (name) => ({
      self: replicaId(name),
      validators,
      crypto,
      signer: crypto.signerOf(replicaId(name)),
      ledger: new MemoryLedger(),
      memo: new WeakMap<object, string>(),
      delta: 800,
      leaderOf: () => replicaId("b"),
    }),
  };
}
