/** Protocols that say nothing of what can matter are explored by their whole state: exact. */
import { expect } from "chai";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { SpaceDocument } from "../../../lib/space/config.js";
import { exploreAll, oneByOne, subjectOf, together } from "./compare.js";
import type { ComparedSpace } from "./compare.js";
import { naiveProtocol } from "./naive-protocol.js";

const NAIVE = naiveProtocol as unknown as AnyProtocol;

function naive(document: SpaceDocument): ComparedSpace {
  const subject = subjectOf(document, []);
  return { ...subject, options: { ...subject.options, protocol: NAIVE } };
}

/** DiemBFT without a word of what can matter. */
function bare(document: SpaceDocument, bugs: readonly string[]): ComparedSpace {
  const subject = subjectOf(document, bugs);
  const { exploration: omitted, ...protocol } = subject.options.protocol;
  expect(omitted).to.not.equal(undefined);
  return { ...subject, options: { ...subject.options, protocol } };
}

const SPACES: readonly (readonly [shows: string, document: SpaceDocument])[] = [
  ["two groups", { rounds: 2, partitions: { groups: 2 } }],
  ["three rounds", { rounds: 3, partitions: { groups: 2, limit: 4 } }],
  ["drops", { rounds: 2, partitions: { groups: 1 }, drops: { limit: 15 } }],
  [
    "drops that are held",
    {
      ...{ rounds: 2, partitions: { groups: 1 }, drops: { limit: 12 } },
      semantics: { drops: "hold" },
    },
  ],
  [
    "messages governed by their senders",
    { rounds: 2, partitions: { groups: 2 }, semantics: { governs: "sender" } },
  ],
  [
    "one configuration for all rounds",
    { rounds: 5, partitions: { groups: 2 }, arrangement: "static" },
  ],
];

describe("a protocol that says nothing of what can matter", function () {
  this.timeout(120_000);

  for (const [shows, document] of SPACES) {
    it(`agrees with scenarios run one by one: ${shows}`, async () => {
      const subject = naive(document);
      expect(await together(subject)).to.deep.equal(oneByOne(subject));
    });
  }

  it("comes to many outcomes", () => {
    const subject = naive({ rounds: 2, partitions: { groups: 2 } });
    expect(oneByOne(subject).size).to.be.greaterThan(5);
  });

  it("merges runs that differ in nothing any more", async () => {
    const subject = naive({ rounds: 2, partitions: { groups: 1 }, drops: { limit: 15 } });
    expect((await exploreAll(subject)).merged).to.be.greaterThan(0);
  });

  for (const bugs of [[], ["small_quorum"]]) {
    it(`agrees with scenarios run one by one: Streamlet, ${bugs.join() || "correct"}`, async () => {
      const document = { rounds: 3, partitions: { groups: 2, limit: 6 } };
      const subject = subjectOf(document, bugs, undefined, "streamlet");
      const counts = oneByOne(subject);
      expect(await together(subject)).to.deep.equal(counts);
      expect(counts.size).to.be.greaterThan(1);
    });
  }

  it("comes to what it comes to when it says what can matter", async () => {
    const document = { rounds: 3, partitions: { groups: 2, limit: 4 } };
    const explored = await together(subjectOf(document, []));
    expect(await together(bare(document, []))).to.deep.equal(explored);
  });
});
