/** Evidence: signed messages that no replica that keeps the rules would have sent both. */
import type { BlockHeader, Description, Statement } from "../description.js";
import type { ReplicaId, Round } from "../ids.js";
import type { Facts } from "./facts.js";

/** A message that somebody signed, as far as it is evidence: plain data. */
export interface SignedMessage {
  /** One of the protocol's message types. */
  readonly type: string;
  readonly round: Round;
  readonly signer: ReplicaId;
  readonly signs: readonly Statement[];
  /** The block that it proposes or votes for. */
  readonly block?: Pick<BlockHeader, "id" | "parent" | "round" | "parentRound">;
  /** The rounds of the certificates of blocks in it, in its order. That of genesis is round 0. */
  readonly certified: readonly Round[];
}

/**
 * A rule of a protocol about what one replica may sign, besides the rule of every protocol: one
 * value in a slot.
 */
export interface EvidenceRule {
  /** What a correct replica does, in words that follow "a correct replica". */
  readonly says: string;
  /**
   * Whether no correct replica signs both, in whichever order it does: the order in which messages
   * were sent proves nothing. Called with both messages in either place.
   */
  isBroken(one: SignedMessage, other: SignedMessage, facts: Facts): boolean;
}

/** What a protocol lets one prove of the replicas that broke its rules. */
export interface Accountability {
  readonly rules: readonly EvidenceRule[];
  /** Whether every fork of more than f faulty replicas proves at least f+1 of them guilty. */
  readonly complete: boolean;
}

/** A message as evidence. */
export function evidenceIn(message: Description): SignedMessage {
  const { type, round, sender, signs = [], block, shows = [] } = message;
  return {
    ...{ type, round, signer: sender },
    signs: signs.map(({ slot, value }) => ({ slot, value })),
    ...(block && { block: placeOf(block) }),
    certified: shows.flatMap((shown) => (shown.value === null ? [] : shown.round)),
  };
}

const placeOf = ({ id, parent, round, parentRound }: BlockHeader): BlockHeader =>
  parentRound === undefined ? { id, parent, round } : { id, parent, round, parentRound };
