/** Writes the figures of several passes. */

/** Median, and between which extremes. */
export function spread(figures: readonly number[], digits: number): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const show = (index: number) =>
    (sorted[index] ?? 0).toLocaleString("en", { maximumFractionDigits: digits });
  return `${show(sorted.length >> 1)} (${show(0)} to ${show(sorted.length - 1)})`;
}
