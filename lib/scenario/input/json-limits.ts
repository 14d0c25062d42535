/** Checks limits of a JSON text (nesting, numbers, size) in one pass, before parsing it. */
import { DEEPEST_NESTING } from "./limits.js";
import { member } from "./problem.js";
import type { Problem } from "./problem.js";

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** The first place where a text is nested too deep, or has too many values. O(length). */
export function excessIn(text: string, mostValues: number): Problem | undefined {
  let depth = 0;
  let values = 1;
  for (let offset = 0; offset < text.length; offset++) {
    switch (text.charCodeAt(offset)) {
      case QUOTE:
        offset = endOfString(text, offset);
        break;
      case COMMA:
        values += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      default:
        continue;
    }
    if (depth > DEEPEST_NESTING) return tooDeep(text, offset);
    if (values > mostValues) return tooMany(mostValues);
  }
  return undefined;
}

/** Where the string that begins there ends. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) return offset;
    if (code === BACKSLASH) offset += 1;
  }
  return text.length;
}

const tooDeep = (text: string, offset: number): Problem => ({
  path: "",
  wrong: "has lists and objects nested too deep",
  allowed: `at most ${DEEPEST_NESTING} within one another`,
  ...placeIn(text, offset),
});

const tooMany = (most: number): Problem => ({
  path: "",
  wrong: "has too many values",
  allowed: `at most ${most}, and any number of scenarios in a scenario file, one on each line`,
});

/** Line and column of a place in a text, from 1. */
export function placeIn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", start)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** Only an escape can put half of a pair into a text that was read as UTF-8. */
const HALF = /\\u[dD][89a-fA-F]/;
const LONE = /\p{Surrogate}/u;

/** The first string or key of a document that has half of a surrogate pair, which UTF-8 lacks. */
export function splitPairIn(text: string, document: unknown): Problem | undefined {
  if (!HALF.test(text)) return undefined;
  const path = loneIn(document, "");
  if (path === undefined) return undefined;
  const wrong = "has half of a surrogate pair";
  return { path, wrong, allowed: "well-formed Unicode" };
}

function loneIn(value: unknown, path: string): string | undefined {
  if (typeof value === "string") return LONE.test(value) ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    const place = member(path, Array.isArray(value) ? Number(key) : key);
    const found = LONE.test(key) ? place : loneIn(item, place);
    if (found !== undefined) return found;
  }
  return undefined;
}
