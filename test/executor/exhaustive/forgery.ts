/** Forged certificates and checkpoints: changed, and their hashes made right again. */
import { checksumOf, rootOf } from "../../../executor/exhaustive/certificates/certificate.js";
import type { CertificateDocument } from "../../../executor/exhaustive/certificates/certificate.js";
import { leafHash } from "../../../executor/exhaustive/certificates/merkle-tree.js";
import { digestOf } from "../../../executor/run/digest.js";
import { nodeSha256 } from "../../../io/node-sha256.js";

type Mutable<T> = T extends string | number | boolean | undefined
  ? T
  : { -readonly [Key in keyof T]: Mutable<T[Key]> };

export type PlainCertificate = Mutable<CertificateDocument>;

/** The certificate with the hashes and the checksum of what it says. */
export function sealed(document: PlainCertificate): PlainCertificate {
  const subtrees = document.subtrees.map((subtree) => {
    const { first, round, counts } = subtree;
    return { ...subtree, hash: leafHash({ first, round, counts }, nodeSha256) };
  });
  const rooted = { ...document, subtrees, root: rootOf({ ...document, subtrees }, nodeSha256) };
  return { ...rooted, sha256: checksumOf(rooted, nodeSha256) };
}

/** The text of a checkpoint with these lines, the last of which is left out. */
export const sealedLines = (lines: readonly string[]): string =>
  [...lines, JSON.stringify({ sha256: digestOf(lines) }), ""].join("\n");

/** Where in a document its values are: every path to a leaf, a list or an object. */
export function placesIn(document: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof document !== "object" || document === null) return [path];
  return [
    path,
    ...Object.entries(document).flatMap(([key, value]) => placesIn(value, [...path, key])),
  ];
}

/** A copy with another value at a place; without it if the value is undefined. */
export function changedAt<T>(document: T, place: readonly string[], value: unknown): T {
  const copy = structuredClone(document);
  const key = place.at(-1);
  if (key === undefined) return value as T;
  const parent = place
    .slice(0, -1)
    .reduce<unknown>((part, name) => Reflect.get(part as object, name) as unknown, copy) as object;
  if (Array.isArray(parent) && value === undefined) parent.splice(Number(key), 1);
  else if (value === undefined) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
  return copy;
}
