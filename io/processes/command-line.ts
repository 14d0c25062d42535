/** The command line of a protocol that runs in a process: read from a text, written, digested. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { accepted, isValue, refused } from "../../lib/scenario/input/problem.js";
import type { Read } from "../../lib/scenario/input/problem.js";
import { moduleDigest } from "../protocols/module-digest.js";

/** A program with its arguments, and the folder in which it is started: plain data. */
export interface ProgramCommand {
  readonly exec: readonly string[];
  readonly folder: string;
}

const PREFIX = /^exec:\s*/;

/** Whether a text names a program: `exec: python3 streamlet.py`. */
export const isProgram = (text: string): boolean => PREFIX.test(text);

/** A word, or a part of one, in quotes or not. */
const PART = /'([^']*)'|"([^"]*)"|([^\s'"]+)/y;
const SPACE = /\s+/y;

/**
 * The words of `exec: COMMAND`. Quotes keep a word with spaces together; nothing else is special,
 * as no shell reads it.
 */
export function wordsOf(text: string, path: string): Read<readonly string[]> {
  const words: string[] = [];
  let word: string | undefined;
  const from = PREFIX.exec(text)?.[0].length ?? 0;
  for (let at = from; at < text.length;) {
    SPACE.lastIndex = PART.lastIndex = at;
    const space = SPACE.exec(text)?.[0];
    const [part, single, double, bare] = PART.exec(text) ?? [];
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (part !== undefined) word = `${word ?? ""}${single ?? double ?? bare ?? ""}`;
    else return refused([{ path, wrong: `${isValue(text)}, with a quote that does not end` }]);
    at += (space ?? part ?? "").length;
  }
  if (word !== undefined) words.push(word);
  if (words.length > 0 && words[0] !== "") return accepted(words);
  return refused([{ path, wrong: isValue(text), allowed: "exec: COMMAND, such as exec: ./mine" }]);
}

const PLAIN = /^[^\s'"]+$/;

/** The words as a text that {@link wordsOf} reads back. */
export const programText = (words: readonly string[]): string =>
  `exec: ${words.map(quoted).join(" ")}`;

const quoted = (word: string): string => {
  if (PLAIN.test(word)) return word;
  return word.includes("'") ? `"${word}"` : `'${word}'`;
};

/**
 * SHA-256, in hexadecimal, of the words and of the content of each word that names a file; of a
 * module of JavaScript with the files that it imports by relative paths. O(bytes).
 */
export function programDigest({ exec, folder }: ProgramCommand): string {
  const hash = createHash("sha256");
  for (const word of exec) {
    const path = resolve(folder, word);
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    hash.update(JSON.stringify([word, isFile ? moduleDigest(path, readFileSync(path)) : null]));
  }
  return hash.digest("hex");
}
