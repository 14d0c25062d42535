/** What lock-monotonic says of runs told by hand. */
import { lockMonotonic } from "../../lib/protocols/diembft/properties/lock-monotonic.js";
import { round } from "../../lib/protocol/ids.js";
import { allVote, block, certifies, proposes, tc } from "./observed-events.js";
import { judges } from "./table.js";

const x1 = block("x1", 1);
const x2 = block("x2", 2, x1);
const x3 = block("x3", 3, x2);
/** With a vote for x3 after that for x2, x2 is globally direct-committed. */
const committed = [proposes("a", x2), ...[x2, x3].flatMap((each) => allVote(["a", "b"], each))];
const lowest = tc(4, "a c d");
const reporting = (...rounds: readonly number[]) =>
  certifies("a", { ...lowest, details: { highQcRounds: rounds.map(round) } });

judges(lockMonotonic, [
  {
    shows: "held: one timeout of the TC reports the block's own QC",
    events: [...committed, reporting(0, 2, 0)],
    expected: "held",
  },
  {
    shows: "violated: no timeout of the TC reports a QC of the block's round",
    events: [...committed, reporting(1, 1, 0)],
    expected: {
      violated: [
        "the TC of round 4 reports no QC after round 1, though a@2 is globally direct-committed",
      ],
      rounds: [4],
      nodes: [],
    },
  },
  {
    shows: "vacuous: the TC is of the block's own round",
    events: [...committed, certifies("a", { ...tc(2, "a c d") })],
    expected: { vacuous: "no TC followed a globally direct-committed block" },
  },
  {
    shows: "vacuous: nothing is directly committed",
    events: [proposes("a", x2), reporting(0, 0, 0)],
    expected: { vacuous: "no TC followed a globally direct-committed block" },
  },
]);
