/** The state of a run at a step: what its trace shows of each node, and the messages under way. */
import type { Action, Copy, Run, Step } from "./run.js";
import { certificateWords, messageWords, timerWords } from "./words.js";

/** What the trace shows of a node. */
export interface NodeState {
  readonly node: string;
  /** The round that it is in; 0 before it entered one. */
  round: number;
  /** Its state as a tree: a name, and values under it, the oldest first. */
  readonly entries: readonly NodeEntry[];
}

/** A part of the state of a node. */
export interface NodeEntry {
  readonly name: string;
  readonly values: readonly string[];
  /** What the last step of the cursor changed. */
  readonly changed: boolean;
}

/** All nodes, and the copies that are under way, after a step. */
export interface WorldState {
  readonly nodes: readonly NodeState[];
  readonly underWay: readonly Copy[];
}

/** The state after step `at`; before the first one if it is negative. O(steps up to there). */
export function worldAt(run: Run, at: number): WorldState {
  const notes = new Map(run.lanes.map(({ node }) => [node, new Notes()]));
  for (const step of run.steps.slice(0, at + 1)) {
    const note = notes.get(step.node);
    if (note === undefined) continue;
    if (step.index === at) note.mark();
    note.take(step);
  }
  return {
    nodes: run.lanes.map(({ node }) => {
      const note = notes.get(node) ?? new Notes();
      return { node, round: note.round, entries: note.entries() };
    }),
    underWay: run.copies.filter(
      ({ fate, sentIn, receivedIn }) =>
        fate !== "lost" && sentIn <= at && (receivedIn === undefined || receivedIn > at),
    ),
  };
}

const KINDS = ["votes", "certificates", "committed", "timers", "decisions", "refused"] as const;
type Kind = (typeof KINDS)[number];

/** Panels list as many of the last values of each kind. */
const LISTED = 40;

/** Notes of one node. */
class Notes {
  round = 0;
  readonly #values = new Map<Kind, string[]>(KINDS.map((kind) => [kind, []]));
  readonly #changed = new Set<string>();
  #isMarked = false;
  #halted = false;

  /** What follows counts as changed. */
  mark(): void {
    this.#isMarked = true;
  }

  take({ input, parts }: Step): void {
    if (input?.event === "restart") this.#set("timers", []);
    if (input?.event === "timer") this.#remove("timers", timerWords(input.timer));
    for (const part of parts) {
      if (part.kind === "sent") {
        if (part.message.block !== undefined) this.#add("votes", messageWords(part.message));
      } else this.#act(part.action);
    }
  }

  entries(): readonly NodeEntry[] {
    return [
      { name: "round", values: [String(this.round)], changed: this.#changed.has("round") },
      ...KINDS.map((kind) => {
        const all = this.#values.get(kind) ?? [];
        const more = all.length - LISTED;
        const values = more > 0 ? [`${more} earlier ones`, ...all.slice(-LISTED)] : all;
        return { name: NAMES[kind], values, changed: this.#changed.has(kind) };
      }),
      ...(this.#halted ? [{ name: "halted", values: ["yes"], changed: this.#isMarked }] : []),
    ];
  }

  #act(action: Action): void {
    switch (action.event) {
      case "enter":
        this.round = action.round;
        if (this.#isMarked) this.#changed.add("round");
        break;
      case "certify":
        this.#add("certificates", certificateWords(action.certificate));
        break;
      case "commit":
        this.#add("committed", action.block);
        break;
      case "start-timer":
        this.#remove("timers", timerWords(action.timer));
        this.#add("timers", timerWords(action.timer));
        break;
      case "stop-timer":
        this.#remove("timers", timerWords(action.timer));
        break;
      case "decide":
        this.#add(
          "decisions",
          `${action.allowed ? "may" : "may not"} ${action.what}: ${action.because}`,
        );
        break;
      case "refuse":
        this.#add("refused", action.because);
        break;
      case "stuck":
        this.#add("decisions", `may propose nothing: ${action.because}`);
        break;
      case "halt":
        this.#halted = true;
        break;
      default:
        break;
    }
  }

  #add(kind: Kind, value: string): void {
    this.#values.get(kind)?.push(value);
    if (this.#isMarked) this.#changed.add(kind);
  }

  #remove(kind: Kind, value: string): void {
    const before = this.#values.get(kind) ?? [];
    const after = before.filter((each) => each !== value);
    if (after.length < before.length) this.#set(kind, after);
  }

  #set(kind: Kind, values: string[]): void {
    this.#values.set(kind, values);
    if (this.#isMarked) this.#changed.add(kind);
  }
}

const NAMES: Readonly<Record<Kind, string>> = {
  votes: "sent for blocks",
  certificates: "formed certificates",
  committed: "committed",
  timers: "running timers",
  decisions: "decisions",
  refused: "refused messages",
};
