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

/** Colours for a terminal, unless NO_COLOR says no; FORCE_COLOR says yes anywhere. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const { NO_COLOR: no, FORCE_COLOR: force } = process.env;
  if (no !== undefined && no !== "") return PLAIN;
  if (force !== undefined && force !== "" && force !== "0") return COLOURED;
  return stream.isTTY ? COLOURED : PLAIN;
}
