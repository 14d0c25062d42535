/**
 * Rosters of other sizes than 3f+1: the correct protocol is not accused, and every bug is found.
 */
import { expect } from "chai";
import { runner } from "../../../executor/run/run.js";
import type { ScenarioResult } from "../../../executor/run/run.js";
import type { RunOptions } from "../../../executor/run/world.js";
import { maxFaulty } from "../../../lib/protocol/validators.js";
import { replicaId, round } from "../../../lib/protocol/ids.js";
import { protocols } from "../../../lib/registry.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";
import { scenarioReader } from "../../../lib/scenario/read-scenario.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import { keyedPermutation } from "../../../lib/space/permutation.js";
import { openSpace } from "../../../lib/space/space.js";

const diembft = (bugs: readonly string[]) => {
  const protocol = protocols.get("diembft")?.create(bugs);
  if (protocol === undefined) throw new Error("there is no diembft");
  return protocol;
};

const violatedIn = ({ verdicts }: ScenarioResult): readonly string[] =>
  [...verdicts].flatMap(([name, { status }]) => (status === "violated" ? [name] : []));

type Timing = Pick<RunOptions, "delay" | "stableFrom" | "stabilization">;

/** Runs a scenario of replicas a, b, c and so on, of which the first ones are twinned. */
function runLine(
  [replicas, twins, faulty]: readonly [number, number, number],
  line: string,
  bugs: readonly string[] = [],
  timing: Timing = {},
): ScenarioResult {
  const names = replicaNames(replicas);
  const roster = rosterOf(names, names.slice(0, twins), faulty);
  const rounds = valueOf(scenarioReader(roster).rounds(line), line);
  return runner({ protocol: diembft(bugs), roster, ...timing })({ id: line, rounds });
}

describe("the correct protocol, whatever n and f", function () {
  this.timeout(120_000);

  /** In each, a block that was not certified has f+1 honest votes, and fewer than quorum - f. */
  const ACCUSED: readonly (readonly [
    shows: string,
    roster: readonly [replicas: number, twins: number, faulty: number],
    line: string,
  ])[] = [
    ["two honest votes of six beside a certificate", [6, 1, 1], "a: a e f | b c d a'"],
    [
      "two honest votes of six for a child on another branch",
      [6, 1, 1],
      "e: all; f: a e f | b c d a'; b: a e f | b c d a'; c: a e f | b c d a'; " +
        "d: a e f | b c d a'; b: a e f | b c d a'",
    ],
    ["three honest votes of nine", [9, 2, 2], "a: a g h i | b c d e f a' b'"],
    ["two honest votes of seven, f = 1", [7, 1, 1], "a: a f g | b c d e a'"],
  ];
  for (const [shows, roster, line] of ACCUSED) {
    it(`is not accused of ${shows}`, () => {
      const result = runLine(roster, line);
      expect(result.ending.kind).to.be.oneOf(["completed", "stalled"]);
      expect(violatedIn(result)).to.deep.equal([]);
    });
  }

  const SCENARIOS = 25n;
  for (let replicas = 4; replicas <= 12; replicas++) {
    for (let faulty = 0; faulty <= maxFaulty(replicas); faulty++) {
      it(`violates nothing: n ${replicas}, f ${faulty}, ${faulty} twinned, with drops`, () => {
        const space = openSpace(
          valueOf(
            readSpaceConfig({
              ...{ replicas, faulty, twins: faulty, rounds: 7, partitions: { groups: 2 } },
              ...{ leaders: { eligible: "any" }, drops: { limit: 20 } },
            }),
          ),
        );
        const { roster, semantics } = space.config;
        const run = runner({ protocol: diembft([]), roster, semantics });
        const order = keyedPermutation(space.counts.scenarios, "sizes", String(replicas));
        for (let place = 0n; place < SCENARIOS; place++) {
          const scenario = space.scenario(order.at(place));
          expect(violatedIn(run(scenario)), scenario.id).to.deep.equal([]);
        }
      });
    }
  }
});

