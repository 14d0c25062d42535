/** Quantiles of request latencies. */
import type { Millis } from "../lib/protocol/ids.js";

/** How many requests took how long, as a table shows it; dashes when there were none. */
export interface LatencySpread {
  readonly least: string;
  readonly median: string;
  readonly most: string;
}

/** The value below or at which a share of all requests lies. */
export function quantile(latencies: ReadonlyMap<Millis, number>, share: number): Millis | null {
  const sorted = [...latencies].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  let seen = 0;
  for (const [latency, times] of sorted) {
    seen += times;
    if (seen >= total * share) return latency;
  }
  return null;
}

export function spread(latencies: ReadonlyMap<Millis, number>): LatencySpread {
  const shown = (share: number): string => String(quantile(latencies, share) ?? "-");
  return { least: shown(0), median: shown(1 / 2), most: shown(1) };
}
