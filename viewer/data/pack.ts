/** Packs a trace for a page, and unpacks it. */
import type { MessageTrace, TraceEvent } from "../../executor/run/trace-format.js";
import type { PackedBody, PackedEvent, PackedTrace, Trace } from "./page-data.js";

/** Numbers values by their text, from 0 on. */
class Table<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(value: Value): number {
    const text = JSON.stringify(value);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** The fields of an event that are not common to all. */
interface Fields {
  readonly event: string;
  readonly from?: string;
  readonly to?: string;
  readonly message?: MessageTrace;
}

/** Packs a trace. O(size of the trace). */
export function pack({ header, events, result }: Trace): PackedTrace {
  const nodes = new Table<string>();
  const messages = new Table<MessageTrace>();
  const bodies = new Table<PackedBody>();
  for (const { node } of header.nodes) nodes.numberOf(node);
  const packed = events.map(({ at, node, ...fields }): PackedEvent => {
    const { from, to, message, ...rest }: Fields = fields;
    const peer = from ?? to;
    const body = message === undefined ? rest : { ...rest, message: messages.numberOf(message) };
    const place = [at, nodes.numberOf(node), bodies.numberOf(body)] as const;
    return peer === undefined ? place : [...place, nodes.numberOf(peer)];
  });
  return {
    ...{ header, nodes: nodes.values, messages: messages.values, bodies: bodies.values },
    events: packed,
    ...(result === undefined ? {} : { result }),
  };
}

/** The trace that was packed. Equal messages are one object. */
export function unpack({ header, nodes, messages, bodies, events, result }: PackedTrace): Trace {
  const event = ([at, node, body, peer]: PackedEvent): TraceEvent => {
    const fields = bodies[body];
    const message = fields?.message === undefined ? {} : { message: messages[fields.message] };
    const side = fields?.event === "receive" ? "from" : "to";
    const other = peer === undefined ? {} : { [side]: nodes[peer] };
    const unpacked: object = { at, node: nodes[node], ...fields, ...other, ...message };
    return unpacked as TraceEvent;
  };
  return { header, events: events.map(event), ...(result === undefined ? {} : { result }) };
}
