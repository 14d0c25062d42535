/** Each row of the host's checks through the command: the scenario crashes, the sweep goes on. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { openSpace } from "../../../lib/space/space.js";
import { readSpaceConfig } from "../../../lib/space/config.js";
import { run, temporaryFolder } from "../session.js";

const PROTOCOL = fileURLToPath(
  new URL("../../support/protocols/contract-breakers.mjs", import.meta.url),
);
const SCENARIOS = 200;

const AT = "at message ballot of round \\d from [abcd]";
const THREW = "threw TypeError: boom \\(boom at contract-breakers\\.mjs:\\d+:\\d+";
const SENDS = `a message that it sends ${AT}`;

/** By bug: the place and what is wrong there. */
const ROWS: Readonly<Record<string, string>> = {
  promise: `${AT}, handle returned a Promise \\(is it async\\?\\); allowed: a list`,
  generator: `${AT}, handle returned a generator; allowed: a list`,
  no_list: `${AT}, handle returned an object; allowed: a list`,
  undefined_effect: `${AT}, effect 1: is undefined`,
  unknown_effect: `${AT}, effect 1 \\(vote\\): kind is "vote"; allowed: send, `,
  unnamed_timer: `${AT}, effect 1 \\(start-timer\\): timer\\.name is undefined`,
  nan_timer: `${AT}, effect 1 \\(start-timer\\): after is NaN`,
  negative_timer: `${AT}, effect 1 \\(start-timer\\): after is -1`,
  send_to_nobody: `${AT}, effect 1 \\(send\\): to is "z"; allowed: a, b, c, d`,
  many_effects: `${AT}, handle returned 10001 effects; allowed: at most 10000`,
  endless_instant:
    "timer again is event \\d+ of one instant; allowed: at most \\d+ \\(a loop\\?\\)",
  no_round: `describe of ${SENDS}: round is undefined`,
  half_round: `describe of ${SENDS}: round is 1\\.5`,
  round_zero: `describe of ${SENDS}: round is 0`,
  undeclared_type: `describe of ${SENDS}: type is "vote"; allowed, by messageTypes: offer, `,
  init_throws: `init ${THREW}`,
  handle_throws: `handle, ${AT}, ${THREW}`,
  describe_throws: `describe, of ${SENDS}, ${THREW}`,
  progress_throws: `progress ${THREW}`,
  certificate_changed: `handle, ${AT}, threw TypeError: Cannot add property 1, object is not`,
  message_changed: `handle, ${AT}, threw TypeError: Cannot assign to read only property 'value'`,
};

/** The same of a property that the protocol brings along. */
const PROPERTY_ROWS: Readonly<Record<string, string>> = {
  property_init: `init ${THREW}`,
  property_handler: `at sent, ${THREW}`,
  property_verdict: `verdict ${THREW}`,
  no_verdict: "verdict returned an object; allowed: HELD, vacuous\\(because\\), or violated",
};

interface ResultLine {
  readonly id: string;
  readonly verdict: string;
  readonly because?: string;
}

/** Of a run in which other properties are judged. */
const verdictsOf = ({ id, verdict }: ResultLine): ResultLine => ({ id, verdict });

describe("a protocol that breaks its contract in some scenarios of a sweep", function () {
  this.timeout(60_000);
  const inFolder = temporaryFolder();
  const results = async (bug: readonly string[]): Promise<readonly ResultLine[]> => {
    const out = inFolder(`${bug.join("") || "correct"}.jsonl`);
    await run(inFolder("scenarios.json"), { protocol: PROTOCOL, bug, out, all: true });
    const lines = readFileSync(out, "utf8")
      .trim()
      .split("\n")
      .filter((line) => line.includes('"verdict"'));
    return lines.map((line) => JSON.parse(line) as ResultLine);
  };
  let correct: readonly ResultLine[] = [];

  before(async () => {
    const read = readSpaceConfig({
      ...{ replicas: 4, twins: 0, rounds: 2, partitions: { groups: { atMost: 2 } } },
      leaders: { eligible: "any" },
    });
    if (!read.ok) throw new Error("the space is sound");
    const space = openSpace(read.value);
    const step = space.counts.scenarios / BigInt(SCENARIOS);
    const scenarios = Array.from({ length: SCENARIOS }, (_, index) => {
      const { rounds } = space.scenario(step * BigInt(index));
      return { id: `s${index}`, rounds };
    });
    const header = { format: "twins-scenarios", version: 1, twins: [], faulty: 1 };
    const stabilization = { rounds: 2, leaders: ["a"] };
    const replicas = ["a", "b", "c", "d"];
    const document = { ...header, replicas, stabilization, scenarios };
    writeFileSync(inFolder("scenarios.json"), JSON.stringify(document));
    correct = await results([]);
  });

  it("crashes nowhere without a bug", () => {
    expect(correct).to.have.length(SCENARIOS);
    expect(correct.filter(({ verdict }) => verdict === "crashed")).to.deep.equal([]);
  });

  const rows = [
    ...Object.entries(ROWS).map(([bug, wrong]) => [bug, `c: broken contract: ${wrong}`] as const),
    ...Object.entries(PROPERTY_ROWS).map(
      ([bug, wrong]) => [bug, `broken contract: property counting, ${wrong}`] as const,
    ),
  ];
  for (const [bug, wrong] of rows) {
    it(bug, async () => {
      const lines = await results([bug]);
      const crashed = lines.filter(({ verdict }) => verdict === "crashed");
      expect(crashed.length).to.be.within(1, SCENARIOS / 2);
      const reason = new RegExp(`^${wrong}`);
      for (const { because } of crashed) expect(because).to.match(reason);
      expect(lines.at(-1)?.verdict, "others come after them").to.equal("held");
      const ids = new Set(crashed.map(({ id }) => id));
      const others = correct.filter(({ id }) => !ids.has(id));
      const seen = lines.filter(({ id }) => !ids.has(id));
      if (bug in PROPERTY_ROWS) expect(seen.map(verdictsOf)).to.deep.equal(others.map(verdictsOf));
      else expect(seen).to.deep.equal(others);
    });
  }
});
