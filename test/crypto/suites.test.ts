/** The contract of signature suites, checked for each suite. */
import { expect } from "chai";
import fc from "fast-check";
import { cryptoSuiteFactory } from "../../executor/config/crypto-suites.js";
import { nodeEd25519 } from "../../io/node-ed25519.js";
import { ed25519Suite, nobleEd25519 } from "../../lib/crypto/ed25519.js";
import type { Ed25519 } from "../../lib/crypto/ed25519.js";
import { rememberingHasher } from "../../lib/crypto/remembering-hasher.js";
import { sha256Digest } from "../../lib/crypto/sha256.js";
import { structuralSuite, structuralSuites } from "../../lib/crypto/structural.js";
import type { CryptoSuite } from "../../lib/protocol/crypto.js";
import { replicaId } from "../../lib/protocol/ids.js";
import type { Digest, Signature } from "../../lib/protocol/ids.js";
import { strings, trees } from "./trees.js";

const SUITES: readonly (readonly [name: string, make: () => CryptoSuite])[] = [
  ["structural", structuralSuite],
  ["structural", structuralSuites()],
  ["ed25519", () => ed25519Suite({ implementation: nodeEd25519() })],
  ["ed25519", cryptoSuiteFactory("ed25519")],
];

const tags = fc.constantFrom("block", "vote", "timeout");
const fields = fc.array(trees, { maxLength: 3 });
const replicas = fc.constantFrom("a", "b", "aa").map(replicaId);

for (const [name, make] of SUITES) {
  describe(`the ${name} suite`, () => {
    it("is called by its name", () => expect(make().name).to.equal(name));

    it("equal trees have equal digests, others do not", () => {
      const suite = make();
      fc.assert(
        fc.property(fc.tuple(tags, fields), fc.tuple(tags, fields), (one, two) => {
          const same = JSON.stringify(one) === JSON.stringify(two);
          expect(suite.hash(...one) === suite.hash(...two)).to.equal(same);
          expect(suite.hash(...one)).to.equal(suite.hash(...one));
        }),
      );
    });

    it("a signature verifies for its signer and digest, and for nothing else", () => {
      const suite = make();
      const claims = fc.tuple(replicas, fc.constantFrom(1, 2, 3));
      fc.assert(
        fc.property(claims, claims, ([signer, content], [claimed, claimedContent]) => {
          const signature = suite.signerOf(signer).sign(suite.hash("vote", [content]));
          const digest = suite.hash("vote", [claimedContent]);
          const same = signer === claimed && content === claimedContent;
          expect(suite.verify(claimed, digest, signature)).to.equal(same);
          expect(suite.verify(claimed, digest, signature), "asked again").to.equal(same);
        }),
      );
    });

    it("signing twice gives the same signature", () => {
      const suite = make();
      const digest = suite.hash("vote", [1]);
      const sign = (): Signature => suite.signerOf(replicaId("a")).sign(digest);
      expect(sign()).to.equal(sign());
    });

    it("junk is no signature, and no exception", () => {
      const suite = make();
      const digest = suite.hash("vote", [1]);
      fc.assert(
        fc.property(replicas, strings, strings, (signer, junk, other) => {
          expect(suite.verify(signer, digest, junk as Signature)).to.equal(false);
          expect(suite.verify(signer, other as Digest, junk as Signature)).to.equal(false);
        }),
      );
    });
  });
}

describe("the ed25519 suite's memory of what it verified", () => {
  const counting = () => {
    const calls = { verify: 0 };
    const implementation: Ed25519 = {
      ...nobleEd25519,
      sign: (message) =>
        Uint8Array.from({ length: 64 }, (_, i) => message[i % message.length] ?? 0),
      verify: () => {
        calls.verify++;
        return calls.verify === 1;
      },
    };
    return { calls, suite: ed25519Suite({ implementation }) };
  };
  const [a, digest] = [replicaId("a"), "d" as Digest];

  it("verifies once what another suite has signed", () => {
    const { calls, suite } = counting();
    const signature = counting().suite.signerOf(a).sign(digest);
    expect([1, 2, 3].map(() => suite.verify(a, digest, signature))).to.deep.equal([
      true,
      true,
      true,
    ]);
    expect(calls.verify).to.equal(1);
  });

  it("knows what it has signed itself, and what it has not", () => {
    const { calls, suite } = counting();
    const signature = suite.signerOf(a).sign(digest);
    expect(suite.verify(a, digest, signature)).to.equal(true);
    expect(calls.verify).to.equal(0);
    suite.verify(replicaId("b"), digest, signature);
    suite.verify(a, "e" as Digest, signature);
    expect(calls.verify).to.equal(2);
  });

  it("tells a signer's name from the digest after it", () => {
    const { calls, suite } = counting();
    const signature = suite.signerOf(a).sign(digest);
    expect(suite.verify(replicaId("a b"), "c" as Digest, signature)).to.equal(true);
    expect(suite.verify(a, "b c" as Digest, signature)).to.equal(false);
    expect(calls.verify).to.equal(2);
  });
});

describe("a hasher that remembers", () => {
  it("gives the digests of the hasher behind it, asked again, too", () => {
    const hasher = rememberingHasher({ hash: sha256Digest });
    fc.assert(
      fc.property(tags, fields, (tag, tree) => {
        const digest = sha256Digest(tag, tree);
        expect(hasher.hash(tag, tree)).to.equal(digest);
        expect(hasher.hash(tag, tree), "asked again").to.equal(digest);
      }),
    );
  });

  it("hashes a tree once", () => {
    let hashed = 0;
    const hasher = rememberingHasher({ hash: () => `${hashed++}` as Digest });
    expect([1, 2, 3].map(() => hasher.hash("vote", [1, "a"]))).to.deep.equal(["0", "0", "0"]);
  });
});

describe("the ed25519 suite's keys", () => {
  it("depend on the seed and the replica's name alone", () => {
    const implementation = nodeEd25519();
    const signature = (keySeed: string, replica: string): string => {
      const suite = ed25519Suite({ keySeed, implementation });
      return suite.signerOf(replicaId(replica)).sign(suite.hash("vote", [1]));
    };
    expect(signature("one", "a")).to.equal(signature("one", "a"));
    expect(signature("one", "a")).to.not.equal(signature("two", "a"));
    expect(signature("one", "a")).to.not.equal(signature("one", "b"));
  });
});
