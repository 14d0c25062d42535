import { expect } from "chai";
import { judge } from "../../lib/properties/judge.js";
import { blockName } from "../../lib/properties/names.js";
import type { Occurrence } from "../../lib/protocol/occurrence.js";
import { block, certifies, GENESIS, proposes, qc, setting, votes, type Block } from "./story.js";

const x = block("x", 1);
const y = block("y", 1);
const unseen = block("a very long identifier", 9);

const ROWS: readonly { shows: string; story: Occurrence[]; of: Block; name: string }[] = [
  { shows: "the proposer and the round", story: [proposes("d'", x)], of: x, name: "d'@1" },
  {
    shows: "which of its proposer's in that round",
    story: [proposes("d", x), proposes("d", y)],
    of: y,
    name: "d@1.2",
  },
  {
    shows: "the first of two nodes to propose it",
    story: [proposes("d", x), proposes("d'", x), proposes("d'", y)],
    of: y,
    name: "d'@1",
  },
  { shows: "genesis, as a parent", story: [votes("a", x)], of: GENESIS, name: "genesis" },
  { shows: "a block known by votes only", story: [votes("a", x)], of: x, name: "?@1" },
  {
    shows: "a second block known by its certificate only",
    story: [votes("a", x), certifies("b", qc(y, "a b d"))],
    of: y,
    name: "?@1.2",
  },
  {
    shows: "the proposer, when the proposal comes after a vote",
    story: [votes("a", x), proposes("d", x)],
    of: x,
    name: "d@1",
  },
  { shows: "the beginning of an id never seen", story: [], of: unseen, name: "block a very l…" },
];

describe("names of blocks", () => {
  for (const { shows, story, of, name } of ROWS) {
    it(`${name}: ${shows}`, () => {
      const court = judge([], setting());
      for (const occurrence of story) court.tell(occurrence);
      expect(blockName(court.facts.tree, of.id)).to.equal(name);
    });
  }
});