/** A bug, a scenario that shows it, and what it violates there. */
interface Kill {
  readonly bugs: readonly string[];
  readonly line: string;
  readonly violated: readonly string[];
  readonly timing?: Timing;
}

/** Six replicas, of which a is twinned: a quorum is four. */
const KILLS: readonly Kill[] = [
  {
    bugs: ["conflicting_votes"],
    line: "a: a b c d f a' | e",
    violated: ["certified-uniqueness", "vote-once"],
  },
  {
    bugs: ["small_quorum"],
    line: "a: a b c | d e f a'",
    violated: ["certified-uniqueness", "certificate-quorum"],
  },
  {
    bugs: ["small_quorum"],
    line: "a: a c d a' | b e f",
    violated: ["certificate-quorum", "quorumless-progress"],
  },
  {
    bugs: ["small_timeout_quorum"],
    line: "a: a c d a' | b e f",
    violated: ["certificate-quorum", "quorumless-progress"],
  },
  {
    bugs: ["twin_votes_counted_twice"],
    line: "a: a b d a' | c e f",
    violated: ["certificate-quorum", "quorumless-progress"],
  },
  {
    bugs: ["qc_formed_twice"],
    line: "b: a c | b d e f a'",
    violated: ["no-honest-equivocation"],
  },
  {
    bugs: ["vote_leader_current_round"],
    line: "b: a c | b d e f a'",
    violated: ["liveness", "bounded-commit"],
  },
  {
    bugs: ["commit_single_block"],
    line: "e: a d a' | b c e f; c: a c d e a' | b f",
    violated: ["commit-integrity"],
  },
  {
    bugs: ["long_commit_chain"],
    line: "d: a c d e a' | b f; d: a b c d | e f a'",
    violated: ["agreement"],
  },
  {
    bugs: ["timeout_does_not_stop_voting"],
    line:
      "a: a b d e f | c a' / a>f vote, c>a' proposal; " +
      "a: a c e | b d f a' / c>a *, d>b timeout",
    violated: ["vote-once"],
  },
  {
    bugs: ["commit_any_two_chain"],
    line: "b: all; c: a b d e f a' | c; b: all; d: b c e f | d a a'; b: all; c: a b d e f a' | c",
    violated: ["agreement", "liveness", "bounded-commit"],
  },
  {
    bugs: ["free_running_timer"],
    line: "b: b c d e f | a a' / f>b vote x6",
    violated: ["bounded-commit"],
    timing: {
      ...{ delay: 640, stableFrom: round(1) },
      stabilization: { rounds: 7, leaders: [replicaId("b")] },
    },
  },
];

/** Those that docs/bugs.md lists. */
const SURVIVORS = [
  "no_safe_to_extend",
  "timeout_ignores_highest_qc",
  "forget_highest_qc",
  "unchecked_signatures",
  "stale_tc",
];

describe("the injected bugs, of six replicas", () => {
  for (const { bugs, line, violated, timing } of KILLS) {
    it(`${bugs.join()}: ${violated.join(", ")}`, () => {
      expect(violatedIn(runLine([6, 1, 1], line, bugs, timing))).to.deep.equal(violated);
      expect(violatedIn(runLine([6, 1, 1], line, [], timing)), "without it").to.deep.equal([]);
    });
  }

  it("accept_second_genesis, with small_quorum: a replica crashes rather than fork", () => {
    const line = "c: a b c a' | d e f; a: a c e f | b d a'; a: a b c d f a' | e";
    const { ending } = runLine([6, 1, 1], line, ["small_quorum", "accept_second_genesis"]);
    expect(ending).to.deep.include({ kind: "crashed", node: "b" });
    expect(runLine([6, 1, 1], line, ["small_quorum"]).ending.kind).to.equal("completed");
  });

  for (const bug of SURVIVORS) {
    it(`${bug} survives, as with four`, () => {
      for (const { line, timing } of KILLS) {
        expect(violatedIn(runLine([6, 1, 1], line, [bug], timing)), line).to.deep.equal([]);
      }
    });
  }
});
