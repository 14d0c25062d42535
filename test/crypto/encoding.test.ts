/** The canonical encoding is injective. */
import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { encode, encodeTagged } from "../../lib/crypto/encoding.js";
import { sha256Digest } from "../../lib/crypto/sha256.js";
import { InvariantViolation } from "../../lib/protocol/assert.js";
import type { Encodable } from "../../lib/protocol/crypto.js";
import { trees } from "./trees.js";

describe("encode", () => {
  const rows: readonly (readonly [value: Encodable, encoding: string])[] = [
    [null, "n"],
    [0, "i0;"],
    [-12, "i-12;"],
    ["", "s0:"],
    ["a:b", "s3:a:b"],
    [[], "l0:"],
    [["a", [1, null]], "l2:s1:al2:i1;n"],
  ];
  for (const [value, encoding] of rows) {
    it(`${JSON.stringify(value)} is ${encoding}`, () => {
      expect(encode(value)).to.equal(encoding);
    });
  }

  it("loses nothing: the tree can be read back", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(decode(encode(tree))).to.deep.equal(tree);
      }),
    );
  });

  it("the tag is no part of the tree", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(trees), (tag, fields) => {
        const text = encodeTagged(tag, fields);
        const [readTag, rest] = read(text);
        expect([readTag, decode(rest)]).to.deep.equal([tag, fields]);
      }),
    );
  });
});

describe("sha256Digest", () => {
  it("is SHA-256 over the UTF-8 of the tagged encoding, in hex", () => {
    const expected = createHash("sha256").update("s4:votel2:i7;s1:é").digest("hex");
    expect(sha256Digest("vote", [7, "é"])).to.equal(expected);
  });

  it("refuses text that is no Unicode, which UTF-8 would merge", () => {
    expect(() => sha256Digest("vote", ["\ud800"])).to.throw(InvariantViolation);
    expect(sha256Digest("vote", ["\u{1f600}"])).to.have.length(64);
  });
});

/** The whole text as one tree. */
function decode(text: string): Encodable {
  const [value, rest] = read(text);
  if (rest !== "") throw new Error(`left over: ${rest}`);
  return value;
}

/** The tree at the start of a text, and what follows it. */
function read(text: string): readonly [Encodable, string] {
  const head = /^(n|i-?\d+;|[sl]\d+:)/.exec(text)?.[0] ?? "";
  const rest = text.slice(head.length);
  const size = Number(head.slice(1, -1));
  switch (head.charAt(0)) {
    case "n":
      return [null, rest];
    case "i":
      return [size, rest];
    case "s":
      return [rest.slice(0, size), rest.slice(size)];
    case "l":
      return readItems(size, rest);
    default:
      throw new Error(`not an encoding: ${text}`);
  }
}

function readItems(size: number, text: string): readonly [Encodable, string] {
  const items: Encodable[] = [];
  let rest = text;
  for (let i = 0; i < size; i++) {
    const [item, after] = read(rest);
    items.push(item);
    rest = after;
  }
  return [items, rest];
}
