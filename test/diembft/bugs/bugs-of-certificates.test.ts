/** Each bug in certificates does what its description says. */
import { expect } from "chai";
import { replicaId } from "../../../lib/protocol/ids.js";
import { rulesWith } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { BugName } from "../../../lib/protocols/diembft/bugs/bugs.js";
import type { QC } from "../../../lib/protocols/diembft/messages/certificates.js";
import type { DiemMessage } from "../../../lib/protocols/diembft/messages/messages.js";
import { validatorSet } from "../../../lib/protocol/validators.js";
import { answerTo, validMessages } from "../support/verification.js";
import { Forge } from "../support/forge.js";
import { TestReplica } from "../support/test-replica.js";
import { fieldsOf, tampered } from "../support/tamper.js";

/** A replica in round 1, where d leads; it collects the votes, as the leader of round 2. */
function collector(...bugs: readonly BugName[]) {
  const forge = new Forge();
  const subject = new TestReplica(forge, "a", { leaders: "d a d", bugs });
  subject.start();
  const one = forge.block("d", 1);
  subject.receive(forge.proposal(one));
  const votes = (voters: string) =>
    subject
      .receive(...voters.split(" ").map((id) => forge.vote(id, one)))
      .filter((line) => line.startsWith("form") || line.startsWith("proposal"));
  return { forge, subject, one, votes };
}

describe("bug small_quorum", () => {
  const ids = new Forge(undefined, "a b c d e f g").validators.ids;
  const rules = rulesWith(["small_quorum"]);

  for (let n = 4; n <= ids.length; n++) {
    it(`makes do with one signer fewer of ${n}`, () => {
      const validators = validatorSet(ids.slice(0, n));
      expect(rules.qcQuorum(validators)).to.equal(validators.quorum - 1);
      expect(rules.tcQuorum(validators)).to.equal(validators.quorum - 1);
    });
  }
});

describe("bug small_timeout_quorum", () => {
  it("makes a TC of f+1, and a QC of a quorum", () => {
    const { validators } = new Forge(undefined, "a b c d e f g");
    const rules = rulesWith(["small_timeout_quorum"]);
    expect(rules.tcQuorum(validators)).to.equal(3);
    expect(rules.qcQuorum(validators)).to.equal(5);
  });
});

describe("bug twin_votes_counted_twice", () => {
  const bug = "twin_votes_counted_twice";

  it("makes a QC of two identities, when the vote of one comes from two nodes", () => {
    expect(collector(bug).votes("b b c")).to.deep.equal([
      "form QC d@1 by b b c",
      "proposal a@2 on d@1 to all",
    ]);
    expect(collector().votes("b b c")).to.deep.equal([]);
  });

  it("takes such a QC from others", () => {
    const forge = new Forge();
    const qc = forge.qc(forge.block("d", 1), "b b c");
    const proposal = forge.proposal(forge.block("a", 2, { on: qc }));
    expect(answerTo(forge, proposal, rulesWith([bug]))).to.equal("admitted");
    forge.memo.clear();
    expect(answerTo(forge, proposal)).to.equal("duplicate-signer");
  });

  it("still wants as many votes as a quorum, and makes one QC of them", () => {
    const { votes } = collector(bug);
    expect(votes("b b")).to.deep.equal([]);
    expect(votes("b")).to.have.length(2);
    expect(votes("c d")).to.deep.equal([]);
  });
});

describe("bug qc_formed_twice", () => {
  it("makes another QC of the fourth vote, on which the leader proposes another block", () => {
    const first = ["form QC d@1 by b c d", "proposal a@2 on d@1 to all"];
    const again = ["form QC d@1 by a b c d", "proposal a@2 on d@1 to all"];
    expect(collector("qc_formed_twice").votes("b c d a")).to.deep.equal([...first, ...again]);
    expect(collector().votes("b c d a")).to.deep.equal(first);
  });

  it("is equivocation: the blocks differ in the QC that they carry", () => {
    const { forge, subject, one } = collector("qc_formed_twice");
    const proposed = ["b", "c", "d", "a"].flatMap((id) =>
      subject
        .handle({ kind: "message", from: replicaId(id), message: forge.vote(id, one) })
        .flatMap((effect) =>
          effect.kind === "broadcast" && effect.message.kind === "proposal" ? effect.message : [],
        ),
    );
    expect(proposed.map(({ block }) => block.qc.signers.join(" "))).to.deep.equal([
      "b c d",
      "a b c d",
    ]);
    expect(new Set(proposed.map(({ block }) => block.id)).size).to.equal(2);
    for (const proposal of proposed) expect(answerTo(forge, proposal)).to.equal("admitted");
  });

  it("proposes no more in a round that it has left", () => {
    const { forge, subject, votes } = collector("qc_formed_twice");
    votes("b c d");
    subject.receive(forge.timeout("d", 3, { tc: forge.tc(2) }));
    expect(votes("a")).to.deep.equal(["form QC d@1 by a b c d"]);
  });
});

describe("bug unchecked_signatures", () => {
  const bug = "unchecked_signatures";
  const rules = rulesWith([bug]);
  /** Certificates in a block are in its digest, too, and cannot be changed without it. */
  const outsideBlocks = /^(highCommitQc|lastRoundTc|tmoInfo\.highQc|wanted)\..*\bsignature$/;

  it("lets through whatever signature is forged in a certificate", () => {
    const forge = new Forge();
    const forged = Object.values(validMessages(forge)).flatMap((message): DiemMessage[] =>
      fieldsOf(message)
        .filter((path) => outsideBlocks.test(path.join(".")))
        .map((path) => tampered(message, path, "forged")),
    );
    expect(forged).to.have.length.above(30);
    for (const message of forged) expect(answerTo(forge, message, rules)).to.equal("admitted");
    forge.memo.clear();
    for (const message of forged) expect(answerTo(forge, message)).to.equal("signature-invalid");
  });

  it("still verifies who sent a message", () => {
    const forge = new Forge();
    for (const message of Object.values(validMessages(forge))) {
      const path = message.kind === "timeout" ? ["tmoInfo", "signature"] : ["signature"];
      const unsigned = tampered(message, path, "forged");
      expect(answerTo(forge, unsigned, rules)).to.equal("signature-invalid");
    }
  });

  it("lets one replica commit in the others' names", () => {
    const committed = (...bugs: readonly BugName[]) => {
      const forge = new Forge();
      const subject = new TestReplica(forge, "a", { leaders: "d", bugs });
      subject.start();
      let on: QC = forge.genesis.qc;
      for (const at of [1, 2, 3]) {
        const block = forge.block("d", at, { on });
        subject.receive(forge.proposal(block));
        on = tampered(forge.qc(block, "a b c", "d"), ["signatures"], []);
      }
      return subject.committed;
    };
    expect(committed(bug)).to.deep.equal(["d@1"]);
    expect(committed()).to.deep.equal([]);
  });
});
