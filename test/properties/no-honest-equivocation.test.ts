/** What no-honest-equivocation says of runs told by hand. */
import { noHonestEquivocation } from "../../lib/protocols/diembft/properties/no-honest-equivocation.js";
import { block, proposes } from "./observed-events.js";
import { judges } from "./table.js";

const x = block("x", 1);
const y = block("y", 1);

judges(noHonestEquivocation, [
  {
    shows: "held: one block a round, proposed twice",
    events: [proposes("a", x), proposes("a", x), proposes("a", block("z", 2, x))],
    expected: "held",
  },
  {
    shows: "held: two honest nodes in one round do not equivocate",
    events: [proposes("a", x), proposes("b", y)],
    expected: "held",
  },
  {
    shows: "vacuous: twins may equivocate, and each of them too",
    events: [proposes("d", x), proposes("d'", y), proposes("d", block("z", 1))],
    expected: { vacuous: "no honest node proposed a block" },
  },
  {
    shows: "violated: a second block of a round by one honest node",
    events: [proposes("a", x), proposes("a", y)],
    expected: {
      violated: ["a proposed a@1 and a@1.2 in round 1"],
      rounds: [1],
      nodes: ["a"],
    },
  },
  {
    shows: "violated once: a third block of the round, too",
    events: [proposes("a", x), proposes("a", y), proposes("a", block("z", 1))],
    expected: {
      violated: ["a proposed a@1, a@1.2 and a@1.3 in round 1"],
      rounds: [1],
      nodes: ["a"],
    },
  },
]);
