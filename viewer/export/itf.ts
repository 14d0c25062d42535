/** A run in the Informal Trace Format (ITF), which viewers of model checkers open. */
import type { Run, Step, StepPart } from "../model/run.js";
import { messageWords, stepWords } from "../model/words.js";

/** A value of the format. */
export type ItfValue =
  | string
  | boolean
  | { readonly "#bigint": string }
  | { readonly "#map": readonly (readonly [ItfValue, ItfValue])[] }
  | { readonly "#set": readonly ItfValue[] }
  | readonly ItfValue[]
  | { readonly [field: string]: ItfValue };

const VARIABLES = ["time", "actor", "action", "round", "committed", "underWay"] as const;

/** A trace of the format: a state before each event and one after the last. */
export interface ItfTrace {
  readonly "#meta": Readonly<Record<string, string>>;
  readonly vars: readonly string[];
  readonly states: readonly object[];
}

const integer = (value: number): ItfValue => ({ "#bigint": String(value) });

/**
 * The trace of a run. Its variables are the virtual time, what was done by whom, and for each node
 * its round and the blocks that it committed; `underWay` has the messages that will arrive.
 */
export function itfTrace({ trace, lanes, steps }: Run): ItfTrace {
  const rounds = new Map(lanes.map(({ node }) => [node, 0]));
  const committed = new Map(lanes.map(({ node }) => [node, [] as string[]]));
  const underWay = new Map<number, ItfValue>();
  const state = (index: number, step?: Step): object => ({
    "#meta": { index },
    time: integer(step?.at ?? 0),
    actor: step?.node ?? "",
    action: step === undefined ? "init" : stepWords(step).join("; "),
    round: { "#map": [...rounds].map(([node, round]) => [node, integer(round)]) },
    committed: { "#map": [...committed].map(([node, blocks]) => [node, [...blocks]]) },
    underWay: { "#set": [...underWay.values()] },
  });
  const states = [state(0)];
  const take = (node: string, part: StepPart): void => {
    if (part.kind === "sent") {
      const message = messageWords(part.message);
      for (const { index, from, to, fate } of part.copies) {
        if (fate !== "lost") underWay.set(index, { id: integer(index), from, to, message });
      }
    } else if (part.action.event === "enter") rounds.set(node, part.action.round);
    else if (part.action.event === "commit") committed.get(node)?.push(part.action.block);
  };
  for (const step of steps) {
    if (step.received !== undefined) underWay.delete(step.received.index);
    for (const part of step.parts) take(step.node, part);
    states.push(state(step.index + 1, step));
  }
  return {
    "#meta": {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      source: trace.header.id,
      status: trace.result?.verdict ?? "unknown",
      description: `Written by twins-bft ${trace.header.tool}`,
    },
    vars: VARIABLES,
    states,
  };
}
