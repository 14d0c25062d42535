/** Says how far a sweep has come. */
import { duration, grouped } from "../../io/terminal/text.js";

/** How far a sweep has come. */
export interface SweepProgress {
  /** Scenarios with a result, those of an earlier run included. */
  readonly done: number;
  readonly total: number;
  /** Those with a violation or a crash. */
  readonly failed: number;
  /** Those of an earlier run. */
  readonly resumed: number;
  /** Time of this run. */
  readonly seconds: number;
}

/** The share, the rate and the time left, for the status line. */
export function progressWords(progress: SweepProgress): string {
  const { done, total, failed, resumed, seconds } = progress;
  const rate = seconds > 0 ? (done - resumed) / seconds : 0;
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : "";
  return [
    `${grouped(done)} of ${grouped(total)} scenarios (${((100 * done) / total).toFixed(1)}%), `,
    `${grouped(Math.round(rate))}/s${left}, `,
    `${grouped(failed)} with a violation`,
  ].join("");
}
