/** Runs that break the synchrony which a protocol assumes are vacuous: neither safe nor accused. */
import { expect } from "chai";
import { runner } from "../../../executor/run/run.js";
import { replicaId } from "../../../lib/protocol/ids.js";
import type { Verdict } from "../../../lib/protocol/judging/property.js";
import { pbft } from "../../../lib/protocols/pbft/pbft.js";
import { rulesWith } from "../../../lib/protocols/sync-hotstuff/rules.js";
import type { BugName } from "../../../lib/protocols/sync-hotstuff/rules.js";
import { syncHotstuff } from "../../../lib/protocols/sync-hotstuff/sync-hotstuff.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";
import { DEFAULT_SEMANTICS } from "../../../lib/scenario/model.js";
import type { Roster, Scenario, Semantics } from "../../../lib/scenario/model.js";
import { scenarioReader } from "../../../lib/scenario/read-scenario.js";
import { rosterOf } from "../../../lib/scenario/roster.js";

const THREE = rosterOf(["a", "b", "c"].map(replicaId), [replicaId("a")], 1);

interface Setting {
  readonly bugs?: readonly BugName[];
  readonly semantics?: Partial<Semantics>;
}

const scenarioOf = (rounds: string, roster: Roster): Scenario => ({
  id: "",
  rounds: valueOf(scenarioReader(roster).rounds(rounds), rounds),
});

/** The verdicts on Sync HotStuff with three replicas, of which a has a twin. */
function verdictsOn(rounds: string, { bugs = [], semantics = {} }: Setting = {}) {
  const run = runner({
    protocol: syncHotstuff(rulesWith(bugs)),
    roster: THREE,
    semantics: { ...DEFAULT_SEMANTICS, ...semantics },
    stabilization: { rounds: 2, leaders: "honest" },
  });
  return run(scenarioOf(rounds, THREE)).verdicts;
}

const wordsOf = (verdict: Verdict | undefined): string =>
  verdict?.status === "vacuous" ? verdict.because : (verdict?.status ?? "absent");

const NO_SYNCHRONY = "no synchrony: the ";

describe("the synchrony that a protocol assumes", () => {
  for (const [what, rounds, because] of [
    ["a drop", "b: all / b>c vote", "vote of round 1 from b to c is lost (drop)"],
    ["groups", "b: a b | c a'; c: all", "status of round 1 from c to b is lost (partition)"],
    ["a hear set", "b: all / vote>{b}", "vote of round 1 from b to c is lost (hear set)"],
    ["an exception", "b: all / b>c vote: drop", "vote of round 1 from b to c is lost (exception)"],
    ["a late message", "b: all / b>c vote: late", "vote of round 1 from b to c takes 1800 ms"],
    ["a held one", "b: all / b>c vote: hold 2", "vote of round 1 from b to c takes 7200 ms"],
    [
      "one that stays held",
      "b: all / b>c vote: hold 9",
      "vote of round 1 from b to c never arrives",
    ],
  ] as const) {
    it(`is broken by ${what}`, () => {
      const verdicts = verdictsOn(rounds);
      for (const name of ["agreement", "commit-integrity", "recovery"]) {
        expect([name, wordsOf(verdicts.get(name))]).to.deep.equal([name, NO_SYNCHRONY + because]);
      }
      expect(wordsOf(verdicts.get("sign-once"))).to.equal("held");
      expect(wordsOf(verdicts.get("certificate-quorum"))).to.equal("held");
    });
  }

  it("is broken by silence after the last round", () => {
    const verdicts = verdictsOn("b: all", { semantics: { afterLastRound: "silence" } });
    expect(wordsOf(verdicts.get("agreement"))).to.equal(
      `${NO_SYNCHRONY}status of round 2 from b to b is lost (silence)`,
    );
  });

  for (const [what, rounds] of [
    ["nothing", "b: all; c: all"],
    ["a message that takes all of Δ", "b: all / b>c *: delay 2, c>b *: delay 2"],
    ["messages of a node and of its twin", "b: all / a>b *: drop, c>a' *: drop, a'>c *: hold 9"],
    ["what is cut off with twins", "b: a b c | a'; c: b c | a | a'"],
    ["a replica that forgets", "b: all / restart c none, c>b *: drop"],
  ] as const) {
    it(`is not broken by ${what}`, () => {
      expect(wordsOf(verdictsOn(rounds).get("agreement"))).to.not.contain("no synchrony");
    });
  }

  it("does not excuse what a replica does by itself, and excuses a fork", () => {
    const fork = "a: all / a>{c a'} proposal: drop, a'>{a b} proposal: drop; c: all";
    const bugs = ["ignores_equivocation"] as const;
    expect(verdictsOn(fork, { bugs }).get("agreement")?.status).to.equal("violated");
    const late = verdictsOn(`${fork} / c>b blame: drop`, { bugs });
    expect(late.get("agreement")?.status).to.equal("vacuous");
    expect(late.get("sign-once")?.status).to.equal("violated");
  });

  it("does not count for a protocol that assumes nothing", () => {
    const roster = rosterOf(["a", "b", "c", "d"].map(replicaId), []);
    const run = runner({ protocol: pbft(), roster });
    expect(
      run(scenarioOf("b: all / b>c prepare", roster)).verdicts.get("agreement")?.status,
    ).to.equal("held");
  });

  it("lets two values be certified where quorums are so small", () => {
    const verdict = verdictsOn("a: all / a>{c a'} proposal: drop, a'>{a b} proposal: drop; c: all");
    expect(wordsOf(verdict.get("certified-uniqueness"))).to.contain("need not have a correct");
  });
});
