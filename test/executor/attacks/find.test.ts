/** A search takes turns fairly, finds the same again, and says how far it came. */
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import type { ScenarioResult } from "../../../executor/run/run.js";
import { searchFor } from "../../../executor/search/search.js";
import type { Search } from "../../../executor/search/search.js";
import type { Strategy } from "../../../executor/search/strategies.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { run, temporaryFolder } from "../session.js";

/** A strategy with so many scenarios, which have its name and their number. */
const counting = (name: string, count: number): Strategy => ({
  name,
  draws: "",
  *scenarios() {
    for (let index = 1; index <= count; index++) yield { id: `${name}${index}`, rounds: [] };
  },
});

/** Runs nothing; a scenario is found by its id. */
function searching(strategies: readonly Strategy[], more: Partial<Search> & { id?: string } = {}) {
  const order: string[] = [];
  const result = searchFor({
    strategies,
    run: ({ id }: Scenario) => {
      order.push(id);
      return { id } as ScenarioResult;
    },
    isFound: ({ id }) => id === more.id,
    limit: 10_000,
    isOver: () => false,
    ...more,
  });
  return { ...result, order };
}

describe("a search", () => {
  it("gives each strategy a turn of 25 scenarios after the other", () => {
    const { found, order, scenarios } = searching([counting("a", 1000), counting("b", 1000)], {
      id: "b30",
    });
    expect(found?.strategy.name).to.equal("b");
    expect(found?.scenario.id).to.equal("b30");
    expect(scenarios).to.equal(80);
    expect(order.indexOf("b1")).to.equal(25);
    expect(order.indexOf("a26")).to.equal(50);
  });

  it("ends at the limit, over all strategies", () => {
    const { found, order, progress, cut } = searching([counting("a", 1000), counting("b", 1000)], {
      limit: 60,
    });
    expect(found).to.equal(undefined);
    expect(order).to.have.length(60);
    expect(progress.map(({ scenarios }) => scenarios)).to.deep.equal([35, 25]);
    expect(cut).to.equal(false);
  });

  it("goes on with the others where a strategy has no more", () => {
    const { progress } = searching([counting("a", 3), counting("b", 900)]);
    expect(progress.map(({ scenarios, exhausted }) => [scenarios, exhausted])).to.deep.equal([
      [3, true],
      [900, true],
    ]);
  });

  it("says that it was over before its limit", () => {
    let asked = 0;
    const { cut, scenarios } = searching([counting("a", 1000)], { isOver: () => ++asked > 2 });
    expect(cut).to.equal(true);
    expect(scenarios).to.equal(50);
  });
});

describe("twins-exec --find", () => {
  const inFolder = temporaryFolder();
  const space = (): string => {
    const file = inFolder("space.json");
    const groups = { partitions: { groups: 2 }, leaders: { eligible: "any" } };
    writeFileSync(file, JSON.stringify({ replicas: 4, twins: 1, rounds: 4, ...groups }));
    return file;
  };
  const FORK = { protocol: "streamlet", bug: ["small_quorum"], find: "agreement" } as const;

  it("finds a fork, the same one again, and names the line that replays it", async () => {
    const file = space();
    const { exit, printed } = await run(file, FORK);
    expect(exit).to.equal(1);
    const text = printed.join("\n");
    const [, notation = ""] = /found by "[\w ]+" after \d+ scenarios?: (.*)/.exec(text) ?? [];
    const again = await run(file, FORK);
    expect(again.printed).to.deep.equal(printed);
    const replay = await run(file, { ...FORK, find: undefined, scenario: notation });
    expect(replay.exit).to.equal(1);
    expect(replay.printed.join("\n")).to.match(/violated +agreement/);
  });

  it("has the same facts as JSON", async () => {
    const { printed } = await run(space(), { ...FORK, json: true });
    const document: unknown = JSON.parse(printed.join(""));
    expect(document).to.have.nested.property("found.result.properties.agreement", "violated");
    expect(document).to.have.nested.property("found.strategy");
    expect(document).to.have.property("property", "agreement");
  });

  it("finds nothing of the correct protocol, and says that it is no proof", async () => {
    const { exit, printed } = await run(space(), { protocol: "streamlet", find: true, limit: 60 });
    expect(exit).to.equal(0);
    expect(printed.join("\n")).to.match(/nothing found in 60 scenarios: that is no proof/);
  });

  it("is inconclusive when its time is over", async () => {
    const options = { protocol: "streamlet", find: true, maxTime: 1 } as const;
    const { exit, printed } = await run(space(), options, { elapsed: () => 2 });
    expect(exit).to.equal(3);
    expect(printed.join("\n")).to.match(/nothing found in 0 scenarios, when --max-time was over/);
  });

  it("asks no recovery of rounds that repeat for ever under a faulty leader", async () => {
    const file = inFolder("suffix.json");
    const suffix = { semantics: { suffix: { period: 1 } }, stabilization: { rounds: 9 } };
    const groups = { partitions: { groups: 2 }, leaders: { eligible: "any" } };
    const config = { replicas: 6, twins: 1, rounds: 1, ...groups, ...suffix };
    writeFileSync(file, JSON.stringify({ ...config, protocol: "two-round-simplex" }));
    const { printed } = await run(file, { scenario: "a: a b c d e a' | f" });
    const led = await run(file, { scenario: "b: a b c d e a' | f" });
    expect(printed.join("\n")).to.match(/vacuous +recovery: a faulty replica leads rounds/);
    expect(led.printed.join("\n")).to.match(/held .*recovery/);
  });

  it("refuses what the protocol does not have, and what means nothing here, all at once", async () => {
    const options = { find: "nonsense", bug: ["nobody"], shard: "1/2", html: "x.html" };
    const refusal = await run(space(), { ...options, protocol: "pbft" }).catch(String);
    expect(refusal).to.match(/--find is "nonsense"; allowed: one of agreement/);
    expect(refusal).to.match(/--bug is "nobody"; allowed: one of small_prepare/);
    expect(refusal).to.match(/--shard has no meaning here/);
    expect(refusal).to.match(/--html has no meaning here; allowed: the line that replays/);
  });

  it("refuses no property, and no seed", async () => {
    const unnamed = await run(space(), { find: "" }).catch(String);
    expect(unnamed).to.match(/--find is ""; allowed: one of agreement/);
    const unseeded = await run(space(), { find: true, seed: "" }).catch(String);
    expect(unseeded).to.match(/seed is ""; allowed: a text/);
  });
});
