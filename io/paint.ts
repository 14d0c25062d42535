/** How a report stresses what it says: in colour on a terminal, not at all elsewhere. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;

export const PLAIN: Paint = { good: same, bad: same, warn: same, strong: same, faint: same };

const ansi =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

const COLOURED: Paint = {
  good: ansi(32, 39),
  bad: ansi(31, 39),
  warn: ansi(33, 39),
  strong: ansi(1, 22),
  faint: ansi(2, 22),
};

interface Terminal {
  readonly isTTY: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours for a terminal; NO_COLOR says never, FORCE_COLOR always, or never when it is 0. */
export function paintFor(stream: Terminal, environment: Environment = process.env): Paint {
  const { NO_COLOR: no = "", FORCE_COLOR: force = "", TERM: terminal } = environment;
  if (no !== "") return PLAIN;
  if (force !== "") return force === "0" ? PLAIN : COLOURED;
  return stream.isTTY && terminal !== "dumb" ? COLOURED : PLAIN;
}
