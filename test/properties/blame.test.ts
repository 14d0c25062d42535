/** The property blame: proofs of guilt, and what a fork owes. */
import { expect } from "chai";
import type { Accountability } from "../../lib/protocol/judging/evidence.js";
import { blame } from "../../lib/properties/evidence/blame.js";
import {
  block,
  commits,
  NODES,
  proposes,
  runInfo,
  signs,
  timesOut,
  verdictOf,
  votes,
} from "./observed-events.js";

const left = block("left", 1);
const right = block("right", 1);
const fork = [commits("a", left), commits("b", right)];

/** A rule for tests: nobody votes after a timeout of the same round. */
const ACCOUNTABLE: Accountability = {
  complete: true,
  rules: [
    {
      says: "does not vote in a round that it timed out of",
      isBroken: (one, other) =>
        one.type === "timeout" && other.type === "vote" && one.round === other.round,
    },
  ],
};

/** d and c have twins, where f = 1. */
const TWO_TWINS = runInfo({
  nodes: NODES.map((node) => (node.replica === "c" ? { ...node, honest: false } : node)),
});

describe("blame", () => {
  it("is vacuous as long as no two messages contradict each other", () => {
    const verdict = verdictOf(blame(), [votes("a", left), votes("a", left), votes("b", right)]);
    expect(verdict.status).to.equal("vacuous");
  });

  it("proves a twin guilty that proposes twice, and holds", () => {
    const verdict = verdictOf(blame(), [proposes("d", left), proposes("d'", right)]);
    expect(verdict.status).to.equal("held");
  });

  it("counts nil and a value in one slot as two statements", () => {
    const nil = signs("a", "vote", 1, { slot: "vote 1", value: null });
    const verdict = verdictOf(blame(), [votes("a", left), nil]);
    expect(verdict).to.have.nested.property(
      "witness.explanation[0]",
      "honest a signed ?@1 and nil in vote 1",
    );
  });

  it("is violated by proof against an honest identity", () => {
    const verdict = verdictOf(blame(), [votes("a", left), votes("a", right)]);
    expect(verdict).to.have.nested.property("witness.nodes").that.deep.equals(["a"]);
  });

  it("takes no message in another's name for evidence", () => {
    const vote = votes("a", right);
    const forged = { ...vote, node: votes("b", right).node };
    const verdict = verdictOf(blame(), [votes("a", left), forged]);
    expect(verdict.status).to.equal("vacuous");
  });

  it("knows the protocol's own rules, in either order", () => {
    const [timeout, vote] = [timesOut("a", 1), votes("a", left)];
    for (const order of [
      [timeout, vote],
      [vote, timeout],
    ]) {
      expect(verdictOf(blame(ACCOUNTABLE), order).status).to.equal("violated");
      expect(verdictOf(blame(), order).status).to.equal("vacuous");
    }
  });

  it("owes f+1 proofs on a fork with more than f twins, if the protocol is accountable", () => {
    const guilty = ["c", "d"].flatMap((name) => [votes(name, left), votes(name, right)]);
    const judge = (accountability: Accountability | undefined, proofs: number) =>
      verdictOf(blame(accountability), [...guilty.slice(4 - 2 * proofs), ...fork], {
        given: TWO_TWINS,
      });
    expect(judge(ACCOUNTABLE, 2).status).to.equal("held");
    expect(judge(ACCOUNTABLE, 1)).to.have.nested.property(
      "witness.explanation[0]",
      "the committed chains fork, with 1 proven guilty, and not f+1 = 2",
    );
    expect(judge(undefined, 1).status).to.equal("held");
  });

  it("owes nothing on a fork with at most f twins: the rules are broken then", () => {
    expect(verdictOf(blame(ACCOUNTABLE), fork).status).to.equal("vacuous");
  });
});
