/** Packs a trace for a page, and unpacks it. */
import type {
  MessageTrace,
  StateChangeTrace,
  TraceEvent,
} from "../../executor/run/trace-format.js";
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
  readonly changes?: readonly StateChangeTrace[];
}

const NO_VALUE = -1;

/** Packs a trace. O(size of the trace). */
export function pack({ header, events, result }: Trace): PackedTrace {
  const nodes = new Table<string>();
  const messages = new Table<MessageTrace>();
  const paths = new Table<StateChangeTrace["path"]>();
  const values = new Table<StateChangeTrace["value"]>();
  const bodies = new Table<PackedBody>();
  const packedChange = ({ path, value }: StateChangeTrace) =>
    [paths.numberOf(path), value === undefined ? NO_VALUE : values.numberOf(value)] as const;
  for (const { node } of header.nodes) nodes.numberOf(node);
  const packed = events.map(({ at, node, ...fields }): PackedEvent => {
    const { from, to, message, changes, ...rest }: Fields = fields;
    const peer = from ?? to;
    const body = {
      ...rest,
      ...(message && { message: messages.numberOf(message) }),
      ...(changes && { changes: changes.map(packedChange) }),
    };
    const place = [at, nodes.numberOf(node), bodies.numberOf(body)] as const;
    return peer === undefined ? place : [...place, nodes.numberOf(peer)];
  });
  return {
    ...{ header, nodes: nodes.values, messages: messages.values },
    ...{ paths: paths.values, values: values.values, bodies: bodies.values },
    events: packed,
    ...(result === undefined ? {} : { result }),
  };
}

/** The trace that was packed. Equal messages are one object. */
export function unpack({ header, events, result, ...tables }: PackedTrace): Trace {
  const { nodes, messages, paths, values, bodies } = tables;
  const change = ([path, value]: readonly [number, number]): object =>
    value === NO_VALUE ? { path: paths[path] } : { path: paths[path], value: values[value] };
  const wholeBodies = bodies.map(({ message, changes, ...fields }) => ({
    ...fields,
    ...(message !== undefined && { message: messages[message] }),
    ...(changes && { changes: changes.map(change) }),
  }));
  const event = ([at, node, body, peer]: PackedEvent): TraceEvent => {
    const { message, ...fields }: { event?: string; message?: unknown } = wholeBodies[body] ?? {};
    const side = fields.event === "receive" ? "from" : "to";
    const unpacked: object = {
      ...{ at, node: nodes[node], ...fields },
      ...(peer !== undefined && { [side]: nodes[peer] }),
      ...(message !== undefined && { message }),
    };
    return unpacked as TraceEvent;
  };
  return { header, events: events.map(event), ...(result === undefined ? {} : { result }) };
}
