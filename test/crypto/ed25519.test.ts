/** Ed25519 implementations against the vectors of RFC 8032 and against each other. */
import { expect } from "chai";
import fc from "fast-check";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { nodeEd25519 } from "../../io/node-ed25519.js";
import { nobleEd25519 } from "../../lib/crypto/ed25519.js";
import type { Ed25519 } from "../../lib/crypto/ed25519.js";

interface Vector {
  readonly secret: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
}

/** RFC 8032, section 7.1: tests 1 to 3. */
const VECTORS: readonly Vector[] = [
  {
    secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555" +
      "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0" +
      "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
  {
    secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    message: "af82",
    signature:
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1" +
      "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  },
];

const IMPLEMENTATIONS: readonly (readonly [name: string, ed25519: Ed25519])[] = [
  ["portable", nobleEd25519],
  ["Node's own", nodeEd25519()],
];

for (const [name, ed25519] of IMPLEMENTATIONS) {
  describe(`Ed25519, ${name}`, () => {
    for (const [index, vector] of VECTORS.entries()) {
      it(`RFC 8032 test ${index + 1}`, () => {
        const secret = hexToBytes(vector.secret);
        const message = hexToBytes(vector.message);
        expect(bytesToHex(ed25519.publicKey(secret))).to.equal(vector.publicKey);
        expect(bytesToHex(ed25519.sign(message, secret))).to.equal(vector.signature);
        const signature = hexToBytes(vector.signature);
        expect(ed25519.verify(signature, message, hexToBytes(vector.publicKey))).to.equal(true);
      });
    }

    it("junk is no signature, and no exception", () => {
      const publicKey = hexToBytes(VECTORS[0]?.publicKey ?? "");
      const bytes = fc.oneof(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.uint8Array({ maxLength: 80 }),
      );
      fc.assert(
        fc.property(bytes, fc.uint8Array(), (junk, message) => {
          expect(ed25519.verify(junk, message, publicKey)).to.equal(false);
        }),
        { numRuns: 50 },
      );
    });

    it("junk is no public key, and no exception", () => {
      const signature = hexToBytes(VECTORS[0]?.signature ?? "");
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), (junk) => {
          expect(ed25519.verify(signature, new Uint8Array(), junk)).to.equal(false);
        }),
        { numRuns: 50 },
      );
    });
  });
}

describe("the implementations of Ed25519", () => {
  it("sign with the same bytes and accept each other's signatures", () => {
    const [noble, node] = [nobleEd25519, nodeEd25519()];
    const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(secrets, fc.uint8Array(), (secret, message) => {
        const signature = noble.sign(message, secret);
        expect(bytesToHex(node.sign(message, secret))).to.equal(bytesToHex(signature));
        const publicKey = noble.publicKey(secret);
        expect(bytesToHex(node.publicKey(secret))).to.equal(bytesToHex(publicKey));
        expect(node.verify(signature, message, publicKey)).to.equal(true);
        expect(noble.verify(signature, message, publicKey)).to.equal(true);
      }),
      { numRuns: 30 },
    );
  });
});
