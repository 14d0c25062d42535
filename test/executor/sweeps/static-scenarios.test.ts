/** Counts of commits and forks over all static scenarios. */
import { expect } from "chai";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { runOptions } from "../../../executor/run/run-case.js";
import { runner } from "../../../executor/run/run.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import { openSpace } from "../../../lib/space/space.js";

/** All that is counted happens in the scripted rounds. */
const NOTHING_HEALS = { rounds: 0, leaders: "honest" } as const;

interface Row {
  readonly replicas: number;
  readonly twins: number;
  readonly scenarios: number;
  /** In how many an honest node commits a block of a scripted round. */
  readonly commit: number;
  /** In how many agreement is violated: under the rules of the paper, and with a small quorum. */
  readonly forked: number;
  readonly forkedBySmallQuorum: number;
}

/** Known answers, derived by counting: 7 rounds alike, two groups, a twinned leader. */
const ROWS: readonly Row[] = [
  { replicas: 4, twins: 1, scenarios: 15, commit: 11, forked: 0, forkedBySmallQuorum: 6 },
  { replicas: 4, twins: 2, scenarios: 62, commit: 50, forked: 8, forkedBySmallQuorum: 16 },
  { replicas: 7, twins: 2, scenarios: 510, commit: 322, forked: 0, forkedBySmallQuorum: 120 },
];

function outcome({ replicas, twins }: Row, bugs: readonly string[]): Record<string, number> {
  const config = readSpaceConfig({
    ...{ replicas, twins, rounds: 7, partitions: { groups: 2 } },
    ...{ leaders: { eligible: "twinned" }, arrangement: "static" },
  });
  const space = openSpace(valueOf(config));
  const { roster, semantics } = space.config;
  const run = runner(
    runOptions({ ...DEFAULT_RUN, bugs }, { roster, semantics, stabilization: NOTHING_HEALS }),
  );
  const found = { scenarios: 0, commit: 0, forked: 0 };
  for (let index = 0n; index < space.counts.scenarios; index++) {
    const { committed, verdicts } = run(space.scenario(index));
    found.scenarios++;
    found.commit += Number(committed);
    found.forked += Number(verdicts.get("agreement")?.status === "violated");
  }
  return found;
}

describe("static scenarios", () => {
  for (const row of ROWS) {
    const { replicas, twins, scenarios, commit, forked, forkedBySmallQuorum } = row;
    const roster = `${replicas} replicas, ${twins} twinned`;

    it(`${roster}: ${commit} of ${scenarios} commit, ${forked} fork`, () => {
      expect(outcome(row, [])).to.deep.equal({ scenarios, commit, forked });
    });

    it(`${roster}: ${forkedBySmallQuorum} of ${scenarios} fork with a small quorum`, () => {
      const found = outcome(row, ["small_quorum"]);
      expect(found).to.include({ scenarios, forked: forkedBySmallQuorum });
    });
  }
});
