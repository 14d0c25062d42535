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

/** A word of parts, in quotes or not. */
const WORD = /(?:'[^']*'|"[^"]*"|[^\s'"])+/g;
const PART = /'([^']*)'|"([^"]*)"|([^\s'"]+)/g;

/**
 * The words of `exec: COMMAND`. Quotes keep a word with spaces together; nothing else is special,
 * as no shell reads it.
 */
export function wordsOf(text: string, path: string): Read<readonly string[]> {
  const command = text.replace(PREFIX, "");
  const words = (command.match(WORD) ?? []).map((word) =>
    word.replaceAll(PART, (_, single = "", double = "", bare = "") => `${single}${double}${bare}`),
  );
  const isWhole = command.replaceAll(WORD, "").trim() === "";
  if (isWhole && words.length > 0 && words[0] !== "") return accepted(words);
  const allowed = "exec: COMMAND, such as exec: ./mine, with quotes in pairs";
  return refused([{ path, wrong: isValue(text), allowed }]);
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
