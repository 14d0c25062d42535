/** Strategies draw scenarios of the roster, leave parts out, and stay within its faults. */
import { expect } from "chai";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { runOptions } from "../../../executor/run/run-case.js";
import { runner } from "../../../executor/run/run.js";
import { strategiesFor } from "../../../executor/search/strategies.js";
import { withinFaults } from "../../../executor/search/within-faults.js";
import { protocols } from "../../../lib/registry.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import { scenarioReader } from "../../../lib/scenario/read-scenario.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { stabilizationFrom } from "../../../lib/scenario/run-config.js";
import { readSpaceConfig } from "../../../lib/space/config.js";

const space = valueOf(
  readSpaceConfig({
    ...{ replicas: 4, twins: 1, rounds: 5, seed: "strategies" },
    ...{ partitions: { groups: { atMost: 2 } }, leaders: { eligible: "any" } },
  }),
  "space",
);
const { roster, semantics } = space;

const strategiesOf = (protocol: string, of = space): ReturnType<typeof strategiesFor> => {
  const module = protocols.get(protocol);
  return module === undefined ? [] : strategiesFor(of, module.create([]));
};

const drawn = (protocol: string, name: string, count: number, of = space): readonly Scenario[] => {
  const source = strategiesOf(protocol, of)
    .find((each) => each.name === name)
    ?.scenarios();
  return Array.from({ length: count }, () => source?.next().value ?? { id: "none", rounds: [] });
};

const faultyIn = ({ rounds }: Scenario): number =>
  new Set([
    ...roster.twins,
    ...rounds.flatMap(({ restarts = [] }) =>
      restarts.flatMap(({ node, state }) => (state === "none" ? node.replace("'", "") : [])),
    ),
  ]).size;

describe("strategies of a search", () => {
  it("draw scenarios that read back from their notation, and draw the same again", () => {
    const reader = scenarioReader(roster);
    for (const { name } of strategiesOf("diembft")) {
      const scenarios = drawn("diembft", name, 40);
      expect(drawn("diembft", name, 40)).to.deep.equal(scenarios);
      for (const { rounds } of scenarios) {
        expect(valueOf(reader.rounds(notationOf(rounds)), name)).to.deep.equal(rounds);
      }
    }
  });

  it("never have more faulty replicas than twins, or than the protocol tolerates", () => {
    for (const name of ["restarts", "swarm"]) {
      const scenarios = drawn("diembft", name, 1000);
      expect(scenarios.map(faultyIn)).to.satisfy((counts: number[]) =>
        counts.every((n) => n === 1),
      );
      const restarts = scenarios.flatMap(({ rounds }) =>
        rounds.flatMap((each) => each.restarts ?? []),
      );
      expect(restarts.some(({ state }) => state === "none")).to.equal(true);
      expect(restarts.some(({ node }) => node === "c")).to.equal(true);
    }
  });

  it("find no fault in a correct protocol by restarts", () => {
    const run = { ...DEFAULT_RUN, protocol: "streamlet" };
    const stabilization = stabilizationFrom({ rounds: 7, leaders: "honest" });
    const go = runner(runOptions(run, { roster, semantics, stabilization }));
    for (const scenario of drawn("streamlet", "restarts", 60)) {
      const violated = [...go(scenario).verdicts].filter(([, { status }]) => status === "violated");
      expect(violated, notationOf(scenario.rounds)).to.deep.equal([]);
    }
  });

  it("leave out parts by whole spaces, and vary the number of rounds", () => {
    const scenarios = drawn("pbft", "swarm", 500);
    const lengths = new Set(scenarios.map(({ rounds }) => rounds.length));
    expect([...lengths].sort((one, other) => one - other)).to.deep.equal([1, 2, 3, 4, 5]);
    const kinds = ["hears", "phases", "exceptions", "order"] as const;
    for (const kind of kinds) {
      const having = scenarios.filter(({ rounds }) =>
        rounds.some((each) => each[kind] !== undefined),
      );
      expect(having.length, kind).to.be.within(25, 475);
    }
    const single = scenarios.filter(
      ({ rounds }) => rounds.length > 3 && new Set(rounds.map(({ leader }) => leader)).size === 1,
    );
    expect(single.length).to.be.greaterThan(10);
  });

  it("are never shorter than the suffix that repeats", () => {
    const suffix = { ...space, semantics: { ...semantics, suffix: { period: 3 } } };
    for (const { name } of strategiesOf("pbft", suffix)) {
      for (const { rounds } of drawn("pbft", name, 40, suffix)) {
        expect(rounds.length, name).to.be.within(3, 5);
      }
    }
  });
});

describe("scenarios within the faults of a roster", () => {
  it("lose those restarts from nothing that are too many, and no others", () => {
    const { rounds } = {
      rounds: valueOf(
        scenarioReader(roster).rounds(
          "a: all / restart c durable, restart b none; b: all / restart a' none; c: all",
        ),
        "rounds",
      ),
    };
    const [within] = [...withinFaults(drawsOf({ id: "1", rounds }), roster)];
    expect(notationOf(within?.rounds ?? [])).to.equal(
      "a: all / restart c durable; b: all / restart a' none; c: all",
    );
    expect(within?.id).to.equal(notationOf(within?.rounds ?? []));
    const [same] = [...withinFaults(drawsOf({ id: "1", rounds: rounds.slice(1) }), roster)];
    expect(same).to.deep.equal({ id: "1", rounds: rounds.slice(1) });
  });
});

function* drawsOf(...scenarios: readonly Scenario[]): Generator<Scenario, void> {
  yield* scenarios;
}
