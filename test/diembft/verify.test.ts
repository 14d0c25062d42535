/** Verification of messages: what is accepted, and why the rest is refused. */
import { expect } from "chai";
import { Block } from "../../lib/protocols/diembft/messages/block.js";
import { rulesWith } from "../../lib/protocols/diembft/bugs/bugs.js";
import { QC, TC } from "../../lib/protocols/diembft/messages/certificates.js";
import type { Signed } from "../../lib/protocols/diembft/messages/certificates.js";
import type { DiemMessage } from "../../lib/protocols/diembft/messages/messages.js";
import type { Refusal } from "../../lib/protocols/diembft/messages/verify-certificates.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { answerTo, SUITES, validMessages } from "./support/verification.js";
import { Forge } from "./support/forge.js";
import { tampered } from "./support/tamper.js";

type Row = readonly [shows: string, message: DiemMessage, refusal: Refusal];

/** Makes the rows of one suite; `one` and `two` are a chain, `gap` leaves out rounds after it. */
type Rows = (forge: Forge, blocks: { one: Block; two: Block; gap: Block }) => readonly Row[];

const strangers: Rows = (forge, { one }) => {
  const proposalOn = (qc: QC) => forge.proposal(forge.block("a", 2, { on: qc }));
  const wrongSender = tampered(forge.proposal(one), ["sender"], replicaId("d"));
  const byStranger = forge.proposal(forge.block("z", 1), { sender: "a" });
  return [
    ["a proposal that its sender did not sign", wrongSender, "signature-invalid"],
    ["a stranger's proposal", forge.proposal(one, { sender: "z" }), "signer-unknown"],
    ["a stranger's block", byStranger, "signer-unknown"],
    ["a stranger's vote", forge.vote("z", one), "signer-unknown"],
    ["a stranger's timeout", forge.timeout("z", 1), "signer-unknown"],
    ["a stranger's sync request", forge.syncRequest("z", forge.qc(one), 2), "signer-unknown"],
    ["a stranger's sync response", forge.syncResponse("z", [one], 2), "signer-unknown"],
    ["a stranger in a QC", proposalOn(forge.qc(one, "a b z")), "signer-unknown"],
    ["a QC sealed by a stranger", proposalOn(forge.qc(one, "a b c", "z")), "signer-unknown"],
  ];
};

const qcs: Rows = (forge, { one, two }) => {
  const proposalOn = (qc: QC) => forge.proposal(forge.block("a", 2, { on: qc }));
  const [qc1, qc2] = [forge.qc(one), forge.qc(two)];
  const { voteInfo, ledgerCommitInfo, signatures, seal } = qc1;
  const ofNobody = new QC(voteInfo, ledgerCommitInfo, [], seal);
  const unsealed = new QC(voteInfo, ledgerCommitInfo, signatures, null);
  const ofOther = new QC(qc2.voteInfo, ledgerCommitInfo, signatures, seal);
  const signedOther = new QC(voteInfo, ledgerCommitInfo, qc2.signatures, qc2.seal);
  const wrongInfo = tampered(forge.vote("b", two), ["voteInfo"], forge.voteInfo(one));
  return [
    ["a signer twice", proposalOn(forge.qc(one, "a b b")), "duplicate-signer"],
    ["a quorum and a signer twice", proposalOn(forge.qc(one, "a b c a")), "duplicate-signer"],
    ["a QC of too few", proposalOn(forge.qc(one, "a b")), "too-few-signers"],
    ["a QC of nobody", proposalOn(ofNobody), "too-few-signers"],
    ["a QC that nobody sealed", proposalOn(unsealed), "unsealed"],
    ["a QC of another block", forge.vote("b", one, ofOther), "vote-info-is-not-what-was-signed"],
    ["signatures on another block", proposalOn(signedOther), "signature-invalid"],
    ["a vote with another block's info", wrongInfo, "vote-info-is-not-what-was-signed"],
    ["a high commit QC of too few", forge.vote("b", one, forge.qc(one, "a b")), "too-few-signers"],
  ];
};

const genesisQcs: Rows = (forge, { one }) => {
  const { qc } = forge.genesis;
  const proposalOn = (on: QC) => forge.proposal(forge.block("a", 1, { on }));
  const sealed = tampered(qc, ["seal"], forge.qc(one).seal);
  const signed = tampered(qc, ["signatures"], forge.qc(one).signatures);
  const committing = tampered(qc, ["ledgerCommitInfo", "commitStateId"], forge.genesis.stateId);
  const otherBlock = tampered(qc, ["voteInfo", "id"], one.id);
  const otherState = tampered(qc, ["voteInfo", "execStateId"], forge.stateAfter(one));
  const rehashed = forge.qc(forge.block("a", 0));
  return [
    ["a sealed genesis certificate", proposalOn(sealed), "genesis-certificate-differs"],
    ["one with signatures", proposalOn(signed), "genesis-certificate-differs"],
    ["one that commits", proposalOn(committing), "genesis-certificate-differs"],
    ["one for another block", proposalOn(otherBlock), "genesis-certificate-differs"],
    ["one with another state", proposalOn(otherState), "genesis-certificate-differs"],
    ["a real QC of round 0", proposalOn(rehashed), "genesis-certificate-differs"],
  ];
};

