/** What a protocol may add so that more states are merged. All of it is optional. */
import type { Reduction } from "../explore/reduction.js";
import type { Encodable, Hasher } from "./crypto.js";
import type { Timer } from "./host/event.js";
import type { BlockId, ReplicaId, Round, StateId } from "./ids.js";
import type { ValidatorSet } from "./validators.js";

/** The fields that a digest was made of; undefined for a string that is no digest. */
export type PreimageOf = (digest: string) => readonly Encodable[] | undefined;

/** The blocks and states behind ids, read back from the suite that made the ids. */
export interface BlockGraph {
  /** The round of a block. */
  roundOf(block: BlockId): Round;
  /** The parent of a block. */
  parentOf(block: BlockId): BlockId;
  /** Whether a block is another one or stands on it. O(blocks between them). */
  descends(block: BlockId, from: BlockId): boolean;
  /** Whether the certificate in a block commits something. */
  commits(block: BlockId): boolean;
  /** The round, parent and certificate of a block, in canonical ids. */
  describeBlock(block: BlockId, ids: CanonicalIds): string;
  /** The author and the payload of a block. */
  contentOf(block: BlockId): string;
  /** Who signed the certificate in a block. */
  signersOf(block: BlockId): string;
  /** The state after a block: empty when each block up to it was executed once, in order. */
  stateOf(state: StateId, block: BlockId, base: BlockId): string;
}

/**
 * Ids that do not depend on the history of a run. Blocks are named relative to the last common
 * ancestor of all referenced blocks.
 */
export interface CanonicalIds {
  /** The name of a block. */
  block(id: BlockId): string;
  /** The state after a block: empty when each block up to it was executed once, in order. */
  state(id: StateId, block: BlockId): string;
  /**
   * The position of a block that may be unnamed: at a named block, below the next one, or on an
   * abandoned branch.
   */
  ledgerPosition(block: BlockId): string;
  /** See {@link Explorable.syncsWholeChains}. */
  readonly syncsWholeChains: boolean;
  /** Whether a block is referenced, or an ancestor of one that is. */
  isLive(block: BlockId): boolean;
  /** Whether a block has a name: it is retained by the reductions. */
  isNamed(block: BlockId): boolean;
  /** The name of the nearest named ancestor. */
  parentName(block: BlockId): string;
  /** Whether votes for a block can still be sent, or arrive. */
  isVotable(block: BlockId): boolean;
  /** Whether the signers of a block's certificate may still be asked for the block. */
  areSignersLive(block: BlockId): boolean;
  /** Whether the signers of the certificate in a block may be asked for the block's parent. */
  isCertificateLive(block: BlockId): boolean;
}

/** The receiver of a message: its state, and the states of all nodes of its identity. */
export interface Receiver<State> {
  readonly state: State;
  readonly peers: readonly State[];
}

/** The sender of a message: its state and its identity. */
export interface Sender<State> {
  readonly state: State;
  readonly replica: ReplicaId;
}

/**
 * The live parts of the states and messages of a protocol whose blocks form chains: equal keys mean
 * equal futures.
 */
export interface Explorable<State extends object, Message> {
  /** The last block that it has committed. */
  root(state: State): BlockId;
  /** No vote, timeout or proposal of a lower round will be signed from this state on. */
  minSignableRound(state: State): Round;
  /** Whether this state may still read the leader of a round, or send messages of it. */
  usesRound(state: State, round: Round): boolean;
  /**
   * The blocks, except its root, on which the state builds or for which it waits. All others are
   * dead.
   */
  references(state: State): readonly BlockId[];
  /** Whether a rule reads the signers of certificates, or their number. */
  readonly signersMatter: boolean;
  /** Whether a replica may commit a block without all of its ancestors. */
  readonly commitsWithGaps: boolean;
  /**
   * Whether blocks between two others are sent, executed and committed together with the upper one,
   * so that only a reference tells them apart.
   */
  readonly syncsWholeChains: boolean;
  /** The blocks whose certificates the replica may send. */
  sendableCertificates(state: State): readonly BlockId[];
  /** The live parts of quiescent replicas; undefined if they are compared like all others. */
  readonly quiescence: Quiescence<State, Message> | undefined;
  /** Whether the replica would request a block of a round on receiving a certificate for it. */
  isMissing(state: State, block: BlockId, round: Round): boolean;
  /** The blocks for which the replica may still vote without another proposal. */
  votableBlocks(state: State): readonly BlockId[];
  /** The least number of signers of a certificate under the rules in use. */
  leastSigners(validators: ValidatorSet): number;
  /** The live part of a timer that is no round timer. */
  timerKey(timer: Timer, ids: CanonicalIds): string;
  /** The live part of a state: equal keys mean equal futures. */
  key(state: State, ids: CanonicalIds): string;
  /** The blocks whose certificates are in a message. */
  messageCertificates(message: Message): readonly BlockId[];
  /** The blocks that a message references. */
  messageReferences(message: Message): readonly BlockId[];
  /** The live part of a message: equal keys mean equal futures. */
  messageKey(message: Message, ids: CanonicalIds): string;
  /** `hasher` is that of the suite which `reveal` reads. */
  blockGraph(hasher: Hasher, preimageOf: PreimageOf): BlockGraph;
}

/** The live parts of quiescent replicas (see {@link Explorable.quiescence}). */
export interface Quiescence<State, Message> {
  /** Whether a node that receives no further message of its round can only time out in it. */
  hasNothingToDo(state: State, self: ReplicaId, validators: ValidatorSet): boolean;
  /**
   * Whether the timeouts of its round that the replica has counted, with one from each of these
   * replicas, are too few for a TC.
   */
  lacksTimeouts(state: State, senders: ReadonlySet<ReplicaId>, validators: ValidatorSet): boolean;
  /** Whether the certificates in a timeout from the sender change nothing at the receiver. */
  knowsCertificatesOf(receiver: Receiver<State>, sender: Sender<State>, graph: BlockGraph): boolean;
  /** Whether the receiver ignores a timeout of the sender's round from the sender. */
  ignoresTimeoutOf(receiver: Receiver<State>, sender: Sender<State>, graph: BlockGraph): boolean;
  /** The least certificate round of the replica's future messages, except block sync. */
  minCertificateRound(state: State): Round;
  /** The certificate round of a message in flight; null for block sync. */
  messageCertificateRound(message: Message): Round | null;
  /**
   * The live part of a quiescent replica. Its certificates below `minCertificateRound` are dead:
   * the first message that it receives replaces them.
   */
  key(state: State, ids: CanonicalIds, minCertificateRound: Round): string;
  /** The blocks that a quiescent replica references, except its root. */
  references(state: State, minCertificateRound: Round): readonly BlockId[];
  /** The blocks whose certificates a quiescent replica may send. */
  sendableCertificates(state: State, minCertificateRound: Round): readonly BlockId[];
}

/** How states and messages are compared; undefined: as a whole. */
export type StateView<State extends object, Message> = Explorable<State, Message> | undefined;

/** The reductions of a protocol. */
export interface Exploration<State extends object, Message> {
  /** The sound ones under the protocol's rules, in the order in which they apply. */
  readonly reductions: readonly Reduction<StateView<State, Message>>[];
  /** The names of the unsound ones: a rule that they rest on is replaced. */
  readonly switchedOff: readonly string[];
}
