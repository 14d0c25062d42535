/** Prints a scenario as a table. */
import type { Drop, Roster, RoundConfiguration } from "./model.js";
import { rosterNodes } from "./roster.js";

/**
 * A scenario as a table for a person: a line a round, a column a node, in each the number of the
 * node's group, with a star where the node leads; then what is dropped.
 */
export function scenarioTable(
  rounds: readonly RoundConfiguration[],
  roster: Roster,
): readonly string[] {
  const nodes = rosterNodes(roster);
  const rows = rounds.map(({ leader, partition, drops }, index) => [
    String(index + 1),
    leader,
    ...nodes.map(({ id, replica }) => {
      const group = partition.findIndex((members) => members.includes(id)) + 1;
      return `${group}${replica === leader ? "*" : ""}`;
    }),
    drops.map(dropText).join(", "),
  ]);
  const heading = ["round", "leader", ...nodes.map(({ id }) => id), "drops"];
  const isLossy = rounds.some(({ drops }) => drops.length > 0);
  return aligned([heading, ...rows].map((row) => (isLossy ? row : row.slice(0, -1))));
}

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
