/** The one-line notation of scenarios. */
import type { NodeId } from "../protocol/ids.js";
import type { Drop, RoundConfiguration } from "./model.js";

/*
 * A scenario on one line, for people: rounds apart by semicolons, each with its leader, its groups
 * apart by bars, and what is dropped after a slash. `all` is everybody in one group:
 *
 *     d: a b | c d d'; a: all / a>b vote, b>c *; b: all x3
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

function roundText({ leader, partition, drops }: RoundConfiguration): string {
  const [only] = partition;
  const groups =
    partition.length === 1 && only?.every((node) => node !== EVERYBODY) === true
      ? EVERYBODY
      : partition.map((group) => group.join(" ")).join(" | ");
  const lost = drops.length === 0 ? "" : ` / ${drops.map(dropText).join(", ")}`;
  return `${leader}: ${groups}${lost}`;
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
    const [configuration, lost] = cut(round, "/");
    const [leader, groups = ""] = cut(configuration, ":");
    const partition = groups.split("|").map(words);
    const document = {
      leader: leader.trim(),
      partition: isEverybody(partition, nodes) ? [nodes] : partition,
      ...(lost === undefined ? {} : { drops: lost.split(",").map(dropDocument) }),
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

function dropDocument(text: string): object {
  const [from, rest = ""] = cut(text, ">");
  const [to, type = "*", ...more] = words(rest);
  return { from: from.trim(), to, type: [type, ...more].join(" ") };
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

/** A text before and after a separator; all of it, if the separator is not there. */
function cut(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
