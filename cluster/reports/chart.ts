/** Draws committed transactions over virtual time as a bar chart in text. */
import { grouped } from "../../io/terminal/text.js";
import type { ClusterResult } from "../run.js";

const ROWS = 8;
const WIDTH = 50;

/** How many transactions the furthest correct replica had committed by when, as bars. */
export function chart({ observer, at }: ClusterResult): readonly string[] {
  const { curve } = observer;
  const most = curve.at(-1)?.transactions ?? 0;
  if (most === 0) return [];
  const times = Array.from({ length: ROWS }, (_, i) => Math.ceil((at * (i + 1)) / ROWS));
  const width = Math.max(...times.map((time) => grouped(time).length));
  return times.map((time) => {
    const committed = curve.findLast((point) => point.at <= time)?.transactions ?? 0;
    const bar = "█".repeat(Math.round((committed * WIDTH) / most));
    const line = bar === "" ? grouped(committed) : `${bar} ${grouped(committed)}`;
    return `${grouped(time).padStart(width)} ms  ${line}`;
  });
}
