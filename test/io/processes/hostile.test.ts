/** What programs can do wrong, what their scenario becomes, and that the next ones go on. */
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type * as Run from "../../../executor/run/run.js";
import type * as Load from "../../../io/protocols/load.js";
import type { RunScenario } from "../../../executor/run/run.js";
import { replicaId } from "../../../lib/protocol/ids.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { crashWords } from "../../../lib/simulation/world.js";
import { built } from "../../support/built.js";

const { runner } = await built<typeof Run>("executor/run/run.js");
const { loadProgram } = await built<typeof Load>("io/protocols/load.js");

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const REPLICAS = ["a", "b", "c", "d"].map(replicaId);
const MANY = 200;
const SECONDS = 1;
const MIB = 1 << 20;

const scenarioOf = (id: string): Scenario => ({ id, rounds: [] });

function runnerOf(way: string): RunScenario {
  const exec = ["node", "hostile.mjs", way];
  const { module } = loadProgram({ exec, folder: FOLDER }, SECONDS);
  const roster = { replicas: REPLICAS, twins: [], faulty: 1 };
  return runner({ protocol: module.create([]), roster });
}

/** How each way ends, in words. */
const WAYS: Readonly<Record<string, RegExp>> = {
  error: /^b: handle, at message hello.*, the program answered with error -32000: .*by zero$/,
  exit: /the program exited with code 3; its log ends: first \/ last words$/,
  killed: /the program was ended by SIGKILL$/,
  closes: /the program closed its standard output, or reads no more$/,
  silent: /no answer: the program said nothing in time.*; its log ends: lost in thought$/,
  leavesAHeir: /the program exited with code 4$/,
  logs: /broken contract: the program printed "round 1 begins" \(a log line\?.*; allowed: .*"id":/,
  wrongId: /broken contract: the program printed "{.*; allowed: /,
  longLine: /the program printed "x+…".*; allowed: a line of at most 16 MiB$/,
  floodsOutput: /the program printed "x+…" \(a log line\?/,
  floodsErrors: /no answer: .*; its log ends: x+ \/ x+ \/ x+$/,
  unknownEffect: /result\.effects\[0\]\.?.* is .*; allowed: an effect: send, broadcast, /,
  missingPart: /result\.effects\[0\]\.description is missing; allowed: an object with type, round/,
  undeclaredType: /type is "whisper"; allowed, by messageTypes: hello$/,
  noRound: /result\.effects\[0\]\.description\.round is 0; allowed: a whole number from 1/,
  sendsToNobody: /to is "zoe"; allowed: a, b, c, d$/,
};

describe("a program that breaks its word", () => {
  for (const [way, words] of Object.entries(WAYS)) {
    it(`${way}: its scenario has crashed, and ${MANY} others go on`, function () {
      this.timeout(60_000);
      const run = runnerOf(way);
      const before = process.memoryUsage().rss;
      const { ending } = run(scenarioOf("bad"));
      expect(process.memoryUsage().rss - before).to.be.below(200 * MIB);
      if (ending.kind !== "crashed") expect.fail(`it ended as ${ending.kind}`);
      expect(crashWords(ending)).to.match(words);
      for (let number = 0; number < MANY; number++) {
        expect(run(scenarioOf(`good ${number}`)).ending).to.deep.equal({ kind: "completed" });
      }
      expect(run(scenarioOf("bad")).ending, "the same again").to.deep.equal(ending);
    });
  }
});

describe("a program that is none", () => {
  const PROGRAMS: readonly (readonly [exec: readonly string[], words: RegExp])[] = [
    [["no-such-program"], /^exec: no-such-program: the program cannot be started: .*ENOENT/],
    [["node", "-e", "process.exit(5)"], /the program exited with code 5$/],
    [["node", "-e", "process.stdin.resume()"], /no answer: the program said nothing in time/],
    [answering({ version: 2, name: "p", messageTypes: [] }), /result\.version is 2; allowed: 1/],
    [answering({ version: 1, name: "p" }), /result\.messageTypes is missing; allowed: a list/],
  ];
  for (const [exec, words] of PROGRAMS) {
    it(words.source, () => {
      expect(() => loadProgram({ exec, folder: FOLDER }, SECONDS)).to.throw(words);
    });
  }
});

/** A program that gives one answer. */
function answering(result: object): readonly string[] {
  const answer = JSON.stringify({ jsonrpc: "2.0", id: 1, result });
  return ["node", "-e", `console.log(${JSON.stringify(answer)}); process.stdin.resume()`];
}
