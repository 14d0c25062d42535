/**
 * Branded identifiers, so that the compiler rejects mixing them, and the only arithmetic on rounds.
 */

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A round number (view number). Genesis is round 0; the first proposal is of round 1. */
export type Round = Branded<number, "Round">;
/** An identity with a key: who signs. A twin shares its replica's. */
export type ReplicaId = Branded<string, "ReplicaId">;
/** A running instance, as a process is: `a` and its twin `a'` are two nodes of one replica. */
export type NodeId = Branded<string, "NodeId">;
/** A client with a key, which sends requests. */
export type ClientId = Branded<string, "ClientId">;
/** An identity that signs. Names of replicas and clients are distinct. */
export type Identity = ReplicaId | ClientId;
/** The digest that names a block. */
export type BlockId = Branded<string, "BlockId">;
/** The digest that names an execution state. */
export type StateId = Branded<string, "StateId">;
/** The result of a hash function; collisions are assumed not to occur. */
export type Digest = Branded<string, "Digest">;
/** One identity's signature over a digest. */
export type Signature = Branded<string, "Signature">;
/** A command to be ordered, opaque to consensus. */
export type Transaction = string;
/** Virtual time or a duration, in whole milliseconds. */
export type Millis = number;

/** Brands a name as a replica's. */
export const replicaId = (name: string): ReplicaId => name as ReplicaId;
/** Brands a name as a client's. It must differ from every replica's. */
export const clientId = (name: string): ClientId => name as ClientId;
/** Brands a name as a node's. */
export const nodeId = (name: string): NodeId => name as NodeId;
/** Brands a text as the id of a block: its digest, or whatever names it and no other. */
export const blockId = (digest: string): BlockId => digest as BlockId;
/** Brands a text as the id of an execution state. */
export const stateId = (digest: string): StateId => digest as StateId;
/** Brands a text as a digest. For digests that were read back from a file. */
export const digest = (text: string): Digest => text as Digest;
/** Brands a text as a signature. For signatures that were read back from a file. */
export const signature = (text: string): Signature => text as Signature;

/** The round of genesis: 0. */
export const GENESIS_ROUND = 0 as Round;
/** The first round in which a block is proposed: 1. */
export const FIRST_ROUND = 1 as Round;

/** Brands a number as a round. Callers validate: a whole number, not negative. */
export const round = (value: number): Round => value as Round;
/** The round after this one. */
export const nextRound = (r: Round): Round => (r + 1) as Round;
/** The round before this one, which must not be that of genesis. */
export const previousRound = (r: Round): Round => (r - 1) as Round;
/** Whether `later` is the round right after `earlier`. */
export const follows = (later: Round, earlier: Round): boolean => later === earlier + 1;
/** The higher of two rounds. */
export const maxRound = (a: Round, b: Round): Round => (a > b ? a : b);

/** The lower of two rounds. */
export const minRound = (a: Round, b: Round): Round => (a < b ? a : b);
