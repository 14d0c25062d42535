/** The one-line notation of scenarios. */
import type { NodeId } from "../protocol/ids.js";
import type { Drop, RoundConfiguration } from "./model.js";
import { notedPart, partTexts } from "./parts/notation-parts.js";

/*
 * A scenario on one line, for people: rounds apart by semicolons, each with its leader, its groups
 * apart by bars, and after a slash what is dropped, and the other parts of a round (see
 * parts/notation-parts.ts). `all` is everybody in one group:
 *
 *     d: a b | c d d'; a: all / a>b vote, b>c *; b: all / vote>{b}, a'>c proposal: late x3
 *
 * None of these characters can stand in a name, and a node that is called like one of the words
 * comes first. `x3` at the end of a round is three such rounds.
 */

const EVERYBODY = "all";
const TIMES = /^x([1-9]\d{0,5})$/;

/** Whether a text is meant as this notation, and not as an id, a number or a name. */
export const isNotation = (text: string): boolean => /^[^:]+:.*(?:[\s|]|all)/s.test(text);

/** The rounds of a scenario on one line: always the same line for the same rounds. */
export const notationOf = (rounds: readonly RoundConfiguration[]): string =>
  runsOf(rounds.map((round) => ({ text: roundText(round), isPlain: !namesTimes(round) })))
    .map(({ text, times }) => (times === 1 ? text : `${text} x${times}`))
    .join("; ");

interface Run {
  readonly text: string;
  readonly times: number;
}

/** Equal rounds in a row become one, unless a node is called like the word that says so. */
function runsOf(
  rounds: readonly { readonly text: string; readonly isPlain: boolean }[],
): readonly Run[] {
  const runs: Run[] = [];
  for (const { text, isPlain } of rounds) {
    const last = runs.at(-1);
    if (isPlain && last?.text === text) runs.splice(-1, 1, { text, times: last.times + 1 });
    else runs.push({ text, times: 1 });
  }
  return runs;
}

const namesTimes = ({ partition }: RoundConfiguration): boolean =>
  partition.some((group) => group.some((node) => TIMES.test(node)));

function roundText(round: RoundConfiguration): string {
  const items = partTexts(round, round.drops.map(dropText), groupsText);
  const rest = items.length === 0 ? "" : ` / ${items.join(", ")}`;
  return `${round.leader}: ${groupsText(round.partition)}${rest}`;
}

/** The groups of a partition; `all` for one of all nodes. */
export function groupsText(partition: RoundConfiguration["partition"]): string {
  const [only] = partition;
  return partition.length === 1 && only?.every((node) => node !== EVERYBODY) === true
    ? EVERYBODY
    : partition.map((group) => group.join(" ")).join(" | ");
}

const dropText = ({ from, to, type }: Drop): string => `${from}>${to} ${type}`;

/** A round as a document says it, whatever is in it, and how many such rounds there are. */
export interface NotedRound {
  readonly document: object;
  readonly times: number;
}

/** The rounds of a line, yet to be read. */
export const notedRounds = (text: string, nodes: readonly NodeId[]): readonly NotedRound[] =>
  text.split(";").map((part) => {
    const { round, times } = withoutTimes(part, nodes);
    const [configuration, items] = cut(round, "/");
    const [leader, groups = ""] = cut(configuration, ":");
    const document = {
      leader: leader.trim(),
      partition: groupsDocument(groups, nodes),
      ...(items === undefined ? {} : partsDocument(items, nodes)),
    };
    return { document, times };
  });

function withoutTimes(
  text: string,
  nodes: readonly string[],
): { readonly round: string; readonly times: number } {
  const [, round, last = ""] = /^(.*\s)(\S+)\s*$/s.exec(text) ?? [];
  const [, times] = nodes.includes(last) ? [] : (TIMES.exec(last) ?? []);
  return round === undefined || times === undefined
    ? { round: text, times: 1 }
    : { round, times: Number(times) };
}

/** A node that is called so comes first. */
const isEverybody = (
  partition: readonly (readonly string[])[],
  nodes: readonly string[],
): boolean => partition.join("|") === EVERYBODY && !nodes.includes(EVERYBODY);

function groupsDocument(text: string, nodes: readonly NodeId[]): unknown {
  const partition = text.split("|").map(words);
  return isEverybody(partition, nodes) ? [nodes] : partition;
}

/** The items after the slash, by the parts of a round to which they belong. */
function partsDocument(text: string, nodes: readonly NodeId[]): object {
  const lists = new Map<string, unknown[]>();
  for (const item of text.split(",")) {
    const { part, value } = notedPart(item, nodes, (groups) => groupsDocument(groups, nodes));
    const list = lists.get(part);
    if (list === undefined) lists.set(part, [value]);
    else list.push(value);
  }
  return Object.fromEntries(
    [...lists].map(([part, values]) => [part, part === "order" ? onlyOf(values) : values]),
  );
}

/** Of several orders none is meant: the reader refuses their list. */
const onlyOf = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : values);

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

/** A text before and after a separator; all of it, if the separator is not there. */
function cut(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
