/** Text styles of reports, shown as colours on a terminal. */

/** Emphasis in reports: colours on a terminal, none elsewhere. */
export interface Style {
  /** As it should be: green. */
  good(text: string): string;
  /** Wrong: red. */
  bad(text: string): string;
  /** To be looked at: yellow. */
  warn(text: string): string;
  /** Headings: bold. */
  strong(text: string): string;
  /** Of minor interest: dim. */
  faint(text: string): string;
}

const same = (text: string): string => text;

export const PLAIN: Style = { good: same, bad: same, warn: same, strong: same, faint: same };

/** Stress by colours, each switched on and off by its code in ANSI's terms. */
export function paintWith(change: (code: number) => string): Style {
  const between =
    (on: number, off: number) =>
    (text: string): string =>
      `${change(on)}${text}${change(off)}`;
  return {
    good: between(32, 39),
    bad: between(31, 39),
    warn: between(33, 39),
    strong: between(1, 22),
    faint: between(2, 22),
  };
}

interface Terminal {
  readonly isTTY: boolean;
}

/** The variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Colours for a terminal; NO_COLOR says never, FORCE_COLOR always, or never when it is 0. */
export function isColoured(stream: Terminal, environment: Environment = process.env): boolean {
  const { NO_COLOR: no = "", FORCE_COLOR: force = "", TERM: terminal } = environment;
  if (no !== "") return false;
  if (force !== "") return force !== "0";
  return stream.isTTY && terminal !== "dumb";
}
