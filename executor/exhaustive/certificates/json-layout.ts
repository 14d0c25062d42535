/** What JSON texts look like, whatever they say. */

/** How a text is laid out. */
export interface Layout {
  /** The text without the spaces outside of strings. */
  readonly compact: string;
  /** How deep brackets are nested, in strings not counted. */
  readonly depth: number;
}

const SPACES = " \t\n\r";

/** Looks at each character once; the text need not be sound. */
export function layoutOf(text: string): Layout {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
    else if (SPACES.includes(character)) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return { compact: parts.join("") + text.slice(from), depth: deepest };
}

/** Where the string that opens at a place closes; the end of the text if it does not. */
function endOfString(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at;
}
