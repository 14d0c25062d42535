/**
 * The requests of one client: signs them, counts replies, and accepts f+1 equal ones as the answer.
 */
import { ClientRequest, replyDigest, requestDigest } from "../../lib/protocol/host/client.js";
import type { ClientReply } from "../../lib/protocol/host/client.js";
import type { CryptoSuite, Signer } from "../../lib/protocol/crypto.js";
import type { ClientId, Millis, ReplicaId, StateId } from "../../lib/protocol/ids.js";
import type { ValidatorSet } from "../../lib/protocol/validators.js";

/** The identity, keys and workload parameters of a client. */
export interface ClientContext {
  readonly id: ClientId;
  readonly validators: ValidatorSet;
  readonly crypto: CryptoSuite;
  readonly signer: Signer;
  /** The operation of the request with this number. */
  readonly command: (sequence: number) => string;
  /** Told when f+1 replicas have given the same answer. */
  readonly acknowledged?: (request: ClientRequest, stateId: StateId) => void;
  /** Numbers of requests that were acknowledged before, in an earlier process. */
  readonly served: ReadonlySet<number>;
}

/** A request that waits for answers. */
interface Open {
  readonly request: ClientRequest;
  readonly sentAt: Millis;
  readonly answers: Map<StateId, Set<ReplicaId>>;
}

/** The requests and replies of one client. */
export class Requests {
  readonly #context: ClientContext;
  readonly #open = new Map<number, Open>();
  /** How many requests took how long from the first sending, in virtual milliseconds. */
  readonly latencies = new Map<Millis, number>();
  /** How often replicas refused, by reason. */
  readonly rejections = new Map<string, number>();
  /** Requests sent for the first time, in this process. */
  sent = 0;
  /** Of these, the ones that f+1 replicas have answered alike. */
  answered = 0;
  /** How often requests were sent again. */
  retransmissions = 0;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** How many requests wait for an answer. */
  get unanswered(): number {
    return this.#open.size;
  }

  /** In earlier processes too. */
  get answeredEver(): number {
    return this.answered + this.#context.served.size;
  }

  /** Whether a request was acknowledged in an earlier process. */
  isServed(sequence: number): boolean {
    return this.#context.served.has(sequence);
  }

  /** A new request, signed. */
  make(sequence: number, at: Millis): ClientRequest {
    const { id: client, crypto, signer, command } = this.#context;
    const content = { client, sequence, command: command(sequence), id: `${client}.${sequence}` };
    const signature = signer.sign(requestDigest(crypto, content));
    const request = new ClientRequest({ ...content, signature });
    this.#open.set(sequence, { request, sentAt: at, answers: new Map() });
    this.sent++;
    return request;
  }

  /** The same request once more. */
  retransmit(sequence: number): ClientRequest | undefined {
    const open = this.#open.get(sequence);
    if (open !== undefined) this.retransmissions++;
    return open?.request;
  }

  /**
   * Takes an answer; the number of the request if that settles it: f+1 replicas, of which one is
   * correct, have signed that it led to the same state.
   */
  acceptReply(reply: ClientReply, at: Millis): number | undefined {
    if (reply.kind === "rejected") {
      this.rejections.set(reply.because, (this.rejections.get(reply.because) ?? 0) + 1);
      return undefined;
    }
    const { crypto, validators } = this.#context;
    const open = this.#open.get(reply.sequence);
    if (open?.request.id !== reply.id) return undefined;
    if (validators.indexOf(reply.replica) === undefined) return undefined;
    if (!crypto.verify(reply.replica, replyDigest(crypto, reply), reply.signature)) {
      return undefined;
    }
    const replicas = open.answers.get(reply.stateId) ?? new Set();
    open.answers.set(reply.stateId, replicas.add(reply.replica));
    if (replicas.size <= validators.faulty) return undefined;
    this.#markAnswered(open, reply.stateId, at);
    return reply.sequence;
  }

  #markAnswered({ request, sentAt }: Open, stateId: StateId, at: Millis): void {
    this.#open.delete(request.sequence);
    this.answered++;
    this.latencies.set(at - sentAt, (this.latencies.get(at - sentAt) ?? 0) + 1);
    this.#context.acknowledged?.(request, stateId);
  }
}
