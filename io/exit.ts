/** The exit codes of all three commands. */
export const EXIT = {
  /** Everything as expected. */
  ok: 0,
  /** A property violated, or an expectation not met. */
  violated: 1,
  /** The command or a file is wrong. */
  usage: 2,
  /** A limit was reached before anything was proven. */
  inconclusive: 3,
  /** The tool itself failed. */
  failed: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The most urgent first. */
const URGENCY: readonly ExitCode[] = [EXIT.failed, EXIT.usage, EXIT.violated, EXIT.inconclusive];

/** The one code to exit with when several apply. */
export const exitCodeOf = (codes: readonly ExitCode[]): ExitCode =>
  URGENCY.find((code) => codes.includes(code)) ?? EXIT.ok;
