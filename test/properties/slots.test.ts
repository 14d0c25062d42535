/** What holds for every protocol, told by slots: no chain, several phases of a round, nil. */
import { signOnce } from "../../lib/properties/safety/sign-once.js";
import { agreement } from "../../lib/properties/safety/agreement.js";
import { certifiedUniqueness } from "../../lib/properties/safety/certified-uniqueness.js";
import { commitIntegrity } from "../../lib/properties/safety/commit-integrity.js";
import { recovery } from "../../lib/properties/liveness/recovery.js";
import { validity } from "../../lib/properties/safety/validity.js";
import { round } from "../../lib/protocol/ids.js";
import { judges } from "./table.js";
import {
  block,
  certifies,
  chain,
  commits,
  commitsAll,
  decides,
  enters,
  halts,
  proposes,
  qc,
  signs,
  votes,
} from "./observed-events.js";

const [x, y] = [block("x", 1), block("y", 1)];
const prevote = (node: string, of: number, value: typeof x | null) =>
  signs(node, "prevote", of, { slot: `prevote ${of}`, value: value?.id ?? null });
const polka = (of: number, value: typeof x | null, signers = "a b c") => ({
  ...qc(x, signers),
  ...{ kind: "polka", slot: `prevote ${of}`, value: value?.id ?? null, round: round(of) },
});

judges(signOnce, [
  {
    shows: "vacuous: nobody signed",
    events: [],
    expected: { vacuous: "no honest node signed anything" },
  },
  {
    shows: "held: one value a slot, again and again, and the same value in other slots",
    events: [
      proposes("a", x),
      votes("a", x),
      votes("a", x),
      prevote("a", 1, x),
      prevote("a", 2, y),
    ],
    expected: "held",
  },
  {
    shows: "held: a Byzantine node signs what it likes",
    events: [votes("a", x), prevote("d", 1, x), prevote("d", 1, y)],
    expected: "held",
  },
  {
    shows: "violated: two values in one slot",
    events: [proposes("a", x), proposes("b", y), prevote("c", 1, x), prevote("c", 1, y)],
    expected: {
      violated: ["c signed b@1 in prevote 1, after a@1"],
      ...{ rounds: [1], nodes: ["c"] },
    },
  },
  {
    shows: "violated: nil after a value",
    events: [proposes("a", x), prevote("c", 1, x), prevote("c", 1, null)],
    expected: { violated: ["c signed nil in prevote 1, after a@1"], rounds: [1], nodes: ["c"] },
  },
]);

judges(certifiedUniqueness, [
  {
    shows: "held: another value in another slot of the round",
    events: [certifies("a", polka(1, x)), certifies("a", { ...polka(1, y), slot: "precommit 1" })],
    expected: "held",
  },
  {
    shows: "held: a value of an old round, certified in two later ones",
    events: [
      certifies("a", polka(1, x)),
      certifies("a", polka(2, x)),
      certifies("a", polka(3, null)),
    ],
    expected: "held",
  },
  {
    shows: "violated: two slots of a round, told apart by their names",
    events: [
      ...[proposes("a", x), proposes("b", y)],
      ...[certifies("a", polka(1, x)), certifies("b", polka(1, y))],
      certifies("a", { ...polka(1, x), slot: "precommit 1" }),
      certifies("b", { ...polka(1, y), slot: "precommit 1" }),
    ],
    expected: {
      violated: [
        ...["prevote 1", "precommit 1"].map(
          (slot) =>
            `round 1, ${slot}: a@1 was certified by a, b and c and b@1 was certified by a, b ` +
            "and c; no honest node voted for more than one",
        ),
      ],
      ...{ rounds: [1], nodes: [] },
    },
  },
  {
    shows: "violated: nil and a value in one slot",
    events: [
      proposes("a", x),
      certifies("a", polka(2, x)),
      certifies("b", polka(2, null, "b c d")),
    ],
    expected: {
      violated: [
        "round 2: a@1 was certified by a, b and c and nil was certified by b, c and d; " +
          "no honest node voted for more than one",
      ],
      ...{ rounds: [2], nodes: [] },
    },
  },
]);

