/** Makes untrusted text safe to print on a terminal or in a build log. */

/**
 * Characters that a terminal or a build server interprets: control characters, line and paragraph
 * separators, direction marks, lone surrogates.
 */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;
/** Commands that build servers find anywhere on a line. */
const COMMAND = /#(?=#(?:\[|vso\[|teamcity\[))/g;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escape = (character: string): string => SHORT[character] ?? inHex(character);

const inHex = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * A text on one line, with whatever is obeyed as JSON would escape it (`\n`, `\u001b`). A line of
 * JSON stays JSON, and means the same.
 */
export const printable = (text: string): string =>
  text.replace(OBEYED, escape).replace(COMMAND, inHex);

/** The same for a whole line, at the beginning of which GitHub looks for a command. */
export const printableLine = (line: string): string =>
  printable(line).replace(/^(\s*):(?=:)/, (_, before: string) => before + inHex(":"));
