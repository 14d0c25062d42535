/** Says in words what a round of a scenario scripts, apart from its leader. */
import type { TraceHeader } from "../../executor/run/trace-format.js";

type Round = TraceHeader["rounds"][number];
type Effect = NonNullable<Round["exceptions"]>[number]["effect"];

/** The groups of a partition. */
export const groupWords = (partition: readonly (readonly string[])[]): string =>
  partition.map((group) => group.join(" ")).join(" | ");

/** Drops, groups of single phases, who hears what, exceptions, restarts and order. */
export function partWords(round: Round): readonly string[] {
  const { drops, phases = [], hears = [], exceptions = [], restarts = [], order } = round;
  return [
    ...drops.map(({ from, to, type }) => `${type} from ${from} to ${to} is dropped`),
    ...phases.map(({ of, partition }) => `groups of ${of}: ${groupWords(partition)}`),
    ...hears.map(({ of, hearers }) => `only {${hearers.join(" ")}} hear ${of}`),
    ...exceptions.map(
      ({ types, from, to, effect }) =>
        `${types.join(", ")} from ${from.join(" ")} to ${to.join(" ")} ${effectWords(effect)}`,
    ),
    ...restarts.map(({ node, state }) =>
      state === "durable"
        ? `${node} restarts from what it has persisted`
        : `${node} restarts without its state`,
    ),
    ...(order === undefined ? [] : [`order of arrivals ${order}`]),
  ];
}

function effectWords(effect: Effect): string {
  if (effect === "drop") return "is dropped";
  if (effect === "late") return "waits until a timer has run out";
  if ("late" in effect) return `waits until the timer ${effect.late} has run out`;
  if ("hold" in effect) return `waits until its receiver enters round ${effect.hold}`;
  return `takes ${effect.delay} halves of the bound on delays`;
}
