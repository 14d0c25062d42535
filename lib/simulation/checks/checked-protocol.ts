/** Calls a protocol for the simulation, and checks all that it returns. */
import type { Description } from "../../protocol/description.js";
import type { Effect } from "../../protocol/host/effect.js";
import type { Event } from "../../protocol/host/event.js";
import type { Millis } from "../../protocol/ids.js";
import type { NodeInfo } from "../../protocol/judging/observed-event.js";
import { canonicalText } from "../../explore/canonical.js";
import { RemoteFailure } from "../../protocol/host/remote.js";
import type { RunStart, UpcomingEvent } from "../../protocol/host/remote.js";
import { StorageError } from "../../protocol/protocol.js";
import type { Progress, Protocol, RecurrenceNames } from "../../protocol/protocol.js";
import {
  descriptionProblem,
  effectsProblem,
  MOST_EVENTS_AT_ONCE,
  progressProblem,
} from "./contract-checks.js";
import { ignoreRejection, isName, isObject, show } from "../../protocol/checks/contract-values.js";
import { freeze } from "./freeze.js";
import { initialState } from "../disk.js";
import { thrownWords } from "../../protocol/checks/thrown.js";
import { UnresolvedChoice } from "../world.js";
import type { NodeSpec } from "../world.js";

/** A protocol threw, or broke its contract: the verdict is `crashed`. */
export class ProtocolFailure extends Error {
  readonly node: NodeInfo;

  constructor(node: NodeInfo, message: string) {
    super(message);
    this.name = "ProtocolFailure";
    this.node = node;
  }
}

/** A node, as far as its protocol is called for it. */
interface Hosted<S> {
  readonly state: S;
  readonly spec: NodeSpec;
}

/**
 * The only caller of a protocol's functions in a run. Whatever they throw, and whatever breaks the
 * contract, it throws as a {@link ProtocolFailure}.
 */
export class CheckedProtocol<S extends object, M extends object> {
  readonly #protocol: Protocol<S, M>;
  readonly #replicas: ReadonlySet<string>;
  readonly #types: ReadonlySet<string>;
  readonly #mostAtOnce: number;
  readonly #freezesMessages: boolean;
  /** The event that was handled last, for words. */
  #event: Event<M> | undefined;
  #now: Millis = -1;
  /** Events handled at this instant. */
  #atOnce = 0;
  /** Events that a remote protocol was told to expect, and that are still to come. */
  #expected = 0;

  /** `freezesMessages`: whoever changes a message or a certificate that was told throws. */
  constructor(protocol: Protocol<S, M>, nodes: readonly NodeSpec[], freezesMessages = false) {
    this.#protocol = protocol;
    this.#replicas = new Set(nodes.map(({ info }) => info.replica));
    this.#types = new Set(protocol.messageTypes.map(({ type }) => type));
    this.#freezesMessages = freezesMessages;
    this.#mostAtOnce = MOST_EVENTS_AT_ONCE * nodes.length;
  }

  /** A run begins, or none that has a label: the protocol is tried out. */
  begin(run: RunStart): void {
    this.#expected = 0;
    this.#protocol.remote?.begin(run);
  }

  /** Whether the protocol is to be told of the events that come next. */
  get wantsEvents(): boolean {
    return this.#protocol.remote !== undefined && this.#expected === 0;
  }

  /** Tells a remote protocol of the events that are handled next, in order. */
  expect(upcoming: readonly UpcomingEvent<S, M>[]): void {
    this.#expected = upcoming.length;
    this.#protocol.remote?.expect(upcoming);
  }

