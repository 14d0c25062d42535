/** Prints a scenario as a table. */
import type { Drop, Roster, RoundConfiguration } from "./model.js";
import { groupsText } from "./notation.js";
import { partTexts } from "./parts/notation-parts.js";
import { rosterNodes } from "./roster.js";

/**
 * A scenario as a table for a person: a line a round, a column a node, in each the number of the
 * node's group, with a star where the node leads; then what is dropped, and the other parts of the
 * round as the notation has them.
 */
export function scenarioTable(
  rounds: readonly RoundConfiguration[],
  roster: Roster,
): readonly string[] {
  const nodes = rosterNodes(roster);
  const columns: readonly Column[] = [
    ["drops", ({ drops }) => drops.map(dropText).join(", ")],
    ["further", (round) => partTexts(round, [], groupsText).join(", ")],
  ];
  const used = columns.filter(([, cell]) => rounds.some((round) => cell(round) !== ""));
  const rows = rounds.map((round, index) => [
    String(index + 1),
    round.leader,
    ...nodes.map(({ id, replica }) => {
      const group = round.partition.findIndex((members) => members.includes(id)) + 1;
      return `${group}${replica === round.leader ? "*" : ""}`;
    }),
    ...used.map(([, cell]) => cell(round)),
  ]);
  const heading = ["round", "leader", ...nodes.map(({ id }) => id), ...used.map(([name]) => name)];
  return aligned([heading, ...rows]);
}

/** A column that is shown only if one of its cells says something. */
type Column = readonly [name: string, cell: (round: RoundConfiguration) => string];

/** `a to b: vote`. */
const dropText = ({ from, to, type }: Drop): string => `${from} to ${to}: ${type}`;

/** Columns as wide as their widest cell; the first, of numbers, is flush right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (wide, row) => row.map((cell, column) => Math.max(wide[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
