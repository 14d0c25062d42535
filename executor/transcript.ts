import { unreachable } from "../lib/protocol/assert.js";
import type { CertificateDescription, Description } from "../lib/protocol/description.js";
import type { Effect, Entrance } from "../lib/protocol/effect.js";
import type { Timer } from "../lib/protocol/event.js";
import type { NodeId } from "../lib/protocol/ids.js";
import type { ProtocolMessage } from "../lib/protocol/message.js";
import { listing } from "../lib/properties/english.js";
import type { Facts } from "../lib/properties/facts.js";
import { blockName } from "../lib/properties/names.js";
import type { TraceEntry } from "../lib/simulation/trace.js";

type Entry = TraceEntry<ProtocolMessage>;
type Link = Extract<Entry, { kind: "link" }>;

/**
 * Writes down a run, a line for each thing that happens, blocks by name, so that equal runs have
 * equal transcripts whatever their blocks' digests are. Copies of one message share a line.
 */
export class Transcript {
  readonly #line: (line: string) => void;
  /** Copies of the message being sent, and what is known of blocks by now. */
  #copies: Link[] = [];
  #facts: Facts | undefined;

  constructor(line: (line: string) => void) {
    this.#line = line;
  }

  note(entry: Entry, facts: Facts): void {
    this.#facts = facts;
    const [first] = this.#copies;
    if (entry.kind === "link") {
      if (first !== undefined && first.message !== entry.message) this.end();
      this.#copies.push(entry);
      return;
    }
    this.end();
    const what = happening(entry, facts);
    if (what !== undefined) this.#line(lineOf(entry.at, entry.node.id, what));
  }

  /** Writes what is still held back; to be called after the last entry, too. */
  end(): void {
    const [first] = this.#copies;
    if (first === undefined || this.#facts === undefined) return;
    const what = `sends ${messageName(first.message, this.#facts)}${fates(this.#copies)}`;
    this.#line(lineOf(first.at, first.from.id, what));
    this.#copies = [];
  }
}

const TIME_WIDTH = 7;
const NODE_WIDTH = 4;

const lineOf = (at: number, node: NodeId, what: string): string =>
  `${String(at).padStart(TIME_WIDTH)}  ${node.padEnd(NODE_WIDTH)}${what}`;

/** What to say of an entry; nothing of those that say themselves in others. */
function happening(entry: Exclude<Entry, Link>, facts: Facts): string | undefined {
  switch (entry.kind) {
    case "started":
      return undefined;
    case "fired":
      return `${timerName(entry.timer)} runs out`;
    case "delivered":
      return `receives ${messageName(entry.message, facts)} from ${entry.from.id}`;
    case "effect":
      return effectWords(entry.effect, facts);
    default:
      return unreachable(entry);
  }
}

function effectWords(effect: Effect<ProtocolMessage>, facts: Facts): string | undefined {
  switch (effect.kind) {
    case "commit":
      return `commits ${blockName(facts.tree, effect.entry.id)}`;
    case "entered":
      return `enters round ${effect.round}${ENTRANCES[effect.by]}`;
    case "certified":
      return `forms ${certificateName(effect.certificate, facts)}`;
    case "decided":
      return decisionWords(effect);
    case "refused":
      return `discards it: ${effect.because}`;
    case "send":
    case "broadcast":
    case "persist":
    case "reply":
    case "start-timer":
    case "stop-timer":
      return undefined;
    default:
      return unreachable(effect);
  }
}

type Decided = Extract<Effect<ProtocolMessage>, { kind: "decided" }>;

const decisionWords = ({ allowed, what, because }: Decided): string =>
  `${allowed ? "may" : "may not"} ${what}: ${because}`;

const ENTRANCES: Readonly<Record<Entrance, string>> = { start: "", qc: " by a QC", tc: " by a TC" };

/** Where the copies of a message go, and what keeps the others. */
function fates(copies: readonly Link[]): string {
  const arriving = copies.filter(({ fate }) => typeof fate === "number");
  const reasons = new Map<string, NodeId[]>();
  for (const { fate, to } of copies) {
    if (typeof fate === "number") continue;
    const reason = fate.kind === "held" ? `held (${fate.because})` : `lost (${fate.because})`;
    const others = reasons.get(reason);
    if (others === undefined) reasons.set(reason, [to.id]);
    else others.push(to.id);
  }
  const kept = [...reasons].map(([reason, nodes]) => `${reason} for ${listing(nodes)}`);
  const to = arriving.map((copy) => copy.to.id);
  if (to.length === 0) return `, ${kept.join("; ")}`;
  return ` to ${[listing(to), ...kept].join("; ")}`;
}

function messageName(message: Description, facts: Facts): string {
  switch (message.kind) {
    case "proposal": {
      const parent = blockName(facts.tree, message.parent);
      return `proposal ${blockName(facts.tree, message.block)} on ${parent}`;
    }
    case "vote":
      return `vote for ${blockName(facts.tree, message.block)}`;
    case "timeout":
      return `timeout of round ${message.round} (high QC of round ${message.highQcRound})`;
    case "sync":
      return `sync ${message.phase} for ${blockName(facts.tree, message.block)}`;
    default:
      return unreachable(message);
  }
}

function certificateName(certificate: CertificateDescription, { tree }: Facts): string {
  const signers = `signed by ${listing(certificate.signers)}`;
  return certificate.kind === "qc"
    ? `a QC of ${blockName(tree, certificate.block)}, ${signers}`
    : `a TC of round ${certificate.round}, ${signers}`;
}

const timerName = (timer: Timer): string =>
  timer.kind === "round" ? `the timer of round ${timer.round}` : `retry timer ${timer.attempt}`;
