/** Readable names of blocks. */
import { expect } from "chai";
import { judge } from "../../lib/properties/judge.js";
import { blockName } from "../../lib/properties/names.js";
import type { ObservedEvent } from "../../lib/protocol/judging/observed-event.js";
import {
  block,
  certifies,
  GENESIS,
  proposes,
  qc,
  runInfo,
  votes,
  type ChainBlock,
} from "./observed-events.js";

const x = block("x", 1);
const y = block("y", 1);
const unseen = block("a very long identifier", 9);

const ROWS: readonly { shows: string; events: ObservedEvent[]; of: ChainBlock; name: string }[] = [
  { shows: "the proposer and the round", events: [proposes("d'", x)], of: x, name: "d'@1" },
  {
    shows: "which of its proposer's in that round",
    events: [proposes("d", x), proposes("d", y)],
    of: y,
    name: "d@1.2",
  },
  {
    shows: "the first of two nodes to propose it",
    events: [proposes("d", x), proposes("d'", x), proposes("d'", y)],
    of: y,
    name: "d'@1",
  },
  { shows: "genesis, as a parent", events: [votes("a", x)], of: GENESIS, name: "genesis" },
  { shows: "a block known by votes only", events: [votes("a", x)], of: x, name: "?@1" },
  {
    shows: "a second block known by its certificate only",
    events: [votes("a", x), certifies("b", qc(y, "a b d"))],
    of: y,
    name: "?@1.2",
  },
  {
    shows: "the proposer, when the proposal comes after a vote",
    events: [votes("a", x), proposes("d", x)],
    of: x,
    name: "d@1",
  },
  { shows: "the beginning of an id never seen", events: [], of: unseen, name: "block a very l…" },
];

describe("names of blocks", () => {
  for (const { shows, events, of, name } of ROWS) {
    it(`${name}: ${shows}`, () => {
      const monitor = judge([], runInfo());
      for (const observed of events) monitor.observe(observed);
      expect(blockName(monitor.facts.tree, of.id)).to.equal(name);
    });
  }
});
