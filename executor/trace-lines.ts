import { unreachable } from "../lib/protocol/assert.js";
import type { CertificateDescription, Description } from "../lib/protocol/description.js";
import type { Effect } from "../lib/protocol/effect.js";
import type { Timer } from "../lib/protocol/event.js";
import type { BlockId } from "../lib/protocol/ids.js";
import type { ProtocolMessage } from "../lib/protocol/message.js";
import type { Facts } from "../lib/properties/facts.js";
import { blockName } from "../lib/properties/names.js";
import type { Fate } from "../lib/simulation/network.js";
import type { TraceEntry } from "../lib/simulation/trace.js";
import type { CertificateTrace, MessageTrace, TimerTrace, TraceEvent } from "./trace-format.js";

type Entry = TraceEntry<ProtocolMessage>;
type NameOf = (id: BlockId) => string;

/**
 * What a trace says of an entry; nothing of what other lines say. `facts` is what is known by then.
 */
export function traceEvent(entry: Entry, { tree }: Facts): TraceEvent | undefined {
  const { at } = entry;
  const nameOf: NameOf = (id) => blockName(tree, id);
  switch (entry.kind) {
    case "started":
      return { at, node: entry.node.id, event: "start" };
    case "fired":
      return { at, node: entry.node.id, event: "timer", timer: timerTrace(entry.timer) };
    case "delivered": {
      const message = messageTrace(entry.message, nameOf);
      return { at, node: entry.node.id, event: "receive", from: entry.from.id, message };
    }
    case "link": {
      const message = messageTrace(entry.message, nameOf);
      const { from, to, fate } = entry;
      return { at, node: from.id, event: "send", to: to.id, message, ...fateTrace(fate) };
    }
    case "effect": {
      const happened = effectTrace(entry.effect, nameOf);
      return happened === undefined ? undefined : { at, node: entry.node.id, ...happened };
    }
    default:
      return unreachable(entry);
  }
}

const timerTrace = (timer: Timer): TimerTrace =>
  timer.kind === "round" ? timer : { kind: timer.kind, attempt: timer.attempt };

function fateTrace(fate: Fate): { delay: number } | { lost: string } | { held: string } {
  if (typeof fate === "number") return { delay: fate };
  return fate.kind === "lost" ? { lost: fate.because } : { held: fate.because };
}

type Happened = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, "at" | "node">
    : never
  : never;

/** Messages are told as they are sent, and what is for the disk or for clients not at all. */
function effectTrace(effect: Effect<ProtocolMessage>, nameOf: NameOf): Happened | undefined {
  switch (effect.kind) {
    case "entered":
      return { event: "enter", round: effect.round, by: effect.by };
    case "certified":
      return { event: "certify", certificate: certificateTrace(effect.certificate, nameOf) };
    case "decided": {
      const { what, allowed, because } = effect;
      return { event: "decide", what, allowed, because };
    }
    case "refused":
      return { event: "refuse", because: effect.because };
    case "commit": {
      const { id, round } = effect.entry;
      return { event: "commit", block: nameOf(id), round };
    }
    case "start-timer":
      return { event: "start-timer", timer: timerTrace(effect.timer), after: effect.after };
    case "stop-timer":
      return { event: "stop-timer", timer: timerTrace(effect.timer) };
    case "send":
    case "broadcast":
    case "persist":
    case "reply":
      return undefined;
    default:
      return unreachable(effect);
  }
}

function messageTrace(message: Description, nameOf: NameOf): MessageTrace {
  const { round } = message;
  const certificates = message.certificates.map((each) => certificateTrace(each, nameOf));
  switch (message.kind) {
    case "proposal": {
      const [block, parent] = [nameOf(message.block), nameOf(message.parent)];
      return { type: message.kind, round, block, parent, certificates };
    }
    case "vote":
      return { type: message.kind, round, block: nameOf(message.block), certificates };
    case "timeout":
      return { type: message.kind, round, highQcRound: message.highQcRound, certificates };
    case "sync": {
      const block = nameOf(message.block);
      return { type: message.kind, phase: message.phase, round, block, certificates };
    }
    default:
      return unreachable(message);
  }
}

function certificateTrace(certificate: CertificateDescription, nameOf: NameOf): CertificateTrace {
  const { kind, round } = certificate;
  const signers = [...certificate.signers];
  return kind === "qc"
    ? { kind, round, block: nameOf(certificate.block), signers }
    : { kind, round, signers, highQcRounds: [...certificate.highQcRounds] };
}
