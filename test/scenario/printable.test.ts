/** Untrusted text is escaped for terminals and build servers. */
import { expect } from "chai";
import fc from "fast-check";
import { printable, printableLine } from "../../lib/scenario/input/printable.js";

const ROWS: readonly (readonly [shows: string, text: string, printed: string])[] = [
  ["a plain text as it is", "d: a b | c d' / a>b *, Δ = 1 ms", "d: a b | c d' / a>b *, Δ = 1 ms"],
  ["an escape sequence", "\u001b[31mred", String.raw`\u001b[31mred`],
  ["line breaks", "a\r\nb\u0085c\u2028d\u2029", String.raw`a\r\nb\u0085c\u2028d\u2029`],
  ["a C1 control character", "\u009b2J", String.raw`\u009b2J`],
  ["marks that turn the text", "\u202e\u2066\u200f\u061c", String.raw`\u202e\u2066\u200f\u061c`],
  ["half of a surrogate pair", "\ud800", String.raw`\ud800`],
  ["a whole pair as it is", "😀 é 中", "😀 é 中"],
  ["commands that are found anywhere", "x ##[error]", String.raw`x \u0023#[error]`],
  ["commands of other build servers", "##teamcity[", String.raw`\u0023#teamcity[`],
];

describe("a printable text", () => {
  for (const [shows, text, printed] of ROWS) {
    it(`shows ${shows}`, () => {
      expect(printable(text)).to.equal(printed);
    });
  }

  it("does not begin a line like a command", () => {
    expect(printableLine("  ::error::x")).to.equal(String.raw`  \u003a:error::x`);
    expect(printableLine("a::b")).to.equal("a::b");
  });

  it("of JSON stays JSON, and means the same (law)", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const line = JSON.stringify(value);
        expect(JSON.parse(printable(line))).to.deep.equal(JSON.parse(line));
      }),
    );
  });
});
