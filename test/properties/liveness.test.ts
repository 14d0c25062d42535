/** The property "liveness", by table. */
import { liveness } from "../../lib/protocols/diembft/properties/liveness.js";
import {
  allEnter,
  block,
  chain,
  commits,
  commitsAll,
  enters,
  HONEST,
  runInfo,
  sticks,
} from "./observed-events.js";
import { round } from "../../lib/protocol/ids.js";
import { judges } from "./table.js";

const blocks = chain("x", 3);
const third = block("x3", 3);
const second = block("x2", 2);

/** All have entered stabilisation, and c lags behind in what it has committed. */
const laggard = [
  ...allEnter(HONEST, 4),
  ...commitsAll("a", blocks),
  ...commitsAll("b", blocks),
  commits("c", second),
];

judges(liveness, [
  ...[0, 1, 2].map((stabilizationRounds) => ({
    shows: `vacuous: ${stabilizationRounds} rounds are too few to commit in`,
    events: laggard,
    given: runInfo({ stabilizationRounds }),
    expected: {
      vacuous:
        `nobody has to commit within ${stabilizationRounds} stabilisation ` +
        `round${stabilizationRounds === 1 ? "" : "s"}: it takes 3`,
    },
  })),
  ...[3, Infinity].map((stabilizationRounds) => ({
    shows: `violated: ${stabilizationRounds} rounds are enough`,
    events: laggard,
    given: runInfo({ stabilizationRounds }),
    expected: {
      violated: ["c reached round 4 but committed no block above round 2, after 2 scripted rounds"],
      rounds: [4],
      nodes: ["c"],
    },
  })),
  {
    shows: "vacuous: nothing is delivered after the scripted rounds",
    events: laggard,
    given: runInfo({ quorumless: (r) => r > 2 }),
    expected: { vacuous: "no quorum can form after round 2, the last scripted one" },
  },
  {
    shows: "held: all commit a block of a round after the second",
    events: [...allEnter(HONEST, 4), ...HONEST.flatMap((node) => commitsAll(node, blocks))],
    expected: "held",
  },
  {
    shows: "vacuous: the scripted rounds were never left",
    events: [...allEnter(HONEST, 2), enters("d", 3)],
    end: { ending: "stalled", at: 900 },
    expected: { vacuous: "no honest node entered a round after 2, the last scripted one" },
  },
  {
    shows: "violated: one node committed scripted rounds only, another nothing",
    events: [
      ...allEnter(HONEST, 3),
      commits("a", second),
      commits("a", third),
      commits("b", second),
    ],
    expected: {
      violated: [
        "b reached round 3 but committed no block above round 2, after 2 scripted rounds",
        "c reached round 3 but committed nothing, after 2 scripted rounds",
      ],
      rounds: [3],
      nodes: ["b", "c"],
    },
  },
  {
    shows: "violated: those who never entered such a round are held to it too",
    events: [enters("a", 3), commits("a", third), commits("b", third), enters("c", 1)],
    end: { ending: "stalled", at: 900 },
    expected: {
      violated: ["c reached round 1 but committed nothing, after 2 scripted rounds"],
      rounds: [1],
      nodes: ["c"],
    },
  },
  {
    shows: "vacuous: what a limit cut short might still have come",
    events: [...allEnter(HONEST, 3), commits("a", third)],
    end: { ending: "inconclusive", at: 900 },
    expected: { vacuous: "the run was cut short before b and c could commit" },
  },
  {
    shows: "held: what had come before a crash stands",
    events: [...allEnter(HONEST, 3), ...HONEST.map((node) => commits(node, third))],
    end: { ending: "crashed", at: 900 },
    expected: "held",
  },
  {
    shows: "violated: an honest leader with a quorum may propose nothing, whoever commits later",
    events: [
      sticks("b", 2, "x and y block each other"),
      ...allEnter(HONEST, 4),
      ...HONEST.flatMap((node) => commitsAll(node, blocks)),
    ],
    expected: {
      violated: ["b leads round 2 and may propose nothing: x and y block each other"],
      rounds: [2],
      nodes: ["b"],
    },
  },
  {
    shows: "held: what a twin reports of itself does not count",
    events: [
      sticks("d", 2, "x and y block each other"),
      ...allEnter(HONEST, 4),
      ...HONEST.flatMap((node) => commitsAll(node, blocks)),
    ],
    expected: "held",
  },
  {
    shows: "violated: rounds repeat for ever under honest leaders",
    events: [...allEnter(HONEST, 5), ...HONEST.flatMap((node) => commitsAll(node, blocks))],
    end: { ending: "stalled", at: 900, cycle: { from: round(3), to: round(5) } },
    expected: {
      violated: [
        "rounds 3 to 4 repeat for ever: round 5 begins in the state of round 3, and nobody has committed in between",
        "a and a led, and messages between honest nodes arrived in time",
      ],
      rounds: [3, 4],
      nodes: ["a", "b", "c"],
    },
  },
]);
