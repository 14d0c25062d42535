/** What a protocol may add so that more runs are explored as one. All of it is optional. */
import type { Reduction } from "../explore/reduction.js";
import type { Encodable, Hasher } from "./crypto.js";
import type { Timer } from "./event.js";
import type { BlockId, ReplicaId, Round, StateId } from "./ids.js";
import type { ValidatorSet } from "./validators.js";

/** The fields that a digest was made of; undefined for what is no digest. */
export type PreimageOf = (digest: string) => readonly Encodable[] | undefined;

/** What the ids of blocks and states stand for, as the suite that made them remembers. */
export interface BlockGraph {
  /** The round of a block. */
  roundOf(block: BlockId): Round;
  /** The parent of a block. */
  parentOf(block: BlockId): BlockId;
  /** Whether a block is another one or stands on it. O(blocks between them). */
  descends(block: BlockId, from: BlockId): boolean;
  /** Whether the certificate in a block commits something. */
  commits(block: BlockId): boolean;
  /** Where a block stands and what its certificate says, in names. */
  describeBlock(block: BlockId, ids: CanonicalIds): string;
  /** Who proposed what in a block. */
  contentOf(block: BlockId): string;
  /** Who signed the certificate in a block. */
  signersOf(block: BlockId): string;
  /** The state after a block: empty when each block up to it was executed once, in order. */
  stateOf(state: StateId, block: BlockId, base: BlockId): string;
}

/**
 * Names that forget where a run came from. Blocks are named relative to the last block that all
 * mentioned ones have in common.
 */
export interface CanonicalIds {
  /** The name of a block. */
  block(id: BlockId): string;
  /** The state after a block: empty when each block up to it was executed once, in order. */
  state(id: StateId, block: BlockId): string;
  /**
   * Where a block stands that nothing may mention: at a block with a name, below the next one, or
   * on a branch that is left.
   */
  ledgerPosition(block: BlockId): string;
  /**
   * Whether blocks without names come and go with others (see {@link Explorable.syncsWholeChains}).
   */
  readonly syncsWholeChains: boolean;
  /** Whether a block is mentioned, or an ancestor of one that is. */
  isLive(block: BlockId): boolean;
  /** Whether it has a name: no block has that comes and goes with the next one that has. */
  isNamed(block: BlockId): boolean;
  /** The name of the next block below that has one. */
  parentName(block: BlockId): string;
  /** Whether a vote for a block can still be sent or arrive. */
  isVotable(block: BlockId): boolean;
  /** Whether the signers of certificates for a block may still be asked for it. */
  areSignersLive(block: BlockId): boolean;
  /** Whether those of the certificate in a block may be asked for the block's parent. */
  isCertificateLive(block: BlockId): boolean;
}

/** A state, and those of all nodes of its identity, itself among them. */
export interface Receiver<State> {
  readonly state: State;
  readonly peers: readonly State[];
}

/** A state, and whose it is. */
export interface Sender<State> {
  readonly state: State;
  readonly replica: ReplicaId;
}

/**
 * What counts of the states and messages of a protocol whose blocks form chains: equal accounts of
 * it mean equal futures.
 */
export interface Explorable<State extends object, Message> {
  /** The last block that it has committed. */
  root(state: State): BlockId;
  /** No vote, timeout or proposal of a lower round will be signed from this state on. */
  minSignableRound(state: State): Round;
  /** Whether a round's leader, or its network, may still matter to this state. */
  usesRound(state: State, round: Round): boolean;
  /**
   * The blocks, besides its root, on which the state builds or for which it waits: all others are
   * dead to it.
   */
  references(state: State): readonly BlockId[];
  /** Whether a rule looks at the signers of certificates, be it at their number. */
  readonly signersMatter: boolean;
  /** Whether a replica may commit a block without one of its ancestors. */
  readonly commitsWithGaps: boolean;
  /**
   * Whether blocks between two others travel, are executed and are committed together with the
   * upper one, so that nothing but a mention tells them apart.
   */
  readonly syncsWholeChains: boolean;
  /** The blocks whose certificates it may show to others. */
  sendableCertificates(state: State): readonly BlockId[];
  /** What of quiescent replicas counts; undefined where all replicas count alike. */
  readonly quiescence: Quiescence<State, Message> | undefined;
  /** Whether a certificate for a block of a round would make the replica ask for that block. */
  isMissing(state: State, block: BlockId, round: Round): boolean;
  /** The blocks for which it may still vote without being sent another proposal. */
  votableBlocks(state: State): readonly BlockId[];
  /** How many signers a certificate has at least, right or wrong. */
  leastSigners(validators: ValidatorSet): number;
  /** What of a timer, other than its round's, can still matter. */
  timerKey(timer: Timer, ids: CanonicalIds): string;
  /** All of a state that can still influence what it does: equal keys mean equal futures. */
  key(state: State, ids: CanonicalIds): string;
  /** The blocks whose certificates are in a message. */
  messageCertificates(message: Message): readonly BlockId[];
  /** The blocks that a message mentions. */
  messageReferences(message: Message): readonly BlockId[];
  /** All of a message that can still matter: equal keys mean equal futures. */
  messageKey(message: Message, ids: CanonicalIds): string;
  /** `hasher` is that of the suite which `reveal` reads. */
  blockGraph(hasher: Hasher, preimageOf: PreimageOf): BlockGraph;
}

/** What is left out of replicas that nobody hears (see {@link Explorable.quiescence}). */
export interface Quiescence<State, Message> {
  /**
   * Whether a node that stays in a round has nothing to do there but to give it up, if nobody else
   * sends it a message of that round any more.
   */
  hasNothingToDo(state: State, self: ReplicaId, validators: ValidatorSet): boolean;
  /** Whether it ignores a timeout that another would send in its round. */
  ignoresTimeoutOf(receiver: Receiver<State>, sender: Sender<State>, graph: BlockGraph): boolean;
  /** The round of the highest certificate that every message of the replica shows, but for sync. */
  minCertificateRound(state: State): Round;
  /** The same of a message that is on its way; null where it shows nothing. */
  messageCertificateRound(message: Message): Round | null;
  /**
   * What counts of a quiescent one, whose certificates below a round give way to the first that it
   * is shown; equal keys mean equal futures.
   */
  key(state: State, ids: CanonicalIds, minCertificateRound: Round): string;
  /** The blocks that a quiescent one mentions, its root aside. */
  references(state: State, minCertificateRound: Round): readonly BlockId[];
  /** The blocks whose certificates a quiescent one may show to others. */
  sendableCertificates(state: State, minCertificateRound: Round): readonly BlockId[];
}

/** What counts of states and messages; undefined where all of them does. */
export type StateView<State extends object, Message> = Explorable<State, Message> | undefined;

/** What a protocol adds so that more runs can be explored as one. */
export interface Exploration<State extends object, Message> {
  /** Those that hold under the protocol's rules, in the order in which they apply. */
  readonly reductions: readonly Reduction<StateView<State, Message>>[];
  /** The names of those that do not hold, since a rule that they rest on is replaced. */
  readonly switchedOff: readonly string[];
}
