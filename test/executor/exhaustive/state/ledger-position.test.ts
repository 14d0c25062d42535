/** Where a replica's ledger ends, as it is compared. */
import { expect } from "chai";
import { CanonicalBlockIds } from "../../../../executor/exhaustive/state/canonical-ids.js";
import { blockId, round } from "../../../../lib/protocol/ids.js";
import type { BlockGraph } from "../../../../lib/protocol/explorable.js";
import type { Round } from "../../../../lib/protocol/ids.js";

const roundOf = (block: string): Round => round(Number(block));

/** A chain with a block for each round, which has its round for a name. */
const CHAIN: BlockGraph = {
  roundOf,
  parentOf: (block) => blockId(String(Math.max(0, roundOf(block) - 1))),
  descends: (block, from) => roundOf(block) >= roundOf(from),
  ...{ commits: () => true, contentOf: () => "", signersOf: () => "", stateOf: () => "" },
  describeBlock: (block) => block,
};

/** Of blocks 1 to 9, of which blocks 1, 4 and 9 are referenced. */
const positions = (minLiveRound: number, of = [5, 6, 7, 8]): readonly string[] => {
  const ids = new CanonicalBlockIds(
    {
      referenced: ["1", "4", "9"].map(blockId),
      votableBlocks: new Set(),
      sendableCertificates: [],
      ...{ signersMatter: false, syncsWholeChains: true },
      ...{ lastScripted: round(20), minLiveRound: round(minLiveRound), isMissing: () => false },
    },
    CHAIN,
  );
  return of.map((each) => ids.ledgerPosition(blockId(String(each))));
};

describe("ledger positions between two named blocks", () => {
  it("are equal if no vote of their rounds can arrive any more", () => {
    expect(new Set(positions(9)).size).to.equal(1);
  });

  it("differ if a block of a round between them may still be certified", () => {
    expect(new Set(positions(5)).size).to.equal(4);
    const [five, six, seven, eight] = positions(7);
    expect(five).to.equal(six);
    expect(new Set([six, seven, eight]).size).to.equal(3);
  });

  it("differ on the two sides of a named block", () => {
    const [three, five] = positions(9, [3, 5]);
    expect(three).to.not.equal(five);
  });
});
