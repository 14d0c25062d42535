/**
 * Runs a protocol written in JavaScript in a process of its own, for twins-exec: JSON-RPC 2.0 on
 * standard input and output. It is the twin of twins.py, for reading; a protocol in JavaScript that
 * is a module of twins-bft runs much faster.
 *
 * A protocol is a class with one instance for each node of a run. Its methods `start`, `message`,
 * after `verify`, and `timer` handle events, and call the methods of `Node` for what the node does.
 * They must be a function of the events: no clock, no randomness. `console.log` goes to the log.
 */
import { Buffer } from "node:buffer";
import { Console } from "node:console";
import { createHash } from "node:crypto";
import { readSync, writeSync } from "node:fs";

const VERSION = 1;
const METHOD_NOT_FOUND = -32601;
const FAILED = -32000;
/** Standard output is for answers alone. */
// Not from node:process, which would open standard input in another way.
const log = new Console(globalThis.process.stderr);
const INPUT = 0;
const OUTPUT = 1;

/** A short text that names this content, texts and numbers, and no other. */
export const digest = (...content) =>
  createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);

/** An ideal signature: whoever checks it makes it again. Only sign as `this.replica`. */
export const sign = (replica, ...content) => digest("signature", replica, ...content);

/** What all nodes of a run share. */
class Run {
  constructor(parameters) {
    Object.assign(this, parameters);
    this.bugs = new Set(parameters.bugs);
    this.replicas = new Map(parameters.nodes.map(({ id, replica }) => [id, replica]));
  }

  /** Who leads a round, from 1 on. */
  leader(round) {
    return this.leaders[round - 1] ?? this.validators[round % this.validators.length];
  }
}

/** A node: `id` is its own name, `replica` the identity that it signs as, which twins share. */
export class Node {
  effects = [];

  constructor(run, id) {
    this.run = run;
    this.id = id;
    this.replica = run.replicas.get(id);
  }

  /** The first event. */
  start() {}

  /** `verify(sender, message)` throws if a message is not as it should be: it is refused then. */
  verify() {}

  /**
   * `message(sender, message)`: `sender` is an identity that the network vouches for. All receivers
   * and the sender have the same object: leave it as it is.
   */
  message() {}

  /** `timer(name, round)`: a timer that was started has run out. */
  timer() {}

  /** What people see of the node's state. */
  state() {
    const others = { ...this };
    for (const known of ["run", "id", "replica", "effects"]) delete others[known];
    return others;
  }

  // What a node does, in order. `description`: { type, round, block, signs, shows }.

  send(to, message, description) {
    this.effects.push({ kind: "send", to, message, description });
  }

  /** To every validator, this one included. */
  broadcast(message, description) {
    this.effects.push({ kind: "broadcast", message, description });
  }

  startTimer(name, after, round) {
    this.effects.push({ kind: "start-timer", timer: { name, round }, after });
  }

  stopTimer(name) {
    this.effects.push({ kind: "stop-timer", timer: { name } });
  }

  /** `others`: parent, of a chain, or slot; and author, transactions, stateId. */
  commit(id, round, others) {
    this.effects.push({ kind: "commit", entry: { id, round, ...others } });
  }

  entered(round, by) {
    this.effects.push({ kind: "entered", round, by });
  }

  certified(certificate) {
    this.effects.push({ kind: "certified", certificate });
  }

  decided(what, allowed, because) {
    this.effects.push({ kind: "decided", what, allowed, because });
  }

  refused(because) {
    this.effects.push({ kind: "refused", because });
  }

  halted() {
    this.effects.push({ kind: "halted" });
  }
}

/**
 * Runs a protocol until the tool ends. `about`: name, promises, bugs, as `initialize` has them.
 * `messageTypes`: in the order of a round, each type with its role (proposal, vote, timeout,
 * request, response) or undefined. `quorum(replicas, faulty)` is how many distinct identities a
 * certificate needs, if that is not the common number.
 */
export function serve(Protocol, { messageTypes, quorum, ...about }) {
  const types = Object.entries(messageTypes).map(([type, role]) => ({ type, role }));
  globalThis.console = log;
  let nodes = new Map();
  let sent = []; // The messages of the present run, in order.
  const methods = {
    initialize: () => ({ version: VERSION, keepsMessages: true, ...about, messageTypes: types }),
    reset(parameters) {
      const run = new Run(parameters);
      nodes = new Map(parameters.nodes.map(({ id }) => [id, new Protocol(run, id)]));
      sent = [];
      return {};
    },
    handle: ({ node, event }) => handle(nodes.get(node), event, sent),
    state: ({ node }) => plain(nodes.get(node).state()),
    shutdown: () => ({}),
    ...(Protocol.prototype.progress && {
      progress: ({ node }) => JSON.stringify(nodes.get(node).progress()),
    }),
    ...(quorum && { quorum: ({ replicas, faulty }) => quorum(replicas, faulty) }),
  };
  for (const line of lines()) {
    const asked = JSON.parse(line);
    const answers = [asked].flat().map((request) => answer(methods, request));
    writeAll(`${JSON.stringify(Array.isArray(asked) ? answers : answers[0])}\n`);
  }
}

/** The same as JSON has it: an object of a map, a list of a set; functions are left out. */
function plain(value) {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

function handle(node, event, sent) {
  node.effects = [];
  if (event.kind === "start") node.start();
  else if (event.kind === "timer") node.timer(event.name, event.round);
  else receive(node, event.from, "sent" in event ? sent[event.sent] : event.message);
  for (const { message } of node.effects) if (message !== undefined) sent.push(message);
  return { effects: node.effects };
}

function receive(node, from, message) {
  try {
    node.verify(from, message);
  } catch (error) {
    node.refused(String(error));
    return;
  }
  node.message(from, message);
}

function answer(methods, { id, method, params }) {
  if (!Object.hasOwn(methods, method)) {
    return { jsonrpc: "2.0", id, error: { code: METHOD_NOT_FOUND, message: `no ${method}` } };
  }
  try {
    return { jsonrpc: "2.0", id, result: methods[method](params) };
  } catch (error) {
    log.error(error);
    return { jsonrpc: "2.0", id, error: { code: FAILED, message: String(error) } };
  }
}

/** The lines of standard input, until it ends. */
function* lines() {
  const chunk = Buffer.alloc(1 << 16);
  let parts = [];
  for (;;) {
    const size = readSync(INPUT, chunk);
    if (size === 0) return;
    let from = 0;
    for (let end; (end = chunk.subarray(0, size).indexOf("\n", from)) >= 0; from = end + 1) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString();
      parts = [];
    }
    parts.push(Buffer.from(chunk.subarray(from, size)));
  }
}

function writeAll(text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(OUTPUT, bytes, at);
}
