/** The replicas of a run, which live in a program: their states are opaque. */
import type { Effect } from "../../lib/protocol/host/effect.js";
import type { Event } from "../../lib/protocol/host/event.js";
import { round } from "../../lib/protocol/ids.js";
import type { ReplicaId } from "../../lib/protocol/ids.js";
import { RemoteFailure } from "../../lib/protocol/host/remote.js";
import type { Remote, RunStart, UpcomingEvent } from "../../lib/protocol/host/remote.js";
import { effectFrom, SentMessages } from "./effects.js";
import { checkedResult, METHOD_NOT_FOUND, ProgramError } from "./program.js";
import type { Question, Result } from "./program.js";
import { HANDLED, PROGRESS } from "./wire.js";
import type { ResetParameters } from "./wire.js";

/** What the host knows of a replica in a program. */
export interface RemoteState {
  readonly node: string;
  readonly replica: ReplicaId;
  /** How many events it has handled. */
  events: number;
  /** Its progress; undefined if an event came since it was asked for. */
  progress: string | undefined;
  /** What people see of its state; undefined if the program does not tell. */
  view: unknown;
}

/** Who answers: a program, which runs anew when it has ended. */
export interface Answering {
  /** Forgets the run before; the program is started if it does not run. */
  beginRun(): void;
  ask(question: Question): unknown;
  askAll(questions: readonly Question[]): readonly Result[];
}

/** The answer to an event that was asked for before it is handled. */
interface Prepared {
  readonly state: RemoteState;
  readonly result: Result;
  /** The state after it, where people are to see it. */
  readonly view: Result | undefined;
}

const UNANSWERED: Result = {
  failure: new RemoteFailure("the program gave no answer, after an earlier failure"),
};

/** Runs the replicas of one run after the other in a program. */
export class RemoteReplicas implements Remote<RemoteState, object> {
  readonly #program: Answering;
  readonly #bugs: readonly string[];
  readonly #keepsMessages: boolean;
  readonly #sent = new SentMessages();
  #run: RunStart | undefined;
  #states: RemoteState[] = [];
  #prepared: Prepared[] = [];
  #taken = 0;
  /** Whether the program tells progress; undefined as long as nobody has asked. */
  #hasProgress: boolean | undefined;
  /** Whether the present run shows states, and the program tells them. */
  #showsStates = false;

  /** `keepsMessages`: the program knows the messages that it sent in a run by their numbers. */
  constructor(program: Answering, bugs: readonly string[], keepsMessages = false) {
    this.#program = program;
    this.#bugs = bugs;
    this.#keepsMessages = keepsMessages;
  }

  begin(run: RunStart): void {
    this.#run = run;
    this.#states = [];
    this.#prepared = [];
    this.#taken = 0;
    this.#sent.beginRun();
  }

