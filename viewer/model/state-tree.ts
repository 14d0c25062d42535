/** The internal state of a node after a step, as a tree, with what the step changed. */
import type { StateChangeTrace } from "../../executor/run/trace-format.js";
import type { Run } from "./run.js";

type Value = StateChangeTrace["value"];

/** A part of a state. */
export interface StatePart {
  readonly name: string;
  /** Its value; undefined if it has parts, or is gone. */
  value: Value;
  /** Its value before, if the step changed it. */
  before: Value;
  /** Whether the step changed it, or a part of it. */
  changed: boolean;
  readonly parts: Map<string, StatePart>;
}

/**
 * The state of a node after step `at`; without parts if the trace does not tell it. What the step
 * removed is there without a value. O(steps up to there).
 */
export function stateTreeAt({ steps }: Run, node: string, at: number): StatePart {
  const root = newPart("");
  for (const step of steps.slice(0, at + 1)) {
    if (step.node !== node) continue;
    for (const change of step.changes ?? []) apply(root, change, step.index === at);
  }
  return root;
}

const newPart = (name: string): StatePart => ({
  ...{ name, value: undefined, before: undefined, changed: false },
  parts: new Map(),
});

function apply(root: StatePart, { path, value }: StateChangeTrace, isLast: boolean): void {
  const way = [root];
  let part = root;
  for (const name of path) {
    const next = part.parts.get(name) ?? newPart(name);
    part.parts.set(name, next);
    part = next;
    way.push(part);
  }
  if (isLast) {
    for (const each of way) each.changed = true;
    part.before = part.value;
  }
  part.value = value;
  if (value === undefined && !isLast) remove(way);
}

/** Removes a part that is gone, and those above it that have nothing else. */
function remove(way: readonly StatePart[]): void {
  for (let level = way.length - 1; level > 0; level--) {
    const part = way[level];
    if (part === undefined || part.parts.size > 0 || part.value !== undefined) return;
    way[level - 1]?.parts.delete(part.name);
  }
}
