/** The property "bounded-commit", by table. */
import { boundedCommit } from "../../lib/properties/liveness/bounded-commit.js";
import { replicaId, round } from "../../lib/protocol/ids.js";
import type { ObservedEvent } from "../../lib/protocol/judging/observed-event.js";
import type { RunEnd } from "../../lib/protocol/judging/property.js";
import { allEnter, block, commits, enters, HONEST, runInfo } from "./observed-events.js";
import { judges } from "./table.js";

/** Two scripted rounds and Δ = 100 ms: round 4 is judged first, its block due within 700 ms. */
const stableAt1000 = allEnter(HONEST, 3, 1000);
const fourth = block("x4", 4);
const allCommitFourth = (at: number): readonly ObservedEvent[] =>
  HONEST.map((node) => commits(node, fourth, { at }));
const stalled: RunEnd = { ending: "stalled", at: 5000 };
const none = { vacuous: "no round with honest leaders began after the network was stable" };

judges(boundedCommit({ deltas: 7, honestLeaders: 3 }), [
  {
    shows: "held: committed by all at the very deadline",
    events: [...stableAt1000, enters("a", 4, 1100), ...allCommitFourth(1800)],
    expected: "held",
  },
  {
    shows: "violated: one node commits a millisecond late",
    events: [
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
    events: [...stableAt1000, enters("a", 4, 1100), ...allCommitFourth(1200).slice(1)],
    end: { ending: "stalled", at: 1300 },
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
    events: [...stableAt1000, enters("a", 4, 1100)],
    end: { ending: "completed", at: 1700 },
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
    events: [...stableAt1000, enters("a", 4, 1100)],
    end: { ending: "inconclusive", at: 1800 },
    expected: { vacuous: "the run was cut short before any commit was due" },
  },
  {
    shows: "violated: a limit cut the run short, but after the deadline",
    events: [...stableAt1000, enters("a", 4, 1100), ...allCommitFourth(1200).slice(1)],
    end: { ending: "inconclusive", at: 1801 },
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
    events: stableAt1000,
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: a round first entered before the last honest node left the scripted ones",
    events: [...allEnter(["a", "b"], 3, 1000), enters("a", 4, 1100), enters("c", 3, 1200)],
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: GST never came",
    events: [enters("a", 3, 1000), enters("b", 4, 1100)],
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: only a Byzantine node entered the round",
    events: [...stableAt1000, enters("d", 4, 1100)],
    end: stalled,
    expected: none,
  },
  {
    shows: "vacuous: a Byzantine leader two rounds on",
    given: runInfo({ leaderOf: (of) => replicaId(of === 6 ? "d" : "a") }),
    events: [...stableAt1000, enters("a", 4, 1100)],
    expected: none,
  },
  {
    shows: "vacuous: the proposal of r+2 would be after the last stabilisation round",
    given: runInfo({ stabilizationRounds: 3 }),
    events: [...stableAt1000, enters("a", 4, 1100)],
    expected: none,
  },
  {
    shows: "violated: from a declared stable round on, every round is judged, GST or not",
    given: runInfo({ stableFrom: round(1), declaredStable: true }),
    events: [enters("a", 1, 0), enters("b", 1, 10), commits("a", block("x1", 1), { at: 300 })],
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
