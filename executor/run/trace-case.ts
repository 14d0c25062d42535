/** Runs a case and returns its trace as JSON lines. */
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import type { Case, RunConfig } from "../config/config.js";
import { recordOf } from "../results/record.js";
import { protocolOf, runCase } from "./run-case.js";
import type { RunObserver } from "./run.js";
import type { CaseResult } from "./run-case.js";
import { StateLog } from "./state-log.js";
import { TRACE_FORMAT, TRACE_VERSION } from "./trace-format.js";
import type { TraceEvent, TraceHeader } from "./trace-format.js";
import { traceEvent } from "./trace-lines.js";

/** Runs a case; with its result come the lines of its trace, by that version of the tool. */
export function traceCase(
  run: RunConfig,
  each: Case,
  { tool, isVerified }: { readonly tool: string; readonly isVerified: boolean },
): { readonly result: CaseResult; readonly trace: readonly string[] } {
  const events: string[] = [];
  const bugs = [...new Set([...run.bugs, ...each.bugs])];
  const protocol = protocolOf({ ...run, bugs });
  const { wording } = protocol;
  const states = new StateLog();
  const add = (event: TraceEvent | undefined): void => {
    if (event !== undefined) events.push(JSON.stringify(event));
  };
  const observer: RunObserver = (entry, facts) => {
    add(states.note(entry, facts, protocol));
    add(traceEvent(entry, facts, wording));
  };
  const watched = (its: AnyProtocol): AnyProtocol => states.watched(its);
  const result = runCase(run, each, { observer, isVerified, watched });
  add(states.note(undefined, result.result.facts, protocol));
  const first = { ...traceHeader(tool, result), ...protocolFields(protocol, bugs) };
  const last = recordOf(result.result);
  return { result, trace: [JSON.stringify(first), ...events, JSON.stringify(last)] };
}

/** What the header says of the protocol. */
const protocolFields = (
  { name, messageTypes }: AnyProtocol,
  bugs: readonly string[],
): Pick<TraceHeader, "protocol" | "bugs" | "messages"> => ({
  protocol: name,
  bugs: [...bugs],
  messages: messageTypes.map(({ type, role }) => (role === undefined ? { type } : { type, role })),
});

function traceHeader(tool: string, { case: each, result }: CaseResult): TraceHeader {
  const { description } = each;
  const { id, rounds } = each.scenario;
  const nodes = result.ledgers.map(({ node }) => ({
    node: node.id,
    replica: node.replica,
    honest: node.honest,
  }));
  return {
    ...{ format: TRACE_FORMAT, version: TRACE_VERSION, tool, id, nodes },
    rounds,
    ...(description === undefined ? {} : { description }),
  };
}
