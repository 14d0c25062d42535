/** What replicas of PBFT sign and send, and what everybody may know of it. */
import { blockId, previousRound } from "../../protocol/index.js";
import type {
  BlockId,
  Certificate,
  CryptoSuite,
  Description,
  Digest,
  NameOf,
  ReplicaContext,
  ReplicaId,
  Round,
  Signature,
  Transaction,
} from "../../protocol/index.js";

/** A sequence number of the log, from 1. */
export type SequenceNumber = number;

/** What a request is made of. Its id is the digest of it. */
export interface RequestContent {
  /** The sequence number and the view for which it was proposed first. */
  readonly sequence: SequenceNumber;
  readonly view: Round;
  readonly transactions: readonly Transaction[];
}

/** A request m with D(m), the digest of its content. */
export interface Request extends RequestContent {
  readonly id: BlockId;
}

/** What every signed message names and signs. */
export interface Signed {
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly signature: Signature;
}

/** ⟨PRE-PREPARE, v, n, d⟩, m: the primary's order, which is its PREPARE, too. */
export interface PrePrepare extends Signed {
  readonly kind: "pre-prepare";
  readonly sequence: SequenceNumber;
  readonly request: Request;
}

/** ⟨PREPARE, v, n, d, i⟩ or ⟨COMMIT, v, n, d, i⟩. */
export interface Phase extends Signed {
  readonly kind: "prepare" | "commit";
  readonly sequence: SequenceNumber;
  readonly digest: BlockId;
}

/** A pre-prepare with matching prepares of backups: the predicate prepared(m, v, n, i). */
export interface Prepared {
  readonly order: PrePrepare;
  readonly prepares: readonly Phase[];
}

/** ⟨VIEW-CHANGE, v, P, i⟩: `view` is the view to come. */
export interface ViewChange extends Signed {
  readonly kind: "view-change";
  /** P: for each sequence number the prepared request of the highest view. */
  readonly prepared: readonly Prepared[];
}

/**
 * ⟨NEW-VIEW, v, V⟩. DEVIATION: the orders O that follow from V are sent behind it, as pre-prepares,
 * so that a scenario can lose each.
 */
export interface NewView extends Signed {
  readonly kind: "new-view";
  /** V. */
  readonly changes: readonly ViewChange[];
}

/** A request with the commits that decide it, all of one view. */
export interface Decision {
  readonly request: Request;
  readonly commits: readonly Phase[];
}

/**
 * What a replica that has decided everything answers to a view change. It proves itself. DEVIATION:
 * it takes the place of checkpoints and state transfer.
 */
export interface Decided {
  readonly kind: "decided";
  readonly view: Round;
  readonly sender: ReplicaId;
  readonly decisions: readonly Decision[];
}

/** A message that is signed. */
export type SignedMessage = PrePrepare | Phase | ViewChange | NewView;

/** What replicas send. */
export type Message = SignedMessage | Decided;

/** The statement of a prepare or a commit, and of the order that counts as a prepare. */
const slotOf = (kind: Phase["kind"], view: Round, sequence: SequenceNumber): string =>
  `${kind} ${view}/${sequence}`;

/** What a prepared request shows: who prepared it in its view. */
export function preparedCertificate({ order, prepares }: Prepared): Certificate {
  const { view, sequence, request, sender } = order;
  const signers = [sender, ...prepares.map((prepare) => prepare.sender)];
  const slot = slotOf("prepare", view, sequence);
  return { kind: "prepared", slot, value: request.id, round: view, signers };
}

/** What a decision shows: who committed it; none without commits. */
export function decisionCertificate({ request, commits }: Decision): readonly Certificate[] {
  const [first] = commits;
  if (first === undefined) return [];
  const slot = slotOf("commit", first.view, first.sequence);
  const signers = commits.map(({ sender }) => sender);
  return [{ kind: "committed", slot, value: request.id, round: first.view, signers }];
}

/** No request stands on another one: the log has numbers. */
const NO_PARENT = blockId("none");

/** What a judge may know of a message. A view change belongs to the view that it leaves. */
export function describe(message: Message): Description {
  const { kind: type, sender, view: round } = message;
  switch (message.kind) {
    case "pre-prepare": {
      const { sequence, request } = message;
      const block = { id: request.id, parent: NO_PARENT, round: request.view };
      const signs = [{ slot: slotOf("prepare", round, sequence), value: request.id }];
      return { type, sender, round, block, signs };
    }
    case "prepare":
    case "commit": {
      const { kind, sequence, digest } = message;
      return {
        type,
        sender,
        round,
        signs: [{ slot: slotOf(kind, round, sequence), value: digest }],
      };
    }
    case "view-change": {
      const signs = [{ slot: `view-change ${round}`, value: null }];
      const shows = message.prepared.map(preparedCertificate);
      return { type, sender, round: previousRound(round), signs, shows };
    }
    case "new-view": {
      const shows = message.changes.flatMap(({ prepared }) => prepared.map(preparedCertificate));
      return { type, sender, round, shows };
    }
    case "decided":
      return { type, sender, round, shows: message.decisions.flatMap(decisionCertificate) };
  }
}

/** A message in a few words: `prepare 2/1 for c@2`. */
export function messageWords(message: Message, nameOf: NameOf): string {
  const { kind, view } = message;
  switch (message.kind) {
    case "pre-prepare":
      return `${kind} ${view}/${message.sequence} of ${nameOf(message.request.id)}`;
    case "prepare":
    case "commit":
      return `${kind} ${view}/${message.sequence} for ${nameOf(message.digest)}`;
    case "view-change": {
      const names = message.prepared.map(({ order }) => nameOf(order.request.id));
      return `${kind} to ${view}, prepared: ${names.join(", ") || "nothing"}`;
    }
    case "new-view":
      return `${kind} ${view} of ${message.changes.map(({ sender }) => sender).join(", ")}`;
    case "decided":
      return `${kind}: ${message.decisions.map(({ request }) => nameOf(request.id)).join(", ")}`;
  }
}

/** D(m): the digest of what a request is made of. */
export const idOf = (request: RequestContent, crypto: CryptoSuite): BlockId => {
  const { sequence, view, transactions } = request;
  return blockId(crypto.hash("request", [sequence, view, transactions]));
};

type Unsigned<M extends SignedMessage> = M extends M ? Omit<M, "sender" | "signature"> : never;

/** What the sender of a message signs. */
export function digestOf(message: Unsigned<SignedMessage>, crypto: CryptoSuite): Digest {
  const { view } = message;
  switch (message.kind) {
    case "pre-prepare":
      return crypto.hash("pre-prepare", [view, message.sequence, message.request.id]);
    case "prepare":
    case "commit":
      return crypto.hash(message.kind, [view, message.sequence, message.digest]);
    case "view-change": {
      const orders = message.prepared.map(({ order, prepares }) => [
        order.signature,
        prepares.map(({ signature }) => signature),
      ]);
      return crypto.hash("view-change", [view, orders]);
    }
    case "new-view":
      return crypto.hash("new-view", [view, message.changes.map(({ signature }) => signature)]);
  }
}

/** A message of this replica, signed. */
export function signed<M extends SignedMessage>(
  content: Unsigned<M>,
  { self: sender, signer, crypto }: ReplicaContext,
): Unsigned<M> & Pick<Signed, "sender" | "signature"> {
  return { ...content, sender, signature: signer.sign(digestOf(content, crypto)) };
}
