import { boundedCommit } from "../../lib/properties/bounded-commit.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import type { Occurrence } from "../../lib/protocol/occurrence.js";
import type { RunEnd } from "../../lib/protocol/property.js";
import { allEnter, block, commits, enters, HONEST, setting } from "./story.js";
import { judges } from "./table.js";

/** Two scripted rounds and Δ = 100 ms: round 4 is judged first, its block due within 700 ms. */
const stableAt1000 = allEnter(HONEST, 3, 1000);
const fourth = block("x4", 4);
const allCommitFourth = (at: number): readonly Occurrence[] =>
  HONEST.map((node) => commits(node, fourth, { at }));
const stalled: RunEnd = { how: "stalled", at: 5000 };
const none = { vacuous: "no round with honest leaders began after the network was stable" };

judges(boundedCommit({ deltas: 7, honestLeaders: 3 }), [
  {
    shows: "held: committed by all at the very deadline",
    story: [...stableAt1000, enters("a", 4, 1100), ...allCommitFourth(1800)],
    expected: "held",
  },
  {
    shows: "violated: one node commits a millisecond late",
    story: [
      ...stableAt1000,
      enters("b", 4, 1100),
      ...allCommitFourth(1800).slice(0, 2),
      commits("c", fourth, { at: 1801 }),
    ],
    expected: {
      violated: [
        "round 4, entered by b at 1100 ms, was to commit by 1800 ms: c committed it at 1801 ms",
      ],
      rounds: [4],
      nodes: ["c"],
    },
  },
  {
    shows: "violated: a stall, so that the commit will never come",
    story: [...stableAt1000, enters("a", 4, 1100), ...allCommitFourth(1200).slice(1)],
    end: { how: "stalled", at: 1300 },
    expected: {
      violated: [
        "round 4, entered by a at 1100 ms, was to commit by 1800 ms: a never committed its block",
      ],
      rounds: [4],
      nodes: ["a"],
    },
  },
  {
    shows: "violated: the last round was passed before the deadline, without the block",
    story: [...stableAt1000, enters("a", 4, 1100)],
    end: { how: "completed", at: 1700 },
    expected: {
      violated: [
        "round 4, entered by a at 1100 ms, was to commit by 1800 ms: " +
          "a, b and c never committed its block",
      ],
      rounds: [4],
      nodes: ["a", "b", "c"],
    },
  },
  {
    shows: "vacuous: a limit cut the run short before the deadline",
    story: [...stableAt1000, enters("a", 4, 1100)],
    end: { how: "inconclusive", at: 1800 },
    expected: { vacuous: "the run was cut short before any commit was due" },
  },
  {
    shows: "violated: a limit cut the run short, but after the deadline",
    story: [...stableAt1000, enters("a", 4, 1100), ...allCommitFourth(1200).slice(1)],
    end: { how: "inconclusive", at: 1801 },
    expected: {
      violated: [
        "round 4, entered by a at 1100 ms, was to commit by 1800 ms: a never committed its block",
      ],
      rounds: [4],
      nodes: ["a"],
    },
  },
  {
    shows: "vacuous: round R+1 is not judged, as laggards catch up in it",
    story: stableAt1000,
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: a round first entered before the last honest node left the scripted ones",
    story: [...allEnter(["a", "b"], 3, 1000), enters("a", 4, 1100), enters("c", 3, 1200)],
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: GST never came",
    story: [enters("a", 3, 1000), enters("b", 4, 1100)],
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: only a Byzantine node entered the round",
    story: [...stableAt1000, enters("d", 4, 1100)],
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: a Byzantine leader two rounds on",
    given: setting({ leaderOf: (of) => replicaId(of === 6 ? "d" : "a") }),
    story: [...stableAt1000, enters("a", 4, 1100)],
    expected: none,
  },
  {
    shows: "vacuous: the proposal of r+2 would be after the last stabilisation round",
    given: setting({ stabilizationRounds: 3 }),
    story: [...stableAt1000, enters("a", 4, 1100)],
    expected: none,
  },
  {
    shows: "violated: from a declared stable round on, every round is judged, GST or not",
    given: setting({ stableFrom: round(1), declaredStable: true }),
    story: [enters("a", 1, 0), enters("b", 1, 10), commits("a", block("x1", 1), { at: 300 })],
    end: stalled,
    expected: {
      violated: [
        "round 1, entered by a at 0 ms, was to commit by 700 ms: " +
          "b and c never committed its block",
      ],
      rounds: [1],
      nodes: ["b", "c"],
    },
  },
]);
