/** MemPool (3.6). */
import type { Transaction } from "../protocol/ids.js";
import type { Replica } from "./replica.js";

/** The transactions for a block of the current round. An empty block is a block too. */
export const getTransactions = (replica: Replica): readonly Transaction[] =>
  replica.context.transactions(replica.state.pacemaker.currentRound);
