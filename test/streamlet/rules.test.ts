/** Streamlet's rules as tables: what the paper says, and what each bug says instead. */
import { expect } from "chai";
import { replicaId, round } from "../../lib/protocol/ids.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import { breaches, correctRules, rulesWith } from "../../lib/protocols/streamlet/rules.js";
import type { BugName, Epochs } from "../../lib/protocols/streamlet/rules.js";

const chain = (epochs: string): Epochs =>
  epochs.split(" ").flatMap((epoch) => (epoch === "" ? [] : [round(Number(epoch))]));

type BugAnswers<Answer> = Partial<Readonly<Record<BugName, Answer>>>;

describe("the rules of Streamlet", () => {
  const FINALIZED: readonly (readonly [shows: string, epochs: string, BugAnswers<number>])[] = [
    ["genesis alone: nothing", "", {}],
    ["one block: nothing", "1", { second_of_two: 1 }],
    [
      "genesis, 1, 2: the first block",
      "1 2",
      { any_three_epochs: 1, third_of_three: 2, first_of_two: 1, second_of_two: 2 },
    ],
    [
      "a gap after genesis: nothing",
      "2 3",
      { any_three_epochs: 1, first_of_two: 1, second_of_two: 2 },
    ],
    [
      "three in a row after a gap: the second of them and all before",
      "1 3 4 5",
      { any_three_epochs: 3, third_of_three: 4, first_of_two: 3, second_of_two: 4 },
    ],
    ["a gap before the last: nothing", "1 2 4", { any_three_epochs: 2 }],
    [
      "a gap before the last but one: nothing",
      "1 3 4",
      { any_three_epochs: 2, first_of_two: 2, second_of_two: 3 },
    ],
  ];
  for (const [shows, epochs, byBug] of FINALIZED) {
    it(`finalized: ${shows}`, () => {
      const own = correctRules.finalized(chain(epochs));
      for (const bug of Object.keys(breaches) as BugName[]) {
        const said = rulesWith([bug]).finalized(chain(epochs));
        expect([bug, said]).to.deep.equal([bug, byBug[bug] ?? own]);
      }
      expect(own).to.equal(epochs === "1 2" ? 1 : epochs === "1 3 4 5" ? 3 : 0);
    });
  }

  const EXTENDS: readonly (readonly [
    shows: string,
    tip: string,
    known: readonly string[],
    allowed: boolean,
    ...bugs: BugName[],
  ])[] = [
    ["genesis when nothing is notarized", "", [""], true],
    ["the longest", "1 2", ["", "1", "1 2"], true],
    [
      "another of the same length",
      "1 3",
      ["", "1", "1 3", "2", "2 4"],
      true,
      "last_notarized_epoch",
    ],
    ["one block shorter", "1", ["", "1", "1 2"], false, "any_notarized_tip", "one_shorter"],
    ["two blocks shorter", "", ["", "1", "1 2"], false, "any_notarized_tip"],
    [
      "one block shorter, of a later epoch",
      "4",
      ["", "1", "1 2", "4"],
      false,
      ...(["any_notarized_tip", "one_shorter", "last_notarized_epoch"] as const),
    ],
  ];
  for (const [shows, tip, known, allowed, ...others] of EXTENDS) {
    it(`mayExtend: ${shows}`, () => {
      const all = known.map(chain);
      expect(correctRules.mayExtend(chain(tip), all)).to.equal(allowed);
      const differ = (Object.keys(breaches) as BugName[]).filter(
        (bug) => rulesWith([bug]).mayExtend(chain(tip), all) !== allowed,
      );
      expect(differ).to.deep.equal(others);
    });
  }

  it("answers an epoch once, unless it may vote several times", () => {
    const answers = (epoch: number, answered: number, bugs: readonly BugName[]): boolean =>
      rulesWith(bugs).mayAnswer(round(epoch), round(answered));
    expect([answers(2, 1, []), answers(2, 2, []), answers(1, 2, [])]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(answers(2, 2, ["several_votes"])).to.equal(true);
  });

  it("takes two thirds for a quorum, and the bug one less", () => {
    const validators = validatorSet(["a", "b", "c", "d"].map(replicaId), 1, 3);
    expect(correctRules.quorum(validators)).to.equal(3);
    expect(rulesWith(["small_quorum"]).quorum(validators)).to.equal(2);
  });
});
