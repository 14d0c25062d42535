/** Finds duplicate names in objects of a JSON text, of which JSON.parse keeps the last. */
import { itemOf, member } from "./problem.js";
import type { Problem } from "./problem.js";

/** The characters at which a scan stops. */
const SIGN = /["{}[\],]/g;
const AFTER_NAME = /[ \t\n\r]*:/y;
const BACKSLASH = "\\";

/** Largest number of reported duplicates. */
const MOST_PROBLEMS = 20;

/** Every name that an object has twice, in a text that is JSON and has that value. O(length). */
export const repeatedNames = (text: string, value: unknown): readonly Problem[] =>
  countNames(text) === countKeys(value) ? [] : locateRepetitions(text);

function countNames(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    const end = endOfString(text, start);
    if (isName(text, end)) count++;
    start = text.indexOf('"', end);
  }
  return count;
}

/** The position after the string that begins at this position. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text[before] === BACKSLASH) before--;
    const isEscaped = (quote - before) % 2 === 0;
    if (!isEscaped) return quote + 1;
  }
}

/** Whether the string that ends there is a name, not a value. */
function isName(text: string, end: number): boolean {
  AFTER_NAME.lastIndex = end;
  return AFTER_NAME.test(text);
}

/** Without recursion, for values may be nested as deeply as their text is long. */
function countKeys(value: unknown): number {
  let count = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== "object" || next === null) continue;
    const inner: unknown[] = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const each of inner) if (typeof each === "object") left.push(each);
  }
  return count;
}

/** An object or a list that is open: where the scan is in it. */
interface Open {
  readonly names: Set<string> | undefined;
  /** The path of the value that comes next. */
  next: string;
  readonly path: string;
  index: number;
}

function locateRepetitions(text: string): readonly Problem[] {
  const problems: Problem[] = [];
  const open: Open[] = [];
  SIGN.lastIndex = 0;
  for (let found = SIGN.exec(text); found !== null; found = SIGN.exec(text)) {
    const [sign, inner] = [found[0], open.at(-1)];
    if (sign !== '"') {
      follow(sign, open);
      continue;
    }
    SIGN.lastIndex = endOfString(text, found.index);
    const isRepeated = isName(text, SIGN.lastIndex) && enter(inner, text, found.index);
    if (isRepeated) problems.push({ ...repetition(inner?.next ?? ""), ...at(text, found.index) });
    if (problems.length === MOST_PROBLEMS) break;
  }
  return problems;
}

/** Goes into an object or a list, out of one, or on to the next item. */
function follow(sign: string, open: Open[]): void {
  if (sign === "{" || sign === "[") open.push(opened(sign, open.at(-1)?.next ?? ""));
  else if (sign === ",") goOn(open.at(-1));
  else open.pop();
}

/** Goes on to the value of the name that begins there; whether the object had it already. */
function enter(open: Open | undefined, text: string, start: number): boolean {
  if (open?.names === undefined) return false;
  const name = JSON.parse(text.slice(start, endOfString(text, start))) as string;
  open.next = member(open.path, name);
  const isRepeated = open.names.has(name);
  open.names.add(name);
  return isRepeated;
}

const opened = (bracket: "{" | "[", path: string): Open =>
  bracket === "{"
    ? { names: new Set(), next: path, path, index: 0 }
    : { names: undefined, next: itemOf(path, 0), path, index: 0 };

/** After a comma: in a list the next item, in an object a name, which says itself where it is. */
function goOn(open: Open | undefined): void {
  if (open === undefined || open.names !== undefined) return;
  open.index += 1;
  open.next = itemOf(open.path, open.index);
}

const repetition = (path: string): Problem => ({
  path,
  wrong: "is there twice",
  allowed: "every key once",
});

/** Where a place of a text is, counted from 1. */
function at(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index);
  return { line: before.split("\n").length, column: index - before.lastIndexOf("\n") };
}
