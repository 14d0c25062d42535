/** The notation of what version 2 added to a round: the items after the slash. */
import type { NodeId } from "../../protocol/ids.js";
import type { ExceptionEffect, LinkException, RoundConfiguration } from "../model.js";

/*
 * Each item is of one kind, by its characters:
 *
 *     prevote: a b | c d        groups of their own for a type or a phase
 *     vote>{b c}                a hear set: these alone receive it
 *     a>b vote                  a drop, as in version 1
 *     {a b}>c vote: late        an exception: senders, receivers, types, effect
 *     restart c durable         a node restarts
 *     order 7                   the seed of the order of arrivals
 *
 * `*` as a set is all nodes.
 */

const EVERYBODY = "*";

/** The groups of a partition; `all` is one group of all nodes. */
export type GroupsText = (partition: RoundConfiguration["partition"]) => string;

/** The items of a round besides its drops, in the order of the kinds above. */
export function partTexts(
  round: RoundConfiguration,
  dropTexts: readonly string[],
  groupsText: GroupsText,
): readonly string[] {
  const { phases = [], hears = [], exceptions = [], restarts = [], order } = round;
  const nodes = round.partition.flat().length;
  return [
    ...phases.map(({ of, partition }) => `${of}: ${groupsText(partition)}`),
    ...hears.map(({ of, hearers }) => `${of}>{${hearers.join(" ")}}`),
    ...dropTexts,
    ...exceptions.map((each) => exceptionText(each, nodes)),
    ...restarts.map(({ node, state }) => `restart ${node} ${state}`),
    ...(order === undefined ? [] : [`order ${order}`]),
  ];
}

/** `{a b}>c vote: late`. `nodes`: how many there are. */
function exceptionText({ types, from, to, effect }: LinkException, nodes: number): string {
  return `${setText(from, nodes)}>${setText(to, nodes)} ${types.join(" ")}: ${effectText(effect)}`;
}

function setText(set: readonly NodeId[], nodes: number): string {
  if (set.length === nodes) return EVERYBODY;
  return set.length === 1 ? set.join("") : `{${set.join(" ")}}`;
}

/** An effect in words: `hold 4`. */
function effectText(effect: ExceptionEffect): string {
  if (typeof effect === "string") return effect;
  return Object.entries(effect)
    .map(([key, value]) => `${key} ${value}`)
    .join(" ");
}

/** An item as a document says it: the part of a round that it belongs to, and its value. */
export interface NotedPart {
  readonly part: "phases" | "hears" | "drops" | "exceptions" | "restarts" | "order";
  readonly value: unknown;
}

/** Reads the groups of a phase. */
export type GroupsDocument = (text: string) => unknown;

/** An item of the notation, yet to be read; one of no kind is taken for a drop. */
export function notedPart(
  text: string,
  nodes: readonly NodeId[],
  groupsDocument: GroupsDocument,
): NotedPart {
  const arrow = text.indexOf(">");
  const colon = text.indexOf(":");
  if (arrow >= 0) {
    if (colon > arrow) {
      return { part: "exceptions", value: exceptionDocument(text, { arrow, colon }, nodes) };
    }
    const receivers = text.slice(arrow + 1).trim();
    if (!receivers.startsWith("{")) return { part: "drops", value: dropDocument(text, arrow) };
    const { set, rest } = cutSet(receivers, nodes);
    const of = [text.slice(0, arrow).trim(), ...rest].join(" ");
    return { part: "hears", value: { of, hearers: set } };
  }
  if (colon >= 0) {
    const partition = groupsDocument(text.slice(colon + 1));
    return { part: "phases", value: { of: text.slice(0, colon).trim(), partition } };
  }
  const [keyword, first, ...others] = words(text);
  if (keyword === "restart") {
    return { part: "restarts", value: { node: first, state: others.join(" ") } };
  }
  if (keyword === "order") {
    return { part: "order", value: numberIn([first ?? "", ...others].join(" ")) };
  }
  return { part: "drops", value: dropDocument(text, text.length) };
}

function dropDocument(text: string, arrow: number): object {
  const [to, type = "*", ...more] = words(text.slice(arrow + 1));
  return { from: text.slice(0, arrow).trim(), to, type: [type, ...more].join(" ") };
}

function exceptionDocument(
  text: string,
  { arrow, colon }: { readonly arrow: number; readonly colon: number },
  nodes: readonly NodeId[],
): object {
  const from = cutSet(text.slice(0, arrow).trim(), nodes);
  const to = cutSet(text.slice(arrow + 1, colon).trim(), nodes);
  return {
    types: to.rest.length === 0 ? [EVERYBODY] : to.rest,
    from: [...from.set, ...from.rest],
    to: to.set,
    effect: effectDocument(words(text.slice(colon + 1))),
  };
}

/** The set at the beginning of a text, and the words after it. */
function cutSet(
  text: string,
  nodes: readonly NodeId[],
): { readonly set: readonly string[]; readonly rest: readonly string[] } {
  const end = text.indexOf("}");
  if (text.startsWith("{") && end >= 0) {
    return { set: words(text.slice(1, end)), rest: words(text.slice(end + 1)) };
  }
  const [first, ...rest] = words(text);
  if (first === undefined) return { set: [], rest };
  return { set: first === EVERYBODY ? nodes : [first], rest };
}

function effectDocument([key, ...values]: readonly string[]): unknown {
  const value = values.join(" ");
  if (value === "" || key === undefined) return key;
  return { [key]: key === "late" ? value : numberIn(value) };
}

/** A number, or the text if it is none. */
const numberIn = (text: string): number | string => (/^\d{1,15}$/.test(text) ? Number(text) : text);

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");
