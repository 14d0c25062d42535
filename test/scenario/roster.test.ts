/** Rosters: names, order, quorums and problems. */
import { expect } from "chai";
import { replicaId } from "../../lib/protocol/ids.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { readFileHeader } from "../../lib/scenario/formats/file-header.js";
import { quorumFinder } from "../../lib/scenario/quorum.js";
import {
  honestReplicas,
  replicaName,
  replicaNames,
  rosterNodes,
  rosterOf,
  rosterQuorum,
} from "../../lib/scenario/roster.js";
import { stabilizationRounds } from "../../lib/scenario/stabilization.js";
import { rosterWith } from "./arbitrary.js";

describe("who takes part", () => {
  it("has names a to z, then aa, ab and so on", () => {
    const names = [0, 25, 26, 27, 51, 52, 701, 702].map(replicaName);
    expect(names).to.deep.equal(["a", "z", "aa", "ab", "az", "ba", "zz", "aaa"]);
    expect(new Set(replicaNames(1000)).size).to.equal(1000);
  });

  it("is ordered: the replicas, then their twins, in the replicas' order", () => {
    const roster = rosterOf(replicaNames(4), [replicaId("d"), replicaId("b")]);
    expect(roster.twins).to.deep.equal(["b", "d"]);
    expect(rosterNodes(roster).map(({ id }) => id)).to.deep.equal(["a", "b", "c", "d", "b'", "d'"]);
    expect(rosterNodes(roster).map(({ replica }) => replica)).to.deep.equal(Array.from("abcdbd"));
    expect(honestReplicas(roster)).to.deep.equal(["a", "c"]);
  });

  it("needs a quorum of identities: 2f+1 of 3f+1", () => {
    expect([1, 4, 7, 10].map((n) => rosterQuorum(rosterWith(n, 0)))).to.deep.equal([1, 3, 5, 7]);
  });

  it("has no quorum where a twin only doubles an identity", () => {
    const roster = rosterWith(4, 1);
    const hasQuorum = quorumFinder(roster);
    const round = (...groups: readonly string[]) => ({
      leader: replicaId("a"),
      partition: groups.map((group) =>
        rosterNodes(roster)
          .map(({ id }) => id)
          .filter((id) => group.split(" ").includes(id)),
      ),
      drops: [],
    });
    expect(hasQuorum(round("a a' b", "c d"))).to.equal(false);
    expect(hasQuorum(round("a' b c", "a d"))).to.equal(true);
  });
});

describe("the rounds after the last", () => {
  const leaders = (leaders: "honest" | readonly string[], rounds: number): readonly string[] =>
    stabilizationRounds(
      { rounds, leaders: leaders === "honest" ? leaders : leaders.map(replicaId) },
      rosterWith(4, 2),
    ).map(({ leader }) => leader);

  it("are led by the honest replicas in turn, or by those listed", () => {
    expect(leaders("honest", 5)).to.deep.equal(["c", "d", "c", "d", "c"]);
    expect(leaders(["a"], 2)).to.deep.equal(["a", "a"]);
    expect(leaders(["a", "d", "b"], 4)).to.deep.equal(["a", "d", "b", "a"]);
  });

  it("are one group, and lose nothing", () => {
    const [round] = stabilizationRounds({ rounds: 1, leaders: "honest" }, rosterWith(2, 1));
    expect(round).to.deep.equal({ leader: "b", partition: [["a", "b", "a'"]], drops: [] });
  });
});

describe("the header of a scenario file", () => {
  const header = (changes: object): readonly string[] => {
    const read = readFileHeader({
      format: "twins-scenarios",
      version: 1,
      replicas: ["a", "b", "c", "d"],
      twins: ["a"],
      ...changes,
    });
    return read.ok ? [] : read.problems.map((problem) => describeProblem(problem));
  };

  const TABLE: readonly (readonly [string, object, ...string[]])[] = [
    ["twins beyond the replicas", { twins: 5 }, "twins is 5; allowed: at most the 4 replicas"],
    ["a twin of nobody", { twins: ["a", "e"] }, 'twins[1] is "e"; allowed: one of a, b, c, d'],
    ["a twin twice", { twins: ["a", "a"] }, 'twins[1] is "a" again; allowed: every name once'],
    [
      "a replica twice",
      { replicas: ["a", "b", "a"] },
      'replicas[2] is "a" again; allowed: every name once',
    ],
    [
      "a name that looks like a twin's",
      { replicas: ["a", "a'"] },
      'replicas[1] is "a\'"; allowed: a name of at most 32 letters, digits, _, - or ., ' +
        "beginning with a letter or digit",
    ],
    ["too many faulty", { faulty: 4 }, "faulty is 4; allowed: fewer than the 4 replicas"],
    [
      "an unknown stabilisation leader",
      { stabilization: { leaders: ["b", "x"] } },
      'stabilization.leaders[1] is "x"; allowed: "honest", or one of a, b, c, d',
    ],
    [
      "nobody honest to lead",
      { twins: 4 },
      'stabilization.leaders is "honest", and every replica has a twin; allowed: one of a, b, c, d',
    ],
    [
      "unknown rules",
      { semantics: { governs: "receiver", drops: "lose", repeatedTimeouts: { override: 0 } } },
      'semantics.governs is "receiver"; allowed: one of message, sender',
      "semantics.repeatedTimeouts.override is 0; allowed: a whole number from 1 to 1000000",
    ],
  ];
  for (const [shows, changes, ...wrong] of TABLE) {
    it(`refuses ${shows}`, () => {
      expect(header(changes)).to.deep.equal(wrong);
    });
  }

  it("has a default for all that executors disagree on", () => {
    const read = readFileHeader({ format: "twins-scenarios", version: 1, replicas: 4 });
    expect(read).to.deep.equal({
      ok: true,
      value: {
        roster: { replicas: ["a", "b", "c", "d"], twins: [], faulty: 1 },
        semantics: {
          ...{ governs: "message", afterLastRound: "heal", drops: "lose" },
          repeatedTimeouts: "obey",
        },
        stabilization: { rounds: 7, leaders: "honest" },
      },
    });
  });
});
