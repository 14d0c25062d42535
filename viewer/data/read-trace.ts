/** Reads a trace from its JSON lines. */
import type { TraceEvent, TraceHeader, TraceResult } from "../../executor/run/trace-format.js";
import { pack, unpack } from "./pack.js";
import type { Trace } from "./page-data.js";

/** Versions of the format that the viewer knows: later ones only added fields. */
const VERSIONS: readonly number[] = [2, 3];

/** The trace that these lines hold. Throws an Error that says what is wrong with which line. */
export function readTrace(lines: readonly string[]): Trace {
  const values = lines.flatMap((line, index): object[] =>
    line.trim() === "" ? [] : [objectOf(line, index + 1)],
  );
  const [header, ...rest] = values;
  if (header === undefined || !isHeader(header)) {
    throw new Error('line 1: is not the header of a trace; allowed: "format": "twins-trace"');
  }
  if (!VERSIONS.includes(header.version)) {
    const known = VERSIONS.join(" or ");
    throw new Error(`line 1: is version ${header.version} of the format; allowed: ${known}`);
  }
  const events: TraceEvent[] = [];
  let result: TraceResult | undefined;
  for (const [index, value] of rest.entries()) {
    if (isEvent(value)) events.push(value);
    else if (isResult(value) && index === rest.length - 1) result = value;
    else throw new Error(`line ${index + 2}: is no event of a trace`);
  }
  return unpack(pack({ header, events, result }));
}

function objectOf(line: string, number: number): object {
  const value = valueOf(line);
  if (typeof value === "object" && value !== null) return value;
  throw new Error(`line ${number}: is not a JSON object`);
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isHeader = (value: object): value is TraceHeader & { readonly version: number } =>
  "format" in value && value.format === "twins-trace" && "nodes" in value && "rounds" in value;

/** The kinds of events that the viewer knows. */
const EVENTS: Readonly<Record<TraceEvent["event"], true>> = {
  ...{
    start: true,
    timer: true,
    restart: true,
    receive: true,
    send: true,
    enter: true,
    certify: true,
  },
  ...{ decide: true, refuse: true, commit: true, halt: true, stuck: true, state: true },
  ...{ "start-timer": true, "stop-timer": true },
};

const isEvent = (value: object): value is TraceEvent =>
  "event" in value &&
  typeof value.event === "string" &&
  Object.hasOwn(EVENTS, value.event) &&
  "at" in value &&
  "node" in value;

const isResult = (value: object): value is TraceResult =>
  "verdict" in value && "properties" in value;
