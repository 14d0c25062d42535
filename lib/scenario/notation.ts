import type { NodeId } from "../protocol/ids.js";
import type { Drop, RoundConfiguration } from "./model.js";

/*
 * A scenario on one line, for people: rounds apart by semicolons, each with its leader, its groups
 * apart by bars, and what is dropped after a slash. `all` is everybody in one group:
 *
 *     d: a b | c d d'; a: all / a>b vote, b>c *
 *
 * None of these characters can stand in a name.
 */

const EVERYBODY = "all";

/** Whether a text is meant as this notation, and not as an id, a number or a name. */
export const isNotation = (text: string): boolean => /^[^:]+:.*(?:[\s|]|all)/s.test(text);

/** The rounds of a scenario on one line. */
export const notationOf = (rounds: readonly RoundConfiguration[]): string =>
  rounds.map(roundText).join("; ");

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

/** The rounds of a line as a document says them, whatever is in them; they are yet to be read. */
export const notationDocument = (text: string, nodes: readonly NodeId[]): readonly object[] =>
  text.split(";").map((round) => {
    const [configuration, lost] = cut(round, "/");
    const [leader, groups = ""] = cut(configuration, ":");
    const partition = groups.split("|").map(words);
    return {
      leader: leader.trim(),
      partition: isEverybody(partition, nodes) ? [nodes] : partition,
      ...(lost === undefined ? {} : { drops: lost.split(",").map(dropDocument) }),
    };
  });

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
