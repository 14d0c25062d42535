/** The property "vote-once", by table. */
import { voteOnce } from "../../lib/protocols/diembft/properties/vote-once.js";
import { block, proposes, timesOut, votes } from "./observed-events.js";
import { judges } from "./table.js";

const x = block("x", 1);
const y = block("y", 1);
const second = block("second", 2, x);

judges(voteOnce, [
  {
    shows: "held: one vote a round, upwards",
    events: [votes("a", x), votes("a", second), votes("b", y)],
    expected: "held",
  },
  {
    shows: "vacuous: only Byzantine nodes voted",
    events: [votes("d", x), votes("d", y), votes("d'", y), timesOut("a", 1)],
    expected: { vacuous: "no honest node voted" },
  },
  {
    shows: "violated: two blocks in one round",
    events: [proposes("d", x), proposes("d'", y), votes("a", x), votes("a", y)],
    expected: {
      violated: ["a voted for d'@1 in round 1, after a vote for d@1 in round 1"],
      rounds: [1],
      nodes: ["a"],
    },
  },
  {
    shows: "violated: back to an earlier round",
    events: [proposes("d", x), proposes("a", second), votes("b", second), votes("b", x)],
    expected: {
      violated: ["b voted for d@1 in round 1, after a vote for a@2 in round 2"],
      rounds: [1],
      nodes: ["b"],
    },
  },
  {
    shows: "violated: a vote in a round that was timed out of",
    events: [proposes("d", x), timesOut("c", 1), votes("c", x)],
    expected: {
      violated: ["c voted for d@1 in round 1, after timing out of round 1"],
      rounds: [1],
      nodes: ["c"],
    },
  },
  {
    shows: "violated: a vote below a round that was timed out of",
    events: [proposes("d", x), timesOut("c", 2), votes("c", x)],
    expected: {
      violated: ["c voted for d@1 in round 1, after timing out of round 2"],
      rounds: [1],
      nodes: ["c"],
    },
  },
  {
    shows: "held: a timeout after the vote, and a vote after the timeout of an earlier round",
    events: [votes("a", x), timesOut("a", 1), timesOut("a", 1), votes("a", second)],
    expected: "held",
  },
  {
    shows: "held: the same vote sent again, even later, is no second vote",
    events: [votes("a", x), timesOut("a", 1), votes("a", x), votes("a", second), votes("a", x)],
    expected: "held",
  },
]);
