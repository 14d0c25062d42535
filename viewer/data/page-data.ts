/** The data of a page: what the commands write into it, and the viewer reads. */
import type {
  MessageTrace,
  StateChangeTrace,
  TraceEvent,
  TraceHeader,
  TraceResult,
} from "../../executor/run/trace-format.js";

/** A trace: the lines of a JSON trace by their kinds. */
export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
  /** Absent if the trace was cut off. */
  readonly result?: TraceResult | undefined;
}

/**
 * An event without its time and its nodes; a message is its number in the table of messages, a
 * change of a state the numbers of its path and of its value in theirs (-1: no value).
 */
export interface PackedBody {
  readonly event: string;
  readonly message?: number;
  readonly changes?: readonly (readonly [path: number, value: number])[];
  readonly [field: string]: unknown;
}

/** Time, number of the node, number of the body, and for a message the number of the other node. */
export type PackedEvent = readonly [at: number, node: number, body: number, peer?: number];

/** A trace in which equal parts are written once: a tenth of the size of its lines. */
export interface PackedTrace {
  readonly header: TraceHeader;
  readonly nodes: readonly string[];
  readonly messages: readonly MessageTrace[];
  readonly paths: readonly StateChangeTrace["path"][];
  readonly values: readonly StateChangeTrace["value"][];
  readonly bodies: readonly PackedBody[];
  readonly events: readonly PackedEvent[];
  readonly result?: TraceResult | undefined;
}

/** A run of a page. */
export interface PageRun {
  /** What is run, in a few words. */
  readonly title: string;
  readonly trace: PackedTrace;
  /** The command that runs it again. */
  readonly replay?: string | undefined;
  /** A smaller scenario that fails alike: its rounds on one line. */
  readonly shrunk?: string | undefined;
  /** Why it fails, in sentences. */
  readonly explanation?: readonly string[] | undefined;
}

/** A family of failures, as the page of a sweep lists it. */
export interface PageFamily {
  readonly name: string;
  readonly scenarios: number;
  /** What went wrong in the first one. */
  readonly because: readonly string[];
  /** The number of its example among the runs of the page; absent if it has none. */
  readonly run?: number | undefined;
}

/** What a sweep found. */
export interface PageSweep {
  readonly title: string;
  readonly scenarios: number;
  /** Numbers of scenarios by what became of them, in the order of reports. */
  readonly outcomes: readonly { readonly name: string; readonly scenarios: number }[];
  readonly violated: readonly { readonly name: string; readonly scenarios: number }[];
  readonly families: readonly PageFamily[];
  /** Failed scenarios of families that are not listed. */
  readonly otherFamilies: number;
  /** Violating scenarios by the first round that a witness names. */
  readonly firstRounds: readonly { readonly round: number; readonly scenarios: number }[];
  /** How much of the space was covered, in sentences. */
  readonly coverage: readonly string[];
}

/** All that a page shows. */
export interface PageData {
  readonly format: "twins-page";
  readonly version: 1;
  /** With `compare`: the run, and the one that it is compared with. */
  readonly runs: readonly PageRun[];
  readonly compare?: true | undefined;
  readonly sweep?: PageSweep | undefined;
}
