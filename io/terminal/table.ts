/** Aligns rows of cells into columns of text. */

const GAP = "  ";

/** Rows as lines; the columns are flush left, or flush right where it is said. */
export function tabulated(
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean,
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (isRight(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join(GAP)
      .trimEnd(),
  );
}

/** Numbers beside the names that they belong to. */
export const allButFirst = (column: number): boolean => column > 0;
