import { expect } from "chai";
import { rulesWith } from "../../lib/diembft/bugs.js";
import { correctRules } from "../../lib/diembft/rules.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { Forge } from "./forge.js";

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
