/** What quorumless-progress says of runs told by hand. */
import { quorumlessProgress } from "../../lib/properties/liveness/quorumless-progress.js";
import type { RunInfo } from "../../lib/protocol/judging/observed-event.js";
import { allEnter, enters, HONEST, NODES, runInfo } from "./observed-events.js";
import { judges } from "./table.js";

const quorumlessIn = (...rounds: number[]): RunInfo =>
  runInfo({ quorumless: (round) => rounds.includes(round) });

judges(quorumlessProgress, [
  {
    shows: "held: all stay in the quorumless round",
    given: quorumlessIn(2),
    events: [...allEnter(HONEST, 1), ...allEnter(HONEST, 2)],
    expected: "held",
  },
  {
    shows: "vacuous: the quorumless round was never reached",
    given: quorumlessIn(2),
    events: allEnter(HONEST, 1),
    expected: { vacuous: "no quorumless round was entered" },
  },
  {
    shows: "vacuous: every round had a quorum",
    events: [...allEnter(HONEST, 1), ...allEnter(HONEST, 2)],
    expected: { vacuous: "no quorumless round was entered" },
  },
  {
    shows: "violated: some get past it, Byzantine nodes included",
    given: quorumlessIn(1),
    events: [
      ...allEnter(
        NODES.map(({ id }) => id),
        1,
      ),
      enters("a", 2),
      enters("d'", 2),
      enters("a", 3),
    ],
    expected: {
      violated: ["a and d' entered round 2 by a QC, past round 1 in which no quorum could form"],
      rounds: [1, 2],
      nodes: ["a", "d'"],
    },
  },
  {
    shows: "violated by whoever gets past it, and not by whoever enters it later",
    given: quorumlessIn(1),
    events: [...allEnter(["a", "b"], 1), enters("a", 2), enters("c", 1)],
    expected: {
      violated: ["a entered round 2 by a QC, past round 1 in which no quorum could form"],
      rounds: [1, 2],
      nodes: ["a"],
    },
  },
  {
    shows: "violated: it is skipped",
    given: quorumlessIn(2),
    events: [enters("a", 1), enters("a", 5)],
    expected: {
      violated: ["a entered round 5 by a QC, past round 2 in which no quorum could form"],
      rounds: [2, 5],
      nodes: ["a"],
    },
  },
]);
