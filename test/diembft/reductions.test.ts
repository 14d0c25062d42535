/** Reductions rest on every rule that nobody has shown them exact without; what keys tell apart. */
import { expect } from "chai";
import { invariant } from "../../lib/protocol/assert.js";
import type { CanonicalIds } from "../../lib/protocol/explorable.js";
import { bugs } from "../../lib/protocols/diembft/bugs/bugs.js";
import { exploration } from "../../lib/protocols/diembft/exploration.js";
import {
  allRulesBut,
  isSound,
  REPLACED_BY_BUGS,
} from "../../lib/protocols/diembft/reductions/rests-on.js";
import type { RuleName } from "../../lib/protocols/diembft/reductions/rests-on.js";
import { correctRules } from "../../lib/protocols/diembft/rules.js";
import { liveVariables } from "../../lib/protocols/diembft/reductions/live-variables.js";
import { Forge } from "./support/forge.js";
import { TestReplica } from "./support/test-replica.js";

describe("what reductions rest on", () => {
  it("spares only rules that a bug replaces, so that it was tried", () => {
    const replaced = new Set<string>();
    for (const { rules } of Object.values(bugs)) {
      const broken = rules(correctRules);
      for (const name of Object.keys(correctRules) as RuleName[]) {
        if (broken[name] !== correctRules[name]) replaced.add(name);
      }
    }
    expect(REPLACED_BY_BUGS.filter((name) => !replaced.has(name))).to.deep.equal([]);
  });

  it("includes a rule that nobody has thought of", () => {
    expect(allRulesBut(REPLACED_BY_BUGS.slice(1))).to.include(REPLACED_BY_BUGS[0]);
    const restsOn = allRulesBut(REPLACED_BY_BUGS.slice(1));
    const name = REPLACED_BY_BUGS[0] ?? "qcQuorum";
    expect(isSound({ restsOn }, correctRules)).to.equal(true);
    expect(isSound({ restsOn }, { ...correctRules, [name]: () => 1 })).to.equal(false);
  });

  it("switches off what a replaced rule would make wrong", () => {
    const names = (rules: typeof correctRules): readonly string[] =>
      exploration(rules).reductions.map(({ name }) => name);
    expect(names({ ...correctRules, raisesHighQc: () => true })).to.deep.equal(["live-variables"]);
    expect(names({ ...correctRules, mayPropose: () => true })).to.not.include("quiescence");
  });
});

/** Every block has its id for a name. */
const PLAIN_IDS: CanonicalIds = {
  ...{ block: (id) => id, state: (id) => id, ledgerPosition: (id) => id, parentName: (id) => id },
  ...{ syncsWholeChains: false, isLive: () => true, isNamed: () => true, isVotable: () => true },
  ...{ areSignersLive: () => true, isCertificateLive: () => true },
};

describe("the live key of a replica", () => {
  it("tells whether it has timed out, even if it never received its own timeout", () => {
    const view = liveVariables(correctRules).apply(undefined);
    invariant(view !== undefined, "live variables are the first reduction");
    const forge = new Forge();
    const [waiting, timedOut] = ["waiting", "timed out"].map(() => {
      const subject = new TestReplica(forge, "a", { leaders: "d" });
      subject.start();
      subject.receive(forge.proposal(forge.block("d", 1)));
      return subject;
    });
    invariant(waiting !== undefined && timedOut !== undefined, "there are two");
    expect(view.key(waiting.state, PLAIN_IDS)).to.equal(view.key(timedOut.state, PLAIN_IDS));
    timedOut.fireRound(1);
    expect(view.key(waiting.state, PLAIN_IDS)).to.not.equal(view.key(timedOut.state, PLAIN_IDS));
    const timeouts = [forge.timeout("b", 1), forge.timeout("c", 1)];
    expect(waiting.receive(...timeouts)).to.include("timeout 1 with QC genesis to all");
    expect(timedOut.receive(...timeouts)).to.not.include("timeout 1 with QC genesis to all");
  });
});
