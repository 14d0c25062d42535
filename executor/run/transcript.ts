/** Writes a run as text, one line per event. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { Certificate, Description } from "../../lib/protocol/description.js";
import type { Effect, EntryCause } from "../../lib/protocol/host/effect.js";
import type { Timer } from "../../lib/protocol/host/event.js";
import type { Facts } from "../../lib/protocol/judging/facts.js";
import type { NodeId } from "../../lib/protocol/ids.js";
import type { Wording } from "../../lib/protocol/wording.js";
import { aWord, joinWithAnd } from "../../lib/properties/wording.js";
import { blockName } from "../../lib/properties/names.js";
import type { TraceEntry } from "../../lib/simulation/trace.js";

type Entry = TraceEntry<object>;
type Link = Extract<Entry, { kind: "link" }>;

/**
 * Writes a run as text, one line per event. Blocks have names, so equal runs have equal transcripts
 * whatever the digests of their blocks. Copies of one message share a line.
 */
export class Transcript {
  readonly #line: (line: string) => void;
  readonly #wording: Wording<object>;
  /** The copies of the message being sent, and the current facts on blocks. */
  #copies: Link[] = [];
  #facts: Facts | undefined;

  /** `wording` is that of the protocol; `line` receives each line. */
  constructor(wording: Wording<object> | undefined, line: (line: string) => void) {
    this.#wording = wording ?? {};
    this.#line = line;
  }

  /** Writes down an entry. `facts` is what is known of the run by then, for the names of blocks. */
  note(entry: TraceEntry<object>, facts: Facts): void {
    this.#facts = facts;
    const [first] = this.#copies;
    if (entry.kind === "link") {
      if (first !== undefined && first.message !== entry.message) this.end();
      this.#copies.push(entry);
      return;
    }
    this.end();
    const what = entryWords(entry, facts, this.#wording);
    if (what !== undefined) this.#line(lineOf(entry.at, entry.node.id, what));
  }

  /** Writes pending lines; also to be called after the last entry. */
  end(): void {
    const [first] = this.#copies;
    if (first === undefined || this.#facts === undefined) return;
    const what = `sends ${messageName(first, this.#facts, this.#wording)}${fates(this.#copies)}`;
    this.#line(lineOf(first.at, first.from.id, what));
    this.#copies = [];
  }
}

const TIME_WIDTH = 7;
const NODE_WIDTH = 4;

const lineOf = (at: number, node: NodeId, what: string): string =>
  `${String(at).padStart(TIME_WIDTH)}  ${node.padEnd(NODE_WIDTH)}${what}`;

/** The text of an entry; undefined if another entry covers it. */
function entryWords(
  entry: Exclude<Entry, Link>,
  facts: Facts,
  wording: Wording<object>,
): string | undefined {
  switch (entry.kind) {
    case "started":
      return undefined;
    case "restarted":
      return entry.state === "durable"
        ? "restarts from what it has persisted"
        : "restarts without its state";
    case "fired":
      return `${timerName(entry.timer, wording)} runs out`;
    case "delivered":
      return `receives ${messageName(entry, facts, wording)} from ${entry.from.id}`;
    case "effect":
      return effectWords(entry.effect, facts);
    default:
      return unreachable(entry);
  }
}

function effectWords(effect: Effect<object>, facts: Facts): string | undefined {
  switch (effect.kind) {
    case "commit":
      return `commits ${blockName(facts.tree, effect.entry.id)}`;
    case "entered":
      return `enters round ${effect.round}${entranceWords(effect.by)}`;
    case "certified":
      return `forms ${certificateName(effect.certificate, facts)}`;
    case "decided":
      return decisionWords(effect);
    case "refused":
      return `discards it: ${effect.because}`;
    case "halted":
      return "has nothing left to do";
    case "stuck":
      return `may propose nothing in round ${effect.round}: ${effect.because}`;
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

type Decided = Extract<Effect<object>, { kind: "decided" }>;

const decisionWords = ({ allowed, what, because }: Decided): string =>
  `${allowed ? "may" : "may not"} ${what}: ${because}`;

const entranceWords = (by: EntryCause): string => (by === "start" ? "" : ` by ${aWord(by)}`);

/** The receivers of a message, and the reasons for copies that are not delivered. */
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
  const kept = [...reasons].map(([reason, nodes]) => `${reason} for ${joinWithAnd(nodes)}`);
  const to = arriving.map((copy) => copy.to.id);
  if (to.length === 0) return `, ${kept.join("; ")}`;
  return ` to ${[joinWithAnd(to), ...kept].join("; ")}`;
}

/** A message that was sent or received. */
interface Passed {
  readonly message: Description;
  readonly payload: object;
}

function messageName(passed: Passed, { tree }: Facts, wording: Wording<object>): string {
  const { type, round, block, signs = [] } = passed.message;
  const [signed] = signs.length === 1 ? signs : [];
  const about = block?.id ?? signed?.value ?? null;
  return (
    wording.message?.(passed.payload, (id) => blockName(tree, id)) ??
    (about === null ? `${type} of round ${round}` : `${type} for ${blockName(tree, about)}`)
  );
}

function certificateName(certificate: Certificate, { tree }: Facts): string {
  const { kind = "certificate", value, round, signers } = certificate;
  const of = value === null ? `round ${round}` : blockName(tree, value);
  return `${aWord(kind)} of ${of}, signed by ${joinWithAnd(signers)}`;
}

function timerName(timer: Timer, wording: Wording<object>): string {
  const name = wording.timer?.(timer) ?? timer.name;
  return timer.round === undefined ? name : `the ${name} of round ${timer.round}`;
}
