/** Records the messages of a lossy run. */
import { structuralSuite } from "../../../lib/crypto/structural.js";
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import type { CryptoSuite } from "../../../lib/protocol/crypto.js";
import type { LinkPolicy } from "../../../lib/simulation/network/network.js";
import { randomStream } from "../../../lib/random.js";
import { runCluster, sentIn } from "./cluster.js";

/** What was sent in a real run, and the suite that its digests mean something in. */
export interface History {
  readonly crypto: CryptoSuite;
  readonly messages: readonly DiemMessage[];
}

/** Loses so many messages of a hundred, the same ones each time. */
const lossy = (percent: bigint): LinkPolicy => {
  const random = randomStream("history", String(percent));
  return {
    name: "loss",
    apply: (_, fate) => (random.below(100n) < percent ? { kind: "lost", because: "chance" } : fate),
    memory: () => null,
  };
};

/** A run of four replicas, one of them with a second node, that loses messages: all kinds occur. */
function history(percent: number): History {
  const crypto = structuralSuite();
  const links = [lossy(BigInt(percent))];
  const ran = runCluster({ nodes: "a b c d d'", links, lastRound: 12, suite: crypto });
  return { crypto, messages: sentIn(ran).map(([, message]) => message) };
}

/** Histories without losses, with some, and with many. */
export const histories = (): readonly History[] => [0, 5, 15].map(history);
