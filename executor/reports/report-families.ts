/** Prints the families of failures, each with an example and the command that replays it. */
import { count } from "../../lib/properties/wording.js";
import type { Style } from "../../io/terminal/style.js";
import type { Family } from "../results/families.js";

/** Reports list as many families. */
export const MOST_LISTED = 10;

/** What is printed besides of a family: how to replay a scenario, what its first shrinks to. */
interface FamilyLinks {
  /** The command that replays a scenario. */
  readonly replay: (id: string) => string;
  /** Its lines, the first without indentation. */
  readonly shrunk?: (family: Family) => readonly string[];
}

/** Failures by families, and how many failures there are. */
interface Failures {
  readonly families: readonly Family[];
  readonly failed: number;
}

/** How many scenarios each family has, and its first scenario as an example. */
export function familyLines(
  { families: all, failed }: Failures,
  links: FamilyLinks,
  style: Style,
): readonly string[] {
  if (all.length === 0) return [];
  const listed = all.slice(0, MOST_LISTED);
  const rest = failed - listed.reduce((sum, { scenarios }) => sum + scenarios, 0);
  return [
    "",
    `${families(all.length)} of failures, by violated properties and shape of witnesses:`,
    ...listed.flatMap((family) => oneFamily(family, links, style)),
    ...(rest > 0 ? [`  other families: ${count(rest, "scenario")}`] : []),
  ];
}

const families = (n: number): string => `${n} ${n === 1 ? "family" : "families"}`;

function oneFamily(family: Family, links: FamilyLinks, style: Style): readonly string[] {
  const { scenarios, first } = family;
  const { id, verdict, because = "", witnesses = [] } = first;
  const kinds = [
    ...(verdict === "crashed" ? [{ kind: "crash", words: because }] : []),
    ...witnesses.map(({ property, explanation }) => ({
      kind: property,
      words: firstOf(explanation),
    })),
  ];
  const names = kinds.map(({ kind }) => kind).join(", ");
  return [
    `  ${count(scenarios, "scenario")}: ${style.bad(names)}`,
    `    first: ${style.strong(id)}`,
    ...kinds.map(({ kind, words }) => `    ${kind}: ${words}`),
    `    ${links.replay(id)}`,
    ...(links.shrunk?.(family) ?? []).map((line) => `    ${line}`),
  ];
}

/** The first sentence, and how many more there are. */
function firstOf(sentences: readonly string[]): string {
  const more = sentences.length - 1;
  return `${sentences[0] ?? ""}${more > 0 ? ` (and ${more} more)` : ""}`;
}
