/** The digest of a module with all files that it imports: whether a protocol is what it was. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";

/** A relative path that stands where a module names another one, also in a comment. */
const NAMED = /\b(?:from|import|require)\s*\(?\s*(["'`])(\.{1,2}\/[^"'`\n]*)\1/g;

/** What loaders put in the place of an ending, or behind a name without one. */
const OTHER_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/$/, ""],
  [/\.js$/, ".ts"],
  [/\.mjs$/, ".mts"],
  [/\.cjs$/, ".cts"],
  ...[".js", ".ts", ".json", "/index.js", "/index.ts"].map((ending) => [/$/, ending] as const),
];

/**
 * SHA-256, in hexadecimal, of a module's content, or of the contents and places of the module and
 * of all files that it imports by a relative path, directly or not. A file that is only mentioned
 * counts, too. Not in it: packages, and paths that are computed. O(bytes).
 */
export function moduleDigest(path: string, content: Uint8Array): string {
  const digests = new Map([[resolve(path), sha256(content)]]);
  const unread: [string, Uint8Array][] = [[resolve(path), content]];
  for (let next = unread.pop(); next !== undefined; next = unread.pop()) {
    for (const file of filesNamedIn(...next)) {
      if (digests.has(file)) continue;
      const bytes = readFileSync(file);
      digests.set(file, sha256(bytes));
      unread.push([file, bytes]);
    }
  }
  if (digests.size === 1) return sha256(content);
  const from = dirname(resolve(path));
  const places = [...digests].map(([file, digest]) => {
    return `${relative(from, file).replaceAll(sep, "/")} ${digest}`;
  });
  return sha256(places.sort().join("\n"));
}

const sha256 = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");

/** The files that a module names by a relative path, as far as they are there. */
const filesNamedIn = (path: string, content: Uint8Array): readonly string[] =>
  [...Buffer.from(content).toString("utf8").matchAll(NAMED)].flatMap(([, , name = ""]) => {
    const named = resolve(dirname(path), decoded(name.replace(/[?#].*$/, "")));
    const found = OTHER_ENDINGS.map(([old, ending]) => named.replace(old, ending)).find(isFile);
    return found === undefined ? [] : [found];
  });

/** A name in an import is part of an address. */
const decoded = (name: string): string => {
  try {
    return decodeURI(name);
  } catch {
    return name;
  }
};

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;
