/** The property "commit-integrity", by table. */
import { commitIntegrity } from "../../lib/properties/safety/commit-integrity.js";
import { block, chain, commits, commitsAll, proposes } from "./observed-events.js";
import { judges } from "./table.js";

const x1 = block("x1", 1);
const x2 = block("x2", 2, x1);
const x3 = block("x3", 3, x2);

judges(commitIntegrity, [
  {
    shows: "held: a chain without gaps",
    events: [...commitsAll("a", chain("x", 4)), ...commitsAll("b", chain("y", 2))],
    expected: "held",
  },
  {
    shows: "held: rounds may be skipped",
    events: commitsAll("a", [x1, block("x4", 4, x1)]),
    expected: "held",
  },
  {
    shows: "vacuous: nothing honest was committed",
    events: commitsAll("d'", [x3]),
    expected: { vacuous: "no honest node committed a block" },
  },
  {
    shows: "violated: a parent was left out",
    events: [...[x1, x2, x3].map((each) => proposes("a", each)), ...commitsAll("b", [x1, x3])],
    expected: {
      violated: ["b committed a@3 after a@1, without its parent a@2"],
      rounds: [3],
      nodes: ["b"],
    },
  },
  {
    shows: "violated: the first block is not on genesis",
    events: [proposes("a", x1), proposes("a", x2), commits("b", x2)],
    expected: {
      violated: ["b committed a@2 after genesis, without its parent a@1"],
      rounds: [2],
      nodes: ["b"],
    },
  },
  {
    shows: "violated: a transaction in two blocks",
    events: [
      proposes("a", x1),
      proposes("a", x2),
      commits("c", x1, { transactions: ["pay", "sell"] }),
      commits("c", x2, { transactions: ["pay"] }),
    ],
    expected: {
      violated: ['c committed "pay" in a@1 and again in a@2'],
      rounds: [2],
      nodes: ["c"],
    },
  },
  {
    shows: "held: each node commits a transaction once",
    events: [commits("a", x1), commits("b", x1)],
    expected: "held",
  },
  {
    shows: "violated twice over: a block committed again",
    events: [proposes("a", x1), commits("c", x1), commits("c", x1)],
    expected: {
      violated: [
        "c committed a@1 after a@1, without its parent genesis",
        'c committed "tx of x1" in a@1 and again in a@1',
      ],
      rounds: [1],
      nodes: ["c"],
    },
  },
  {
    shows: "violated: a block no higher than the QC in it",
    events: [proposes("a", x1), commits("a", x1), commits("a", block("low", 1, x1))],
    expected: {
      violated: ["a committed block low of round 1, whose QC is of round 1"],
      rounds: [1],
      nodes: ["a"],
    },
  },
]);
