/** Scenario files that are cut off or changed: before they are run, and while they are. */
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { checkScenarioFile, scenariosOf } from "../../../executor/sources/scenario-source.js";
import { diembft } from "../../../lib/protocols/diembft/protocol.js";
import { temporaryFolder } from "../session.js";

const check = (name: string, limit?: number) => checkScenarioFile(name, diembft(), limit);

const COUNT = 200;
const HEADER = { format: "twins-scenarios", version: 1, replicas: 4, twins: 1 };
const ALL = [["a", "b", "c", "d", "a'"]];
const scenario = (index: number, leader = "a"): string =>
  JSON.stringify({ id: `s${index}`, rounds: [{ leader, partition: ALL }] });
const lines = (header: object, count: number): string =>
  [header, ...Array.from({ length: count }, (_, index) => index)]
    .map((each) => `${typeof each === "number" ? scenario(each) : JSON.stringify(each)}\n`)
    .join("");

async function countOf(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const item of items) count += item === undefined ? 0 : 1;
  return count;
}

describe("a scenario file", () => {
  const inFolder = temporaryFolder();
  const written = (text: string): string => {
    const name = inFolder("scenarios.jsonl");
    writeFileSync(name, text);
    return name;
  };
  const refusalOf = async (work: () => Promise<unknown>): Promise<string> =>
    String(await work().then(undefined, (error: unknown) => error));

  it("of JSON lines without a count may have any number of them", async () => {
    for (const count of [0, 1, COUNT]) {
      const { scenarios } = await check(written(lines(HEADER, count)));
      expect(scenarios).to.equal(count);
    }
  });

  it("of JSON lines that was cut off at a line's end is refused", async () => {
    const header = { ...HEADER, count: COUNT };
    for (const count of [0, 1, COUNT - 1]) {
      const name = written(lines(header, count));
      expect(await refusalOf(() => check(name))).to.include(
        `breaks off: its header counts ${COUNT} scenarios, and it holds ${count}`,
      );
    }
    const name = written(lines(header, COUNT + 1));
    expect(await refusalOf(() => check(name))).to.include("goes on: its header counts");
  });

  const whole = lines(HEADER, COUNT);
  const changes: readonly (readonly [string, string, string])[] = [
    ["is cut off at a line's end", lines(HEADER, 40), ": 40 of 200 scenarios could be read again"],
    ["is cut off inside a line", whole.slice(0, -5), ": 199 of 200 scenarios could be read again"],
    ["grows", lines(HEADER, COUNT + 1), ""],
    ["has another header", lines({ ...HEADER, faulty: 0 }, COUNT), ": 0 of 200"],
    ["has another scenario", whole.replace(scenario(7), scenario(7, "b")), ""],
    ["has another id", whole.replace('"s7"', '"t7"'), ""],
  ];
  for (const [how, text, seen] of changes) {
    it(`that ${how} while it is run is never taken for what it was`, async () => {
      const name = written(whole);
      const file = await check(name);
      written(text);
      const refusal = await refusalOf(() => countOf(scenariosOf(file)));
      expect(refusal).to.include(`${name}: was changed while it was run${seen}`);
    });
  }

  it("may change beyond the scenarios that are run", async () => {
    const file = await check(written(whole), 40);
    written(lines(HEADER, 60));
    expect(await countOf(scenariosOf(file))).to.equal(40);
  });
});
