/** The chunk buffer passes on every byte, in order. */
import { expect } from "chai";
import fc from "fast-check";
import { ChunkBuffer } from "../../../io/outputs/logs/chunk-buffer.js";

const MOST = 1 << 16;

/** What is handed on when texts are written, copied only after a while, as a slow disk would. */
async function emitted(texts: readonly string[]): Promise<readonly Buffer[]> {
  const copies: Buffer[] = [];
  const chunks = new ChunkBuffer(async (bytes) => {
    await Promise.resolve();
    copies.push(Buffer.from(bytes));
  });
  for (const text of texts) await chunks.write(text);
  await chunks.flush();
  return copies;
}

describe("texts that are written in pieces", () => {
  it("arrive whole and in order, of any characters and any length (law)", async () => {
    const text = fc
      .tuple(fc.string({ unit: "grapheme" }), fc.constantFrom(0, 1, 50, 5000, 30_000))
      .map(([some, times]) => some.repeat(times));
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (texts) => {
        const copies = await emitted(texts);
        expect(Buffer.concat(copies).toString()).to.equal(texts.join(""));
      }),
      { numRuns: 40 },
    );
  });

  it("are gathered: many short ones make few pieces, none of them large", async () => {
    const copies = await emitted(Array.from({ length: 10_000 }, (_, at) => `line ${at}\n`));
    const sizes = copies.map(({ length }) => length);
    expect(sizes.length).to.equal(2);
    expect(Math.max(...sizes)).to.be.at.most(MOST);
  });

  it("are one piece when they are long", async () => {
    const copies = await emitted(["a", "é".repeat(MOST), "b"]);
    expect(copies.map(({ length }) => length)).to.deep.equal([1, 2 * MOST, 1]);
  });

  it("are nothing when there are none", async () => {
    expect(await emitted(["", ""])).to.deep.equal([]);
  });
});
