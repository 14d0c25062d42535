/** A run as the viewer shows it: nodes, steps and copies of messages, from a trace. */
import type {
  MessageTrace,
  StateChangeTrace,
  TraceEvent,
} from "../../executor/run/trace-format.js";
import type { Trace } from "../data/page-data.js";
import { lanesOf } from "./lanes.js";
import type { Lane } from "./lanes.js";

/** What became of a copy of a message. */
export type Fate = "delivered" | "lost" | "under way";

/** One copy of a message: from one node to one node. */
export interface Copy {
  readonly index: number;
  readonly message: MessageTrace;
  readonly from: string;
  readonly to: string;
  /** The number of the step that sent it. */
  readonly sentIn: number;
  readonly sentAt: number;
  /** Why it was lost, or held. */
  readonly because?: string | undefined;
  fate: Fate;
  /** The number of the step that received it. */
  receivedIn?: number | undefined;
  /** Why its receiver refused it. */
  refused?: string | undefined;
}

type Input = Extract<TraceEvent, { event: "start" | "restart" | "timer" | "receive" }>;
/** What a node did, apart from sending. */
export type Action = Exclude<TraceEvent, Input | { event: "send" | "state" }>;
/** An action, or the copies of a message, in the order of the trace. */
export type StepPart =
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "sent"; readonly message: MessageTrace; readonly copies: Copy[] };

/** An event of a run: an input of a node, and all that the node did with it. */
export interface Step {
  readonly index: number;
  readonly at: number;
  readonly node: string;
  /** Absent if the trace does not tell what made the node act. */
  readonly input?: Input | undefined;
  /** The copy that it received. */
  readonly received?: Copy | undefined;
  readonly parts: StepPart[];
  /** What it changed in the internal state of the node, as far as the trace tells. */
  changes?: readonly StateChangeTrace[] | undefined;
}

/** A run. */
export interface Run {
  readonly trace: Trace;
  readonly lanes: readonly Lane[];
  readonly steps: readonly Step[];
  readonly copies: readonly Copy[];
}

/** The run that a trace tells. O(events). */
export function runOf(trace: Trace): Run {
  const reading = new Reading();
  for (const event of trace.events) reading.take(event);
  const { steps, copies } = reading;
  return { trace, lanes: lanesOf(trace), steps, copies };
}

/** Collects the steps of a trace, and finds for each receipt the copy that arrived. */
class Reading {
  readonly steps: Step[] = [];
  readonly copies: Copy[] = [];
  /** Copies that have not arrived, by receiver, sender and message, in the order of sending. */
  readonly #underWay = new Map<MessageTrace, Map<string, Arriving[]>>();

  take(event: TraceEvent): void {
    switch (event.event) {
      case "start":
      case "restart":
      case "timer":
        this.#begin(event);
        break;
      case "receive":
        this.#receive(event);
        break;
      case "send":
        this.#send(event);
        break;
      case "state":
        this.#current(event).changes = event.changes;
        break;
      case "enter":
      case "certify":
      case "decide":
      case "refuse":
      case "commit":
      case "halt":
      case "stuck":
      case "start-timer":
      case "stop-timer":
        this.#act(event);
        break;
    }
  }

  #begin(event: Input, received?: Copy): void {
    const { at, node } = event;
    const index = this.steps.length;
    this.steps.push({ index, at, node, input: event, ...(received && { received }), parts: [] });
  }

  /** The step that an action belongs to. */
  #current({ at, node }: TraceEvent): Step {
    const last = this.steps.at(-1);
    if (last?.node === node && last.at === at) return last;
    const step: Step = { index: this.steps.length, at, node, parts: [] };
    this.steps.push(step);
    return step;
  }

  #act(action: Action): void {
    const step = this.#current(action);
    step.parts.push({ kind: "action", action });
    if (action.event === "refuse" && step.received) step.received.refused = action.because;
  }

  #send(event: Extract<TraceEvent, { event: "send" }>): void {
    const step = this.#current(event);
    const { message, node: from, to, at: sentAt, lost, held, delay } = event;
    const because = lost ?? held;
    const copy: Copy = {
      ...{ index: this.copies.length, message, from, to, sentIn: step.index, sentAt },
      ...(because !== undefined && { because }),
      fate: lost === undefined ? "under way" : "lost",
    };
    this.copies.push(copy);
    const last = step.parts.at(-1);
    if (last?.kind === "sent" && last.message === message) last.copies.push(copy);
    else step.parts.push({ kind: "sent", message, copies: [copy] });
    if (lost !== undefined) return;
    const arriving = { copy, at: delay === undefined ? undefined : sentAt + delay };
    this.#between(message, from, to).push(arriving);
  }

  #receive(event: Extract<TraceEvent, { event: "receive" }>): void {
    const waiting = this.#between(event.message, event.from, event.node);
    const onTime = waiting.findIndex(({ at }) => at === event.at);
    const held = waiting.findIndex(({ at }) => at === undefined);
    const place = [onTime, held, 0].find((index) => index >= 0) ?? 0;
    const [arrived] = waiting.splice(place, 1);
    this.#begin(event, arrived?.copy);
    if (arrived === undefined) return;
    arrived.copy.fate = "delivered";
    arrived.copy.receivedIn = this.steps.length - 1;
  }

  #between(message: MessageTrace, from: string, to: string): Arriving[] {
    const byNodes = this.#underWay.get(message) ?? new Map<string, Arriving[]>();
    this.#underWay.set(message, byNodes);
    const key = `${from}\n${to}`;
    const waiting = byNodes.get(key) ?? [];
    byNodes.set(key, waiting);
    return waiting;
  }
}

/** A copy that has not arrived, and when it will; undefined if it is held. */
interface Arriving {
  readonly copy: Copy;
  readonly at: number | undefined;
}
