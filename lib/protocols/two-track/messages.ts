/** What replicas of a two-track protocol sign and send, and what everybody may know of it. */
import { blockId, unreachable } from "../../protocol/index.js";
import type {
  BlockHeader,
  BlockId,
  Certificate,
  CryptoSuite,
  Description,
  Digest,
  NameOf,
  ReplicaContext,
  ReplicaId,
  Round,
  SenderSignature,
  Transaction,
} from "../../protocol/index.js";

/** What a value is made of. Its id is the digest of it. */
export interface ValueContent {
  /** The view in which it was ordered first, and by whom. */
  readonly view: Round;
  readonly proposer: ReplicaId;
  readonly transactions: readonly Transaction[];
}

/** A value that may be decided. */
export interface Value extends ValueContent {
  readonly id: BlockId;
}

/** The value that a replica answered last, and in which view. */
export interface Answered {
  readonly value: Value;
  readonly view: Round;
}

/** Answers of a quorum for one value in one view. */
export interface CommitCertificate extends Answered {
  readonly answers: readonly SenderSignature[];
}

/** What a replica knows as it asks for a view, which is `view`. */
export interface Status extends SenderSignature {
  readonly kind: "status";
  readonly view: Round;
  readonly answered: Answered | null;
  /** That of the highest view. */
  readonly certificate: CommitCertificate | null;
}

/** A leader's order, with the statuses that let it order this value; none in the first view. */
export interface Order extends SenderSignature, Answered {
  readonly kind: "order";
  readonly statuses: readonly Status[];
}

/** An answer to an order, or the confirmation that its sender has a commit certificate. */
export interface Vote extends SenderSignature, Answered {
  readonly kind: "answer" | "confirm";
}

/** A collector's commit certificate. It proves itself. */
export interface Distributed {
  readonly kind: "certificate";
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly certificate: CommitCertificate;
}

/** Votes of one kind and view that decide a value. */
export interface Decision extends Answered {
  readonly by: Vote["kind"];
  readonly votes: readonly SenderSignature[];
}

/** A decision, for whoever missed it. It proves itself. */
export interface Decided {
  readonly kind: "decided";
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly decision: Decision;
}

/** A message that is signed. */
export type SignedMessage = Status | Order | Vote;

/** What replicas send. */
export type Message = SignedMessage | Distributed | Decided;

/** A protocol's own word for each kind of message. */
export type Words = Readonly<Record<Message["kind"], string>>;

/** There is one decision, so that no value stands on another. */
const NO_PARENT = blockId("none");

const headerOf = ({ id, view: round }: Value): BlockHeader => ({ id, parent: NO_PARENT, round });

/** What a commit certificate shows: who answered with its value in its view. */
export const shownByCertificate = (
  { value, view, answers }: CommitCertificate,
  words: Words,
): Certificate => ({
  kind: "commit certificate",
  slot: `${words.answer} ${view}`,
  value: value.id,
  round: view,
  signers: answers.map(({ sender }) => sender),
});

/** What a decision shows: who voted for it. */
export const shownByDecision = (
  { value, view, by, votes }: Decision,
  words: Words,
): Certificate => ({
  kind: "decision",
  slot: `${words[by]} ${view}`,
  value: value.id,
  round: view,
  signers: votes.map(({ sender }) => sender),
});

const certificatesIn = (statuses: readonly Status[], words: Words): readonly Certificate[] =>
  statuses.flatMap(({ certificate }) =>
    certificate === null ? [] : [shownByCertificate(certificate, words)],
  );

/** What a judge may know of a message. A status belongs to the view that it asks for. */
export function describe(message: Message, words: Words): Description {
  const { kind, sender, view: round } = message;
  const type = words[kind];
  const slot = `${type} ${round}`;
  switch (message.kind) {
    case "order": {
      const block = headerOf(message.value);
      const shows = certificatesIn(message.statuses, words);
      return { type, sender, round, block, signs: [{ slot, value: block.id }], shows };
    }
    case "answer":
    case "confirm": {
      const block = headerOf(message.value);
      return { type, sender, round, block, signs: [{ slot, value: block.id }] };
    }
    case "status": {
      const shows = certificatesIn([message], words);
      return { type, sender, round, signs: [{ slot, value: null }], shows };
    }
    case "certificate":
      return { type, sender, round, shows: [shownByCertificate(message.certificate, words)] };
    case "decided":
      return { type, sender, round, shows: [shownByDecision(message.decision, words)] };
    default:
      return unreachable(message);
  }
}

/** A message in a few words: `accepted 2 for c@2`. */
export function messageWords(message: Message, words: Words, nameOf: NameOf): string {
  const named = (of: Answered | null): string =>
    of === null ? "nothing" : `${nameOf(of.value.id)} of view ${of.view}`;
  const place = `${words[message.kind]} ${message.view}`;
  switch (message.kind) {
    case "order":
      return `${place} of ${nameOf(message.value.id)}`;
    case "answer":
    case "confirm":
      return `${place} for ${nameOf(message.value.id)}`;
    case "status": {
      const { answered, certificate } = message;
      return `${place}: ${named(answered)}, certified: ${named(certificate)}`;
    }
    case "certificate":
      return `${place} of ${nameOf(message.certificate.value.id)}`;
    case "decided":
      return `${place}: ${named(message.decision)}`;
    default:
      return unreachable(message);
  }
}

/** The digest of what a value is made of. */
export const idOf = (content: ValueContent, crypto: CryptoSuite): BlockId => {
  const { view, proposer, transactions } = content;
  return blockId(crypto.hash("value", [view, proposer, transactions]));
};

type Unsigned<M extends SignedMessage> = M extends M ? Omit<M, keyof SenderSignature> : never;

/** What is signed to answer or to confirm. */
export const voteDigest = (
  kind: Vote["kind"],
  { view, value }: Answered,
  crypto: CryptoSuite,
): Digest => crypto.hash(kind, [view, value.id]);

/** What the sender of a message signs. */
export function digestOf(message: Unsigned<SignedMessage>, crypto: CryptoSuite): Digest {
  switch (message.kind) {
    case "order":
      return crypto.hash("order", [
        message.view,
        message.value.id,
        message.statuses.map(({ signature }) => signature),
      ]);
    case "answer":
    case "confirm":
      return voteDigest(message.kind, message, crypto);
    case "status": {
      const { view, answered, certificate } = message;
      return crypto.hash("status", [view, place(answered), place(certificate)]);
    }
  }
}

const place = (of: Answered | null): readonly [Round, BlockId] | null =>
  of === null ? null : [of.view, of.value.id];

/** A message of this replica, signed. */
export function signed<M extends SignedMessage>(
  content: Unsigned<M>,
  { self: sender, signer, crypto }: ReplicaContext,
): Unsigned<M> & SenderSignature {
  return { ...content, sender, signature: signer.sign(digestOf(content, crypto)) };
}
