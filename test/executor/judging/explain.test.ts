/** Explanations: what forked, why, and which rule to mend, for bugs of several protocols. */
import { expect } from "chai";
import { explain } from "../../../executor/counterexample/explain/explain.js";
import type { Explanation } from "../../../executor/counterexample/explain/document.js";
import { sectionsOf } from "../../../executor/counterexample/explain/sentences.js";
import { shrink } from "../../../executor/counterexample/shrink/shrink.js";
import { failingCase, shippedCases } from "../shrink/support.js";

const CASES = shippedCases();

/** A screen of lines. */
const SCREEN = 40;

function explanationOf(name: string): Explanation {
  const shipped = CASES.find((each) => each.name === name);
  if (shipped === undefined) throw new Error(`no case ${name}`);
  const { run, context, scenario } = failingCase(shipped);
  const shrunk = shrink({ run, context, scenario });
  if (shrunk === undefined) throw new Error(`${name} does not fail`);
  return explain(run, shrunk, context);
}

/** Each row: the first rule to look at, and whom the messages prove guilty. */
const ROWS: readonly (readonly [name: string, mend: RegExp, guilty: string])[] = [
  [
    "small_quorum_bug.json equivocating_with_bug",
    /^the rule that counts signers: the QC of d@1 by a and d counts, where a quorum is 3$/,
    "d",
  ],
  [
    "hotstuff_bugs.json no_lock_with_bug",
    /^the rule by which honest a and d signed: .*votes later only for what stands on its lock/,
    "a d",
  ],
  [
    "hotstuff_bugs.json any_three_views_with_bug",
    /^the rule that commits: .* by certificates of rounds 3, 8 and 9, which are not consecutive$/,
    "",
  ],
  [
    "tendermint_bugs.json no_lock_with_bug",
    /^the rule that lets a and c prevote for b@2 .*, after they had voted for a@1$/,
    "",
  ],
  [
    "pbft_bugs.json ignores_prepared_with_bug",
    /^the rule that lets b and c sign a@2 in prepare 2\/1, after they had voted for a@1$/,
    "",
  ],
  [
    "further_bugs.json single_block_with_bug",
    /^the rule that commits the blocks before a block: d committed a@2 without a@1$/,
    "",
  ],
  ["syncmanager_bug.json with_bug", /^execution: after one block, states differ/, ""],
];

/** What an explanation says under a label. */
const linesOf = (name: string, label: string): readonly string[] =>
  sectionsOf(explanationOf(name)).find((section) => section.label === label)?.lines ?? [];

describe("an explanation", function () {
  this.timeout(60_000);

  for (const [name, mend, guilty] of ROWS) {
    it(`names the rule to mend: ${name}`, () => {
      const explanation = explanationOf(name);
      expect(explanation.mend[0]).to.match(mend);
      expect(explanation.guilty.map(({ replica }) => replica).join(" ")).to.equal(guilty);
      const lines = sectionsOf(explanation).flatMap((section) => section.lines);
      expect(lines.length).to.be.within(5, SCREEN);
    });
  }

  it("says on a fork with at most f guilty that the rules are broken, not the nodes", () => {
    const { evidence } = explanationOf("hotstuff_bugs.json two_chain_with_bug");
    expect(evidence).to.equal(
      "no sufficient evidence against f+1 = 2: the rules are broken, not the nodes",
    );
  });

  it("tells who could not know of the other decision", () => {
    const { unknown } = explanationOf("hotstuff_bugs.json no_lock_with_bug");
    expect(unknown).to.deep.equal([
      { kind: "qc", block: "a@5", nodes: ["a", "d"], votingFor: "b@7" },
    ]);
  });

  it("tells what was signed between the votes for the two sides, and why", () => {
    const name = "tendermint_bugs.json unlocks_on_nil_with_bug";
    expect(linesOf(name, "between")).to.deep.equal([
      "round 2: a and d signed nil in prevote 1/2: timeout propose",
      "round 2: a and d signed nil in precommit 1/2: 2f+1 prevotes for nil",
    ]);
    expect(linesOf(name, "mend")[1]).to.equal(
      "or the rule that frees from a@1: in between, a and d signed nil in precommit 1/2 " +
        "(2f+1 prevotes for nil)",
    );
  });

  it("tells what was known of the first side by those who proposed and voted for the other", () => {
    const name = "pbft_bugs.json ignores_prepared_with_bug";
    expect(linesOf(name, "known")).to.deep.equal([
      "a knew the prepared certificate of a@1 when proposing a@2",
      "b and c knew the prepared certificate of a@1 when voting for a@2",
    ]);
    expect(linesOf(name, "mend")[1]).to.match(
      /^or the rule by which a proposed a@2, though a knew/,
    );
  });

  it("tells what was known of the other side before it was voted for again", () => {
    expect(linesOf("zyzzyva_bugs.json certificate_first_with_bug", "known")).to.deep.equal([
      "a and b knew the commit certificate of d@1 when voting for d@1",
    ]);
  });

  it("says of a certificate that is too small that signers are counted wrongly", () => {
    expect(linesOf("simplex_bugs.json small_nullification_with_bug", "mend")).to.deep.equal([
      "the rule that counts signers: a nullification of round 1 has 2 signers, a and b, " +
        "where a quorum is 3",
    ]);
  });

  it("names each certificate once, and does not call it a certificate twice", () => {
    const [proof] = linesOf("zyzzyva_bugs.json certificate_first_with_bug", "proof");
    expect(proof).to.equal(
      "a and b committed d@1, on the commit certificate of d@1 by a, b and d and " +
        "the decision certificate of d@1 by a, b and d",
    );
  });

  it("says of a difference that the other run does not have it", () => {
    const { neighbour } = explanationOf("tendermint_bugs.json unlocks_on_nil_with_bug");
    expect(neighbour?.differences[0]).to.deep.equal({
      here: "that does not happen",
      there: "at 300 ms: c receives precommit 1/1 for a@1 from b",
    });
  });

  it("varies each part, and finds a neighbour that passes with the first difference", () => {
    const { parts, neighbour } = explanationOf("further_bugs.json single_block_with_bug");
    expect(
      parts.map(({ round, leaders, otherLeaders }) => [round, leaders.length, otherLeaders]),
    ).to.deep.equal([
      [1, 3, 3],
      [2, 3, 3],
      [3, 3, 3],
    ]);
    expect(neighbour).to.deep.include({ change: 'with "a: all" as round 3', fails: "" });
    const [first] = neighbour?.differences ?? [];
    expect(first?.there).to.equal("at 500 ms: d receives proposal a@3 on a@2 from a");
  });

  it("follows progress where nothing forks", () => {
    const { rounds, commits } = explanationOf("vote_leader_current_round.json bug");
    expect(commits).to.deep.equal([]);
    expect(rounds[0]).to.deep.include({ round: 1, formed: ["b"] });
  });
});
