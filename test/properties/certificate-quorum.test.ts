/** What certificate-quorum says of runs told by hand. */
import { certificateQuorum } from "../../lib/properties/safety/certificate-quorum.js";
import { block, certifies, proposes, qc, tc } from "./observed-events.js";
import { judges } from "./table.js";

const x = block("x", 1);
const child = block("child", 2, x);

judges(certificateQuorum, [
  {
    shows: "held: three of four signed",
    events: [certifies("a", qc(x, "a b d")), certifies("a", tc(2, "a b c"))],
    expected: "held",
  },
  {
    shows: "vacuous: nothing was certified",
    events: [proposes("a", x)],
    expected: { vacuous: "no certificate was formed" },
  },
  {
    shows: "violated: two signers, whatever the protocol takes for a quorum",
    events: [proposes("d", x), certifies("d", qc(x, "a d"))],
    expected: {
      violated: ["a QC of d@1 (round 1) has 2 signers, a and d, where a quorum is 3"],
      rounds: [1],
      nodes: ["a", "d", "d'"],
    },
  },
  {
    shows: "violated: a certificate in a message counts",
    events: [proposes("a", child, [tc(1, "b c")])],
    expected: {
      violated: ["a TC of round 1 has 2 signers, b and c, where a quorum is 3"],
      rounds: [1],
      nodes: ["b", "c"],
    },
  },
  {
    shows: "violated: a signer counts once, a stranger not at all",
    events: [certifies("d", qc(x, "a d d x"))],
    expected: {
      violated: ["a QC of ?@1 (round 1) has 2 signers, a and d, where a quorum is 3"],
      rounds: [1],
      nodes: ["a", "d", "d'"],
    },
  },
  {
    shows: "violated: certificates of as many signers for the same, one of whom signed twice",
    events: [
      ...[qc(x, "a b c"), qc(x, "a b b")].map((each) => certifies("a", each)),
      ...[tc(2, "a b c"), tc(2, "a c c")].map((each) => certifies("a", each)),
    ],
    expected: {
      violated: [
        "a QC of ?@1 (round 1) has 2 signers, a and b, where a quorum is 3",
        "a TC of round 2 has 2 signers, a and c, where a quorum is 3",
      ],
      rounds: [1, 2],
      nodes: ["a", "b", "c"],
    },
  },
  {
    shows: "violated once by a certificate that is told again",
    events: [certifies("a", tc(1, "a b")), proposes("a", child, [tc(1, "a b"), tc(1, "a b c")])],
    expected: {
      violated: ["a TC of round 1 has 2 signers, a and b, where a quorum is 3"],
      rounds: [1],
      nodes: ["a", "b"],
    },
  },
  {
    shows: "violated many times: the first few are told, the rest counted",
    events: [1, 2, 3, 4, 5, 6, 7, 8].map((round) => certifies("a", tc(round, "a"))),
    expected: {
      violated: [
        ...[1, 2, 3, 4, 5].map(
          (round) => `a TC of round ${round} has 1 signer, a, where a quorum is 3`,
        ),
        "and 3 more of the same kind",
      ],
      rounds: [1, 2, 3, 4, 5, 6, 7, 8],
      nodes: ["a"],
    },
  },
]);
