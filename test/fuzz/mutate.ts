/** Mutates valid inputs, by structure and by bytes. */
import type { RandomStream } from "../../lib/random.js";

/** What stands in the place of a value that was right. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, 2 ** 53, 129, 10_001, [], {}, [[]], "", "a", "a'", "all", "*"],
  ...["\u0000\u001b[2J", "x\n::error::y", "\u009b\u2028\u202e", "__proto__", "constructor"],
  ...["x".repeat(5000), "a: all".repeat(1000), Array(2000).fill(0), Array(300).fill({ from: 1 })],
];
const KEYS = ["extra", "__proto__", "toString", "replicas", "\u202e", "k".repeat(300)];
/** What is put into a text anywhere. */
const PIECES: readonly string[] = [
  ...['"', "\\", "{", "}", "[", "]", ",", ":", "\n", "\r", "\u0000", "\ufeff", "é", "😀", "-", "9"],
  ...[
    String.raw`\ud800`,
    "[".repeat(5000),
    "{".repeat(300),
    "[[],".repeat(3000),
    "; ".repeat(20_000),
  ],
  ...["a b | ".repeat(3000), " x999999", "null", "1e999", "\ud800", "//", "'", "  ".repeat(3000)],
];

export type Mutation = (text: string, random: RandomStream) => string;

const below = (random: RandomStream, size: number): number =>
  size === 0 ? 0 : Number(random.below(BigInt(size)));

function oneOf<T>(random: RandomStream, items: readonly [T, ...T[]] | readonly T[]): T {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

/** Takes bytes out, puts some in, repeats or exchanges them. */
const byBytes: Mutation = (text, random) => {
  const at = below(random, text.length + 1);
  const end = Math.min(text.length, at + 1 + below(random, 40));
  const part = text.slice(at, end);
  const replacement = [
    "",
    part + part,
    oneOf(random, PIECES),
    part + oneOf(random, PIECES),
    String.fromCharCode(random.uint32() & 0xff),
    String.fromCharCode(random.uint32() & 0xffff),
  ];
  return text.slice(0, at) + oneOf(random, replacement) + text.slice(end);
};

/** Changes one value of a JSON document, or of one line of a file of them. */
const byStructure: Mutation = (text, random) => {
  const lines = text.split("\n");
  const whole = parsed(text);
  if (whole !== undefined) return JSON.stringify(changed(whole.value, random));
  const at = below(random, lines.length);
  const line = (lines[at] ?? "").replace(/,$/, "");
  const document = parsed(line);
  if (document === undefined) return byBytes(text, random);
  lines[at] = JSON.stringify(changed(document.value, random));
  return lines.join("\n");
};

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** The value with something changed, most often deep inside. */
function changed(value: unknown, random: RandomStream): unknown {
  const isLeaf = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (isLeaf || below(random, 8) === 0) return oneOf(random, VALUES);
  const entries = Object.entries(value) as [string, unknown][];
  const at = below(random, entries.length);
  const [key = "", inner] = entries[at] ?? [];
  const others = entries.filter((_, index) => index !== at);
  const made = oneOf<[string, unknown][]>(random, [
    ...Array<[string, unknown][]>(5).fill(
      entries.map(([name, each]) => [name, name === key ? changed(inner, random) : each]),
    ),
    others,
    [...entries, [oneOf(random, KEYS), inner]],
    [...others, [oneOf(random, KEYS), inner]],
  ]);
  return Array.isArray(value) ? made.map(([, each]) => each) : Object.fromEntries(made);
}

/** A good input with one to four things changed; now and then as it is. */
export function mutated(text: string, random: RandomStream): string {
  let made = text;
  for (let left = below(random, 5); left > 0; left--) {
    made = (below(random, 2) === 0 ? byStructure : byBytes)(made, random);
  }
  return made;
}