const blocks: Rows = (forge, { one, two, gap }) => {
  const [qc1, qc2] = [forge.qc(one), forge.qc(two)];
  const below = forge.block("a", 2, { on: qc2 });
  const proposal = forge.proposal(below);
  const badStart = [forge.block("a", 2, { on: forge.qc(one, "a b") })];
  const answer = (chain: readonly Block[], wanted?: Block["id"]) =>
    forge.syncResponse("b", chain, 3, wanted);
  return [
    ["another's id", forge.proposal(new Block(one, two.id)), "block-id-is-not-its-digest"],
    ["another's id in a chain", answer([new Block(one, two.id)]), "block-id-is-not-its-digest"],
    ["a block that is not above its QC", proposal, "round-not-above-its-qc"],
    ["such a block in a chain", answer([below]), "round-not-above-its-qc"],
    ["a vote for such a block", forge.vote("b", below), "round-not-above-its-qc"],
    [
      "a timeout that is not above",
      forge.timeout("c", 1, { highQc: qc1 }),
      "round-not-above-its-qc",
    ],
    ["a chain with a block left out", answer([one, gap]), "chain-does-not-link"],
    ["a chain in the wrong order", answer([two, one]), "chain-does-not-link"],
    ["a chain to another block", answer([one, two], gap.id), "chain-does-not-link"],
    ["an empty chain", answer([]), "chain-does-not-link"],
    ["a bad QC in a chain", answer(badStart), "too-few-signers"],
    [
      "a request without a quorum",
      forge.syncRequest("d", forge.qc(one, "a b"), 3),
      "too-few-signers",
    ],
  ];
};

const entrances: Rows = (forge, { two, gap }) => {
  const highQc = forge.qc(two);
  const proposalWith = (tc: TC | null) => forge.proposal(gap, { tc });
  const timeoutWith = (tc: TC | null) => forge.timeout("c", gap.round, { highQc, tc });
  const none = "no-proof-that-the-round-was-entered";
  return [
    ["a proposal over a gap without a TC", proposalWith(null), none],
    ["a proposal with the TC of an older round", proposalWith(forge.tc(3)), none],
    ["a proposal with the TC of its own round", proposalWith(forge.tc(5)), none],
    ["a timeout over a gap without a TC", timeoutWith(null), none],
    ["a timeout with the TC of an older round", timeoutWith(forge.tc(3)), none],
    ["a timeout with the TC of its own round", timeoutWith(forge.tc(5)), none],
  ];
};

const tcs: Rows = (forge, { two, gap }) => {
  const proposalWith = (tc: TC) => forge.proposal(gap, { tc });
  const { tmoSignatures } = forge.tc(4, { a: 1, b: 2, c: 0 });
  const otherRound = forge.tc(3).tmoSignatures;
  const tcWith = (rounds: readonly number[], signatures: readonly Signed[] = tmoSignatures) =>
    proposalWith(new TC(round(4), rounds.map(round), signatures));
  const twice = [0, 1, 0].flatMap((index) => tmoSignatures[index] ?? []);
  const notNeeded = forge.proposal(two, { tc: forge.tc(1, { a: 0 }) });
  return [
    ["fewer reports than signatures", tcWith([1, 2]), "reports-do-not-match-signatures"],
    ["more reports than signatures", tcWith([1, 2, 0, 0]), "reports-do-not-match-signatures"],
    ["the reports of other signers", tcWith([2, 1, 0]), "signature-invalid"],
    ["a signer twice", tcWith([1, 2, 1], twice), "duplicate-signer"],
    ["too few", proposalWith(forge.tc(4, { a: 0, b: 0 })), "too-few-signers"],
    ["a stranger", proposalWith(forge.tc(4, { a: 0, b: 0, z: 0 })), "signer-unknown"],
    ["the timeouts of another round", tcWith([0, 0, 0], otherRound), "signature-invalid"],
    ["a TC that is not needed", notNeeded, "too-few-signers"],
  ];
};

const TABLES: Readonly<Record<string, Rows>> = {
  "who signed": strangers,
  "quorum certificates": qcs,
  "the genesis certificate": genesisQcs,
  "blocks and chains": blocks,
  "proof that the round was entered": entrances,
  "timeout certificates": tcs,
};

for (const [name, suite] of SUITES) {
  describe(`stateless verification, ${name} suite`, () => {
    const forge = new Forge(suite());
    for (const [shows, message] of Object.entries(validMessages(forge))) {
      it(`admits ${shows}, again and again`, () => {
        expect(answerTo(forge, message)).to.equal("admitted");
        expect(answerTo(forge, message)).to.equal("admitted");
      });
    }

    const [one, two] = forge.chain("a", 1, 2);
    const gap = forge.block("d", 5, { on: forge.qc(two) });
    for (const [title, rows] of Object.entries(TABLES)) {
      describe(title, () => {
        for (const [shows, message, refusal] of rows(forge, { one, two, gap })) {
          it(`refuses ${shows}`, () => {
            expect(answerTo(forge, message)).to.equal(refusal);
            expect(answerTo(forge, message), "again").to.equal(refusal);
          });
        }
      });
    }
  });
}

describe("stateless verification", () => {
  it("takes the quorum from the rules", () => {
    const forge = new Forge();
    const two = forge.block("a", 2, { on: forge.qc(forge.block("a", 1), "a b") });
    expect(answerTo(forge, forge.proposal(two), rulesWith(["small_quorum"]))).to.equal("admitted");
    const afterTc = forge.proposal(forge.block("a", 2), { tc: forge.tc(1, { a: 0, b: 0 }) });
    const lenient = new Forge(forge.crypto);
    expect(answerTo(lenient, afterTc, rulesWith(["small_quorum"]))).to.equal("admitted");
  });

  it("leaves certificates to speak for themselves: another valid one may be put in", () => {
    const forge = new Forge();
    const [one, two] = forge.chain("a", 1, 2);
    const proposal = forge.proposal(forge.block("a", 3, { on: forge.qc(two) }));
    const other = tampered(proposal, ["highCommitQc"], forge.qc(one));
    expect(answerTo(forge, tampered(other, ["lastRoundTc"], forge.tc(7)))).to.equal("admitted");
  });
});
