/** A toy protocol for tests of the simulator. */
import { structuralSuite } from "../../lib/crypto/structural.js";
import type { ReplicaContext } from "../../lib/protocol/host/context.js";
import type { Effect } from "../../lib/protocol/host/effect.js";
import type { Event, Timer } from "../../lib/protocol/host/event.js";
import { GENESIS_ROUND, nodeId, replicaId, round } from "../../lib/protocol/ids.js";
import type { NodeInfo, ObservedEvent } from "../../lib/protocol/judging/observed-event.js";
import { StorageError } from "../../lib/protocol/protocol.js";
import type { Protocol } from "../../lib/protocol/protocol.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { MemoryLedger } from "../../lib/simulation/ledger.js";
import { fixedDelay } from "../../lib/simulation/network/network.js";
import { simulate } from "../../lib/simulation/simulation.js";
import type { TraceEntry } from "../../lib/simulation/trace.js";
import type { Disk, NodeSpec, Outcome, World } from "../../lib/simulation/world.js";

/** All that toys say to one another. */
export class Note {
  readonly kind = "note";
  readonly text: string;
  readonly round: number;

  constructor(text: string, of = 1) {
    this.text = text;
    this.round = of;
  }
}

/** What a toy knows: how often what happened to it. */
export interface ToyState {
  readonly self: string;
  /** Part of the toy's progress. */
  counter: number;
}

export type ToyEffects = readonly Effect<Note>[];

/**
 * What a toy does when something happens: named for a start and for timers, or of a note's text.
 */
export type Behaviour = (what: string, state: ToyState, node: string) => ToyEffects;

/** What a toy refuses to restart from. */
export const TORN = "torn";

function toyProtocol(behave: Behaviour): Protocol<ToyState, Note> {
  return {
    name: "toy",
    init: (context) => ({ self: selfOf(context), counter: 0 }),
    handle: (state, event) => [...behave(nameOf(event), state, state.self)],
    messageTypes: [{ type: "note" }],
    describe: ({ round: of }) => ({ type: "note", round: round(of), sender: replicaId("a") }),
    progress: ({ counter }) => String(counter),
    durability: {
      encodeState: (durable) => JSON.stringify(durable),
      encodeEntry: ({ id }) => id,
      decodeLedger: () => [],
      restore(durable, _, context) {
        if (durable === TORN) throw new StorageError(TORN, null);
        return { self: selfOf(context), counter: Number(JSON.parse(durable ?? "0")) };
      },
    },
  };
}

const selfOf = (context: ReplicaContext): string => context.transactions?.(GENESIS_ROUND)[0] ?? "?";

export function nameOf(event: Event<Note>): string {
  switch (event.kind) {
    case "start":
      return "start";
    case "request":
      return `request ${event.request.id}`;
    case "message":
      return event.message.text;
    case "timer":
      return isRetry(event.timer)
        ? `retry ${event.timer.name} ${event.timer.attempt}`
        : `timer ${event.timer.round ?? ""}`;
  }
}

export const send = (to: string, text: string, of = 1): Effect<Note> => ({
  kind: "send",
  to: replicaId(to),
  message: new Note(text, of),
});

export const broadcast = (text: string, of = 1): Effect<Note> => ({
  kind: "broadcast",
  message: new Note(text, of),
});

export const startTimer = (of: number, after: number): Effect<Note> => ({
  kind: "start-timer",
  timer: { name: "timer", round: round(of) },
  after,
});

/** A timer with a field of the toys' own. */
interface Retry extends Timer {
  readonly attempt: number;
}

const isRetry = (timer: Timer): timer is Retry => "attempt" in timer;

export const startRetry = (name: string, after: number, attempt = 0): Effect<Note> => {
  const timer: Retry = { name, attempt };
  return { kind: "start-timer", timer, after };
};

export const stopRetry = (name: string): Effect<Note> => ({
  kind: "stop-timer",
  timer: { name },
});

/** Puts a number on the disk. */
export const persist = (number: number): Effect<Note> => ({
  kind: "persist",
  durable: [number],
});

export const enter = (of: number): Effect<Note> => ({
  kind: "entered",
  round: round(of),
  by: "qc",
});

/** What happened in a run of toys. */
export interface ToyRun {
  readonly outcome: Outcome;
  /** `<time> <node> <what>`, of starts, deliveries and timers. */
  readonly happened: readonly string[];
  readonly trace: readonly TraceEntry<Note>[];
  readonly observedEvents: readonly ObservedEvent[];
  readonly nodes: readonly NodeSpec[];
}

type Faults = Partial<Pick<World<ToyState, Note>, "injectFault" | "onIncident" | "until">>;
interface ToyWorld extends Faults, Partial<Pick<World<ToyState, Note>, "links" | "limits">> {
  /** `a'` is a second node of a; neither is honest then. */
  readonly nodes: string;
  readonly lastRound?: number;
  /** What the toys' protocol has besides, or instead. */
  readonly overrides?: Partial<Protocol<ToyState, Note>>;
  /** Nodes whose state faults have set. */
  readonly corrupt?: readonly string[];
  /** What each node has to restart from. */
  readonly disks?: Readonly<Record<string, Disk>>;
}

/** Runs toys that all behave alike; every message takes 10 ms unless links say otherwise. */
export function runToys(world: ToyWorld, behave: Behaviour): ToyRun {
  const names = world.nodes.split(" ");
  const crypto = structuralSuite();
  const infos = names.map((name, index): NodeInfo => {
    const replica = replicaId(name.charAt(0));
    return { id: nodeId(name), index, replica, honest: !names.includes(`${replica}'`) };
  });
  const validators = validatorSet([...new Set(infos.map(({ replica }) => replica))]);
  const nodes = infos.map((info): NodeSpec => {
    const ledger = new MemoryLedger();
    const self = info.replica;
    const signer = crypto.signerOf(self);
    const transactions = () => [info.id];
    const memo = new Map<object, string>();
    const context = { self, validators, crypto, signer, ledger, memo, delta: 10, transactions };
    const disk = world.disks?.[info.id];
    const corrupt = world.corrupt?.includes(info.id) ?? false;
    return { info, ledger, context, corrupt, ...(disk && { disk }) };
  });
  const { injectFault, onIncident, until } = world;
  const happened: string[] = [];
  const trace: TraceEntry<Note>[] = [];
  const observedEvents: ObservedEvent[] = [];
  let now = 0;
  const outcome = simulate<ToyState, Note>({
    protocol: {
      ...toyProtocol((what, state, node) => {
        happened.push(`${now} ${node} ${what}`);
        return behave(what, state, node);
      }),
      ...world.overrides,
    },
    nodes,
    links: world.links ?? [fixedDelay(10)],
    lastRound: round(world.lastRound ?? 1),
    limits: world.limits ?? { events: 10_000, time: 1_000_000 },
    ...(injectFault && { injectFault }),
    onIncident: (event) => {
      now = event.at;
      onIncident?.(event);
    },
    ...(until && { until }),
    judge: (observed) => observedEvents.push(observed),
    trace: (entry) => {
      now = entry.at;
      trace.push(entry);
    },
  });
  return { outcome, happened, trace, observedEvents, nodes };
}