  /** The state of the next node. The first one resets the program. Throws {@link RemoteFailure}. */
  init(): RemoteState {
    const { nodes = [] } = this.#run ?? {};
    if (this.#states.length === 0) this.#reset();
    const info = nodes[this.#states.length]?.info;
    if (info === undefined) throw new RemoteFailure("no run has begun");
    const state = {
      node: info.id,
      replica: info.replica,
      events: 0,
      progress: undefined,
      view: undefined,
    };
    this.#states.push(state);
    return state;
  }

  expect(upcoming: readonly UpcomingEvent<RemoteState, object>[]): void {
    const perEvent = this.#showsStates ? 2 : 1;
    const questions = upcoming.flatMap((each) =>
      this.#showsStates ? [this.#handling(each), stateOf(each.state)] : [this.#handling(each)],
    );
    const answered = this.#program.askAll(questions);
    const isWhole = answered.length === questions.length;
    const results = isWhole ? answered : answered.map((each) => ofSeveral(each, upcoming.length));
    this.#taken = 0;
    this.#prepared = upcoming.map(({ state }, index) => ({
      state,
      result: results[index * perEvent] ?? UNANSWERED,
      view: this.#showsStates ? results[index * perEvent + 1] : undefined,
    }));
  }

  /** Throws {@link RemoteFailure}. */
  handle(state: RemoteState, event: Event<object>): readonly Effect<object>[] {
    const prepared = this.#prepared[this.#taken++];
    if (prepared?.state !== state) {
      throw new RemoteFailure("an event that was not announced: its state was copied");
    }
    state.events++;
    state.progress = undefined;
    state.view = viewIn(prepared.view);
    const result = resultIn(prepared.result);
    if (hasNoEffects(result)) return NONE;
    const { effects } = checkedResult(HANDLED, result);
    const handled = event.kind === "message" ? event.message : event;
    return effects.map((each) => effectFrom(each, state.replica, this.#sent, handled));
  }

  /** Changes when the replica's state does, or with every event. Throws {@link RemoteFailure}. */
  progress(state: RemoteState): string {
    if (this.#hasProgress === false) return String(state.events);
    if (state.progress === undefined) this.#refresh();
    return state.progress ?? String(state.events);
  }

  describe(message: object): ReturnType<SentMessages["descriptionOf"]> {
    return this.#sent.descriptionOf(message);
  }

  #reset(): void {
    const parameters = parametersOf(this.#run, this.#bugs);
    this.#program.beginRun();
    this.#program.ask({ method: "reset", params: JSON.stringify(parameters) });
    const node = parameters.nodes[0]?.id ?? "";
    this.#hasProgress ??= this.#knows(progressOf({ node }));
    this.#showsStates = this.#run?.showsStates === true && this.#knows(stateOf({ node }));
  }

  /** Whether the program has the method of a question. */
  #knows(question: Question): boolean {
    try {
      this.#program.ask(question);
      return true;
    } catch (error) {
      if (error instanceof ProgramError && error.code === METHOD_NOT_FOUND) return false;
      throw error;
    }
  }

  /** Asks for the progress of all whose progress is unknown. No event is prepared meanwhile. */
  #refresh(): void {
    const unknown = this.#states.filter(({ progress }) => progress === undefined);
    const results = this.#program.askAll(unknown.map(progressOf));
    for (const [index, state] of unknown.entries()) {
      state.progress = checkedResult(PROGRESS, resultIn(results[index] ?? UNANSWERED));
    }
  }

  #handling({ state, event, at }: UpcomingEvent<RemoteState, object>): Question {
    const params = `{"node":${JSON.stringify(state.node)},"at":${at},"event":${this.#text(event)}}`;
    return { method: "handle", params };
  }

  #text(event: Event<object>): string {
    switch (event.kind) {
      case "message": {
        const from = JSON.stringify(event.from);
        return `{"kind":"message","from":${from},${this.#content(event.message)}}`;
      }
      case "timer": {
        const { name, round } = event.timer;
        return JSON.stringify({ kind: "timer", name, round });
      }
      case "start":
      case "request":
        return JSON.stringify({ kind: event.kind });
    }
  }

  /** The message itself, or which one it is of those that the program keeps. */
  #content(message: object): string {
    const number = this.#keepsMessages ? this.#sent.numberOf(message) : undefined;
    return number === undefined ? `"message":${this.#sent.textOf(message)}` : `"sent":${number}`;
  }
}

const progressOf = ({ node }: Pick<RemoteState, "node">): Question => ({
  method: "progress",
  params: JSON.stringify({ node }),
});

const stateOf = ({ node }: Pick<RemoteState, "node">): Question => ({
  method: "state",
  params: JSON.stringify({ node }),
});

/** A state that the program cannot tell is not shown, and the run goes on. */
const viewIn = (view: Result | undefined): unknown =>
  view === undefined || "failure" in view ? undefined : view.result;

function resultIn(result: Result): unknown {
  if ("failure" in result) throw result.failure;
  return result.result;
}

/** The failure of a whole batch: which of its events it was at is not known. */
function ofSeveral(result: Result, events: number): Result {
  if (!("failure" in result)) return result;
  const { message } = result.failure;
  const others = events === 2 ? "the event" : `one of the ${events - 1} events`;
  return { failure: new RemoteFailure(`or at ${others} asked with it, ${message}`) };
}

const NONE: readonly Effect<object>[] = [];

/** Whether it is the result of an event without effects: most events have none. */
function hasNoEffects(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return false;
  const { effects } = result as { readonly effects?: unknown };
  return Array.isArray(effects) && effects.length === 0 && Object.keys(result).length === 1;
}

/** So many more leaders are told than there are rounds with timers. */
const MORE_LEADERS = 10;

function parametersOf(run: RunStart | undefined, bugs: readonly string[]): ResetParameters {
  const first = run?.nodes[0];
  if (run === undefined || first === undefined) throw new RemoteFailure("no run has begun");
  const { validators, delta, leaderOf } = first.context;
  const rounds = Array.from({ length: run.lastRound + MORE_LEADERS }, (_, index) => index + 1);
  return {
    scenario: run.label,
    nodes: run.nodes.map(({ info: { id, replica } }) => ({ id, replica })),
    validators: [...validators.ids],
    ...{ faulty: validators.faulty, quorum: validators.quorum, delta },
    leaders: leaderOf === undefined ? [] : rounds.map((r) => leaderOf(round(r))),
    bugs: [...bugs],
  };
}
