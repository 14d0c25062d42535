/** Reductions rest on every rule that nobody has shown them exact without. */
import { expect } from "chai";
import { bugs } from "../../lib/protocols/diembft/bugs/bugs.js";
import { exploration } from "../../lib/protocols/diembft/exploration.js";
import {
  allRulesBut,
  isSound,
  REPLACED_BY_BUGS,
} from "../../lib/protocols/diembft/reductions/rests-on.js";
import type { RuleName } from "../../lib/protocols/diembft/reductions/rests-on.js";
import { correctRules } from "../../lib/protocols/diembft/rules.js";

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