  /** The state of a node before its first event, from its disk if there is something on it. */
  init(spec: NodeSpec): S {
    let state: S;
    try {
      state = initialState(this.#protocol, spec);
    } catch (error) {
      throw failure(spec.info, error, new Error(), "init");
    }
    if (isObject(state) && typeof state.then !== "function") return state;
    ignoreRejection(state);
    throw broken(spec.info, `init returned ${show(state)}; allowed: a state, an object`);
  }

  /**
   * The state of a node that comes back during a run. What is on its disk its own protocol wrote:
   * that it cannot be read is the protocol's failure.
   */
  restart(spec: NodeSpec): S {
    try {
      return this.init(spec);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      throw broken(spec.info, `restart cannot read what the replica stored: ${error.message}`);
    }
  }

  handle({ state, spec }: Hosted<S>, event: Event<M>, now: Millis): readonly Effect<M>[] {
    this.#event = event;
    this.#countInstant(spec.info, now);
    if (this.wantsEvents) this.expect([{ state, event, at: now }]);
    this.#expected--;
    let effects: readonly Effect<M>[];
    try {
      effects = this.#protocol.handle(state, event, spec.context);
    } catch (error) {
      throw failure(spec.info, error, new Error(), `handle, at ${this.#eventWords()},`);
    }
    const problem = effectsProblem(effects, this.#replicas);
    if (problem === undefined) {
      if (this.#freezesMessages) freezeCertified(effects);
      return effects;
    }
    ignoreRejection(effects);
    throw broken(spec.info, `at ${this.#eventWords()}, ${problem}`);
  }

  /** What is known of a message that a node sends. */
  describe(sender: NodeInfo, message: M): Description {
    let description: Description;
    try {
      description = this.#protocol.describe(message);
    } catch (error) {
      throw failure(sender, error, new Error(), `describe, of ${this.#sentWords()},`);
    }
    const problem = descriptionProblem(description, this.#types, this.#replicas);
    if (this.#freezesMessages) freezeShown(message, description);
    if (problem === undefined) return description;
    throw broken(sender, `describe of ${this.#sentWords()}: ${problem}`);
  }

  /** What changes exactly when an event changes the node's state. */
  progress({ state, spec }: Hosted<S>): Progress {
    let progress: Progress;
    try {
      progress = this.#protocol.progress?.(state) ?? canonicalText(state);
    } catch (error) {
      throw failure(spec.info, error, new Error(), "progress");
    }
    const problem = progressProblem(progress);
    if (problem === undefined) return progress;
    throw broken(spec.info, problem);
  }

  /** What counts of a state for the coming rounds; undefined if the protocol does not say. */
  recurrence({ state, spec }: Hosted<S>, names: RecurrenceNames): string | undefined {
    if (this.#protocol.recurrence === undefined) return undefined;
    let text: unknown;
    try {
      text = this.#protocol.recurrence(state, names, spec.context);
    } catch (error) {
      throw failure(spec.info, error, new Error(), "recurrence");
    }
    if (isName(text)) return text;
    throw broken(spec.info, `recurrence returned ${show(text)}; allowed: a text`);
  }

  /** The run goes on from elsewhere: what happened last says nothing about it. */
  forget(): void {
    this.#event = undefined;
    this.#now = -1;
  }

  #countInstant(node: NodeInfo, now: Millis): void {
    if (now !== this.#now) {
      this.#now = now;
      this.#atOnce = 0;
    }
    this.#atOnce++;
    if (this.#atOnce <= this.#mostAtOnce) return;
    const most = `allowed: at most ${this.#mostAtOnce} (a loop?)`;
    throw broken(node, `${this.#eventWords()} is event ${this.#atOnce} of one instant; ${most}`);
  }

  #sentWords(): string {
    return this.#event === undefined
      ? "a message that it sends"
      : `a message that it sends at ${this.#eventWords()}`;
  }

  /** The event that was handled last. */
  #eventWords(): string {
    const event = this.#event;
    switch (event?.kind) {
      case "message":
        return `message ${this.#messageWords(event.message)} from ${event.from}`;
      case "timer":
        return `timer ${event.timer.name}${roundWords(event.timer.round)}`;
      case "request":
        return `request ${event.request.id}`;
      case "start":
      case undefined:
        return "start";
    }
  }

  /** It was described without complaint when it was sent; `describe` need not stay that way. */
  #messageWords(message: M): string {
    try {
      const { type, round } = this.#protocol.describe(message);
      return `${type}${roundWords(round)}`;
    } catch {
      return "that describe refuses";
    }
  }
}

/** What others were told must stay what it was: the message, and what it shows. */
function freezeShown(message: object, { shows }: Description): void {
  freeze(message);
  freeze(shows);
}

function freezeCertified<M extends object>(effects: readonly Effect<M>[]): void {
  for (const effect of effects) if (effect.kind === "certified") freeze(effect.certificate);
}

const roundWords = (round: number | undefined): string =>
  round === undefined ? "" : ` of round ${round}`;

const broken = (node: NodeInfo, what: string): ProtocolFailure =>
  new ProtocolFailure(node, `broken contract: ${what}`);

/** What a protocol threw, as a failure of its node; what the host threw through it, as it is. */
function failure(node: NodeInfo, error: unknown, caught: Error, where: string): Error {
  if (error instanceof UnresolvedChoice || error instanceof StorageError) return error;
  if (error instanceof Error && error.name === "InvariantViolation") {
    return new ProtocolFailure(node, error.message);
  }
  if (error instanceof RemoteFailure) return new ProtocolFailure(node, `${where} ${error.message}`);
  return broken(node, `${where} ${thrownWords(error, caught)}`);
}
