/** Converts observed events to the lines of a JSON trace. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { Certificate, Description } from "../../lib/protocol/description.js";
import type { Effect } from "../../lib/protocol/host/effect.js";
import type { Timer } from "../../lib/protocol/host/event.js";
import type { Facts } from "../../lib/protocol/judging/facts.js";
import type { NameOf, Wording } from "../../lib/protocol/wording.js";
import { blockName } from "../../lib/properties/names.js";
import type { Fate } from "../../lib/simulation/network/network.js";
import type { TraceEntry } from "../../lib/simulation/trace.js";
import type { CertificateTrace, MessageTrace, TimerTrace, TraceEvent } from "./trace-format.js";

type Entry = TraceEntry<object>;

/** Functions that name nodes, blocks and messages. */
interface Names {
  readonly nameOf: NameOf;
  readonly wording: Wording<object>;
}

/**
 * The trace event of an entry; undefined if other lines cover it. `facts` are the facts so far.
 */
export function traceEvent(
  entry: Entry,
  { tree }: Facts,
  wording: Wording<object> = {},
): TraceEvent | undefined {
  const { at } = entry;
  const names: Names = { nameOf: (id) => blockName(tree, id), wording };
  switch (entry.kind) {
    case "started":
      return { at, node: entry.node.id, event: "start" };
    case "restarted":
      return { at, node: entry.node.id, event: "restart", state: entry.state };
    case "fired":
      return { at, node: entry.node.id, event: "timer", timer: timerTrace(entry.timer, names) };
    case "delivered": {
      const message = messageTrace(entry, names);
      return { at, node: entry.node.id, event: "receive", from: entry.from.id, message };
    }
    case "link": {
      const message = messageTrace(entry, names);
      const { from, to, fate } = entry;
      return { at, node: from.id, event: "send", to: to.id, message, ...fateTrace(fate) };
    }
    case "effect": {
      const body = effectTrace(entry.effect, names);
      return body === undefined ? undefined : { at, node: entry.node.id, ...body };
    }
    default:
      return unreachable(entry);
  }
}

function timerTrace(timer: Timer, { wording }: Names): TimerTrace {
  const name = wording.timer?.(timer) ?? timer.name;
  return timer.round === undefined ? { name } : { name, round: timer.round };
}

function fateTrace(fate: Fate): { delay: number } | { lost: string } | { held: string } {
  if (typeof fate === "number") return { delay: fate };
  return fate.kind === "lost" ? { lost: fate.because } : { held: fate.because };
}

type EventBody = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, "at" | "node">
    : never
  : never;

/** Messages appear as they are sent; effects for disks and clients are omitted. */
function effectTrace(effect: Effect<object>, names: Names): EventBody | undefined {
  switch (effect.kind) {
    case "entered":
      return { event: "enter", round: effect.round, by: effect.by };
    case "certified":
      return { event: "certify", certificate: certificateTrace(effect.certificate, names) };
    case "decided": {
      const { what, allowed, because } = effect;
      return { event: "decide", what, allowed, because };
    }
    case "refused":
      return { event: "refuse", because: effect.because };
    case "commit": {
      const { id, round, slot } = effect.entry;
      const commit = { event: "commit", block: names.nameOf(id), round } as const;
      return slot === undefined ? commit : { ...commit, slot };
    }
    case "start-timer":
      return { event: "start-timer", timer: timerTrace(effect.timer, names), after: effect.after };
    case "stop-timer":
      return { event: "stop-timer", timer: timerTrace(effect.timer, names) };
    case "halted":
      return { event: "halt" };
    case "stuck":
      return { event: "stuck", round: effect.round, because: effect.because };
    case "send":
    case "broadcast":
    case "persist":
    case "reply":
      return undefined;
    default:
      return unreachable(effect);
  }
}

/** A message that was sent or received. */
interface Passed {
  readonly message: Description;
  readonly payload: object;
}

function messageTrace({ message, payload }: Passed, names: Names): MessageTrace {
  const { type, round, block, shows = [] } = message;
  const { nameOf, wording } = names;
  return {
    type,
    round,
    ...(block === undefined ? {} : { block: nameOf(block.id), parent: nameOf(block.parent) }),
    ...wording.fields?.(payload, nameOf),
    certificates: shows.map((each) => certificateTrace(each, names)),
  };
}

function certificateTrace(certificate: Certificate, { nameOf }: Names): CertificateTrace {
  const { kind = "certificate", round, value, signers, details } = certificate;
  return {
    kind,
    round,
    ...(value === null ? {} : { block: nameOf(value) }),
    signers: [...signers],
    ...details,
  };
}
