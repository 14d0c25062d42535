/** What an explanation needs of a run: who signed what and why, who knew and committed what. */
import { unreachable } from "../../../lib/protocol/assert.js";
import type { Certificate } from "../../../lib/protocol/description.js";
import { GENESIS_ROUND } from "../../../lib/protocol/ids.js";
import type { BlockId, NodeId } from "../../../lib/protocol/ids.js";
import type { EntryCause } from "../../../lib/protocol/host/effect.js";
import type { LedgerEntry } from "../../../lib/protocol/host/ledger.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { TraceEntry } from "../../../lib/simulation/trace.js";

/** A rule's answer, and its reason. */
export interface Decision {
  readonly what: string;
  readonly because: string;
}

/** A statement that a node signed, the first time it sent it. */
export interface SignedStatement {
  /** The number of the event to which the node answered with it. */
  readonly event: number;
  readonly node: NodeInfo;
  readonly slot: string;
  readonly round: number;
  readonly value: BlockId | null;
  /** Whether the message proposes the value. */
  readonly proposes: boolean;
  /** What allowed it: the last answer before it, to the same event. */
  readonly decision: Decision | undefined;
  /** The last answer that was no, to the same event: why nil is signed. */
  readonly declined: Decision | undefined;
}

/** A commit of a node. */
export interface CommitEvent {
  /** The number of the event to which the node answered with it. */
  readonly event: number;
  readonly node: NodeInfo;
  readonly entry: LedgerEntry;
}

interface KnownCertificate {
  /** The number of the event at which the node learned it. */
  readonly event: number;
  readonly node: NodeId;
  readonly certificate: Certificate;
}

/** A certificate that a node formed. */
export interface Formed {
  readonly node: NodeId;
  readonly certificate: Certificate;
}

/** A round that a node left, and how it entered the next. */
export interface Passage {
  readonly node: NodeInfo;
  readonly left: number;
  readonly by: EntryCause;
}

/** An answer that was no, or a message that was refused. */
export interface Refusal {
  readonly node: NodeInfo;
  readonly words: string;
}

/** Listens to a run. */
export class RunLog {
  readonly statements: SignedStatement[] = [];
  readonly commits: CommitEvent[] = [];
  /** In order, each time. */
  readonly refusals: Refusal[] = [];
  readonly formed: Formed[] = [];
  readonly passages: Passage[] = [];
  readonly #proposals: ReadonlySet<string>;
  readonly #certificates: KnownCertificate[] = [];
  readonly #known = new Set<string>();
  /** By node: what was decided about the event that it handles. */
  readonly #decisions = new Map<NodeId, Decision>();
  readonly #declined = new Map<NodeId, Decision>();
  readonly #signed = new Set<string>();
  #event = 0;

  constructor({ messageTypes }: Pick<AnyProtocol, "messageTypes">) {
    this.#proposals = new Set(
      messageTypes.flatMap(({ type, role }) => (role === "proposal" ? type : [])),
    );
  }

  /** Takes note of what happens; to be called in order. */
  note(entry: TraceEntry<object>): void {
    switch (entry.kind) {
      case "started":
      case "fired":
        this.#begin(entry.node);
        return;
      case "delivered":
        this.#begin(entry.node);
        for (const shown of entry.message.shows ?? []) this.#learn(entry.node, shown);
        return;
      case "link":
        this.#noteMessage(entry);
        return;
      case "effect":
        this.#noteEffect(entry);
        return;
      case "restarted":
        return;
      default:
        unreachable(entry);
    }
  }

  /** The last block that a node committed together with one: the one that is committed directly. */
  directly({ event }: CommitEvent): LedgerEntry | undefined {
    return this.commits.findLast((each) => each.event === event)?.entry;
  }

  /** The certificates that a node knew when it had handled an event. */
  knownAt(node: NodeId, event: number): readonly Certificate[] {
    return this.#certificates.flatMap((known) =>
      known.node === node && known.event <= event ? known.certificate : [],
    );
  }

  /** The first statement of each node about a block, those that propose it left out. */
  votesFor(block: BlockId): readonly SignedStatement[] {
    const found = new Map<NodeId, SignedStatement>();
    for (const statement of this.statements) {
      const { node, value, proposes } = statement;
      if (value === block && !proposes && !found.has(node.id)) found.set(node.id, statement);
    }
    return [...found.values()];
  }

  #begin({ id }: NodeInfo): void {
    this.#event++;
    this.#decisions.delete(id);
    this.#declined.delete(id);
  }

  #learn({ id }: NodeInfo, certificate: Certificate): void {
    const { slot, value, signers, round } = certificate;
    if (round === GENESIS_ROUND) return;
    const key = `${id} ${slot} ${value ?? ""} ${signers.join(",")}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#certificates.push({ event: this.#event, node: id, certificate });
  }

  #noteMessage({ from, message }: Extract<TraceEntry<object>, { kind: "link" }>): void {
    for (const { slot, value } of message.signs ?? []) {
      const key = `${from.id} ${slot} ${value ?? ""}`;
      if (this.#signed.has(key)) continue;
      this.#signed.add(key);
      const decision = this.#decisions.get(from.id);
      const proposes = this.#proposals.has(message.type);
      this.statements.push({
        ...{ event: this.#event, node: from, slot, round: message.round, value, proposes },
        ...{ decision, declined: this.#declined.get(from.id) },
      });
    }
  }

  #noteEffect({ node, effect }: Extract<TraceEntry<object>, { kind: "effect" }>): void {
    if (effect.kind === "certified") {
      this.#learn(node, effect.certificate);
      this.formed.push({ node: node.id, certificate: effect.certificate });
    } else if (effect.kind === "entered") {
      this.passages.push({ node, left: effect.round - 1, by: effect.by });
    } else if (effect.kind === "commit") {
      this.commits.push({ event: this.#event, node, entry: effect.entry });
    } else if (effect.kind === "refused") {
      this.refusals.push({ node, words: `refused a message: ${effect.because}` });
    } else if (effect.kind === "decided") {
      const { what, allowed, because } = effect;
      (allowed ? this.#decisions : this.#declined).set(node.id, { what, because });
      if (!allowed) this.refusals.push({ node, words: `may not ${what}: ${because}` });
    }
  }
}