judges(agreement, [
  {
    shows: "held: one value a slot, decided in different orders",
    events: [
      decides("a", x, "1"),
      decides("a", y, "2"),
      decides("b", y, "2"),
      decides("b", x, "1"),
    ],
    expected: "held",
  },
  {
    shows: "vacuous: nobody decided what another did",
    events: [decides("a", x, "1"), decides("b", y, "2")],
    expected: { vacuous: "no two honest nodes decided in one slot" },
  },
  {
    shows: "violated: two values of one slot",
    events: [
      ...[proposes("a", x), proposes("b", y)],
      ...[decides("a", x, "7"), decides("b", y, "7"), decides("c", x, "7")],
    ],
    expected: {
      violated: ["decisions of 7 differ: a and c committed a@1; b committed b@1"],
      ...{ rounds: [1], nodes: ["a", "c", "b"] },
    },
  },
]);

judges(commitIntegrity, [
  {
    shows: "held: each slot once, in whatever order",
    events: [decides("a", x, "2"), decides("a", y, "1"), decides("b", y, "1")],
    expected: "held",
  },
  {
    shows: "violated: a slot decided twice by one node",
    events: [proposes("a", x), decides("a", x, "1"), decides("a", x, "1")],
    expected: { violated: ["a decided 1 again, now a@1"], rounds: [1], nodes: ["a"] },
  },
]);

const [first] = chain("x", 1);

judges(validity, [
  {
    shows: "vacuous: nobody committed",
    events: [proposes("a", x), enters("a", 1)],
    expected: { vacuous: "no honest node committed a block" },
  },
  {
    shows: "vacuous: no message tells of proposals",
    events: [commits("a", x)],
    expected: { vacuous: "no message tells which blocks are proposed" },
  },
  {
    shows: "held: proposed by anybody, before it was committed",
    events: first === undefined ? [] : [proposes("d'", first), ...commitsAll("a", [first])],
    expected: "held",
  },
  {
    shows: "violated: voted for and committed, but never proposed",
    events: [proposes("a", x), votes("b", y), commits("b", y)],
    expected: {
      violated: ["b committed ?@1, which nobody had proposed"],
      ...{ rounds: [1], nodes: ["b"] },
    },
  },
  {
    shows: "violated: committed before it is proposed",
    events: [proposes("a", x), commits("b", y), proposes("c", y)],
    expected: {
      violated: ["b committed c@1, which nobody had proposed"],
      ...{ rounds: [1], nodes: ["b"] },
    },
  },
]);

judges(recovery(1), [
  {
    shows: "held: all halt in the scripted rounds, so that nobody has to enter another",
    events: [
      ...["a", "b", "c"].map((node) => decides(node, x, "slot 1")),
      ...["a", "b", "c"].map(halts),
    ],
    expected: "held",
  },
  {
    shows: "held: some decide in the scripted rounds and halt, c later and on the same",
    events: [
      ...[decides("a", x, "slot 1"), halts("a"), decides("b", x, "slot 1"), halts("b")],
      ...[enters("c", 3), decides("c", x, "slot 1"), halts("c")],
    ],
    expected: "held",
  },
  {
    shows: "vacuous: not all halt, and nobody enters a round after the scripted ones",
    events: [decides("a", x, "slot 1"), halts("a")],
    expected: { vacuous: "no honest node entered a round after 2, the last scripted one" },
  },
  {
    shows: "violated: c neither halts nor decides",
    events: [halts("a"), halts("b"), enters("c", 3)],
    expected: {
      violated: ["c reached round 3 but committed nothing, after 2 scripted rounds"],
      ...{ rounds: [3], nodes: ["c"] },
    },
  },
]);
