/** Text from files is escaped wherever the commands print it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { caseReport } from "../../executor/reports/report-case.js";
import { screenOn } from "../../io/terminal/screen.js";
import { DEFAULT_RUN } from "../../executor/config/config.js";
import { valueOf } from "../../lib/scenario/input/problem.js";
import { readConfig } from "../../executor/config/read-config.js";
import { runCase } from "../../executor/run/run-case.js";
import type { CaseResult } from "../../executor/run/run-case.js";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/** What a terminal or a build server would obey, and a word to find it by. */
const HOSTILE =
  "::error::evil\n::error file=a::evil\r\u001b[2J\u009b31m\u2028\u2029\u202e\u2066##[error]evil\u0007";
/** Our own colours. */
const COLOUR = new RegExp(String.raw`\u001b\[(?:1|2|22|3[1-3]|39)m`, "g");
/** What may not be left when our colours and line feeds are gone. */
const OBEYED = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]|^\s*::|##\[/mu;
/** The same where annotations are printed, which are commands of ours. */
const OBEYED_IN_COMMANDS =
  /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]|^::(?!error |warning )|##\[/mu;

const SCENARIO = { id: HOSTILE, rounds: "a: a b | c d a'" };
const SPACE = { replicas: 4, twins: 1, rounds: 1, partitions: { groups: 2 } };
const HEADER = { format: "twins-scenarios", version: 1, replicas: 4, twins: 1 };
const CASES = {
  ...{ replicas: 4, twins: 1, bugs: ["small_quorum"], description: HOSTILE },
  cases: [
    { name: HOSTILE, description: HOSTILE, rounds: "a: a b | c d a'", expect: "held" },
    { name: `${HOSTILE}2`, rounds: "a: all" },
  ],
};
const CLUSTER = {
  ...{ replicas: 4, transmissionDelayBound: 100, seed: HOSTILE, description: HOSTILE },
  ...{ crypto: "structural", workloads: [{ type: "flood", count: 2 }] },
  failures: { seed: HOSTILE, list: [] },
};

const FILES: Readonly<Record<string, string>> = {
  "space.json": JSON.stringify({ ...SPACE, description: HOSTILE, seed: HOSTILE, order: "random" }),
  "scenarios.jsonl": `${JSON.stringify(HEADER)}\n${JSON.stringify(SCENARIO)}\n`,
  "cases.json": JSON.stringify(CASES),
  "cluster.json": JSON.stringify(CLUSTER),
  "bad.json": JSON.stringify({ [HOSTILE]: HOSTILE, replicas: HOSTILE, cases: [{ name: HOSTILE }] }),
  [`${HOSTILE.replaceAll("/", "")}.json`]: "{",
};
const NAMED = `${HOSTILE}.json`;

const COMMANDS: readonly (readonly [tool: string, ...args: string[]])[] = [
  ["generator", "space.json", "--count"],
  ["generator", "space.json", "--out", "out.json"],
  ["generator", "space.json", "--out", "out2.json", "--json"],
  ["generator", "space.json", "--out", `${HOSTILE}.jsonl`],
  ["generator", "space.json", "--index", HOSTILE],
  ["generator", "bad.json"],
  ["generator", NAMED],
  ["generator", "space.json", `--${HOSTILE}`],
  ["executor", "cases.json"],
  ["executor", "cases.json", "--json", "--trace"],
  ["executor", "cases.json", "--case", HOSTILE, "--trace", "--trace-out", "trace.jsonl"],
  ["executor", "cases.json", "--case", `${HOSTILE}3`],
  ["executor", "cases.json", "--annotations", "--junit", "junit.xml"],
  ["executor", "scenarios.jsonl", "--bug", "small_quorum", "--out", "results.jsonl"],
  ["executor", "scenarios.jsonl", "--bug", "small_quorum", "--json"],
  ["executor", "scenarios.jsonl", "--scenario", HOSTILE],
  ["executor", "space.json", "--exhaustive", "--bug", "small_quorum"],
  ["executor", "bad.json"],
  ["executor", NAMED],
  ["executor", "--audit", "bad.json"],
  ["cluster", "cluster.json"],
  ["cluster", "cluster.json", "--json"],
  ["cluster", "cluster.json", "--seed", HOSTILE],
  ["cluster", "bad.json"],
  ["cluster", NAMED],
];
/** Reports that are written into files. */
const REPORTS = ["junit.xml", "trace.jsonl", "results.jsonl"];

/** A case whose protocol threw an error with that message. */
function crashedWith(error: string): CaseResult {
  const { work } = valueOf(readConfig(CASES));
  const [first] = work.kind === "cases" ? work.cases : [];
  if (first === undefined) throw new Error("there is a case");
  const ran = runCase(DEFAULT_RUN, first);
  const [node] = ran.result.ledgers;
  const ending = { kind: "crashed", node: node?.node.id ?? ("a" as never), error } as const;
  return { ...ran, result: { ...ran.result, ending } };
}

describe("texts of files that a terminal or a build server would obey", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-hostile-"));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function printedBy([tool = "", ...args]: readonly string[], colour: "0" | "1"): string {
    const env = { PATH: process.env["PATH"], FORCE_COLOR: colour };
    const cli = join(DIST, tool, "cli.js");
    const ran = spawnSync(process.execPath, [cli, ...args], { cwd: folder, env, encoding: "utf8" });
    expect(ran.status).to.be.oneOf([0, 1, 2]);
    return `${ran.stdout}\n${ran.stderr}`.replaceAll("\r\n", "\n");
  }

  for (const [index, command] of COMMANDS.entries()) {
    const [tool, ...args] = command;
    it(`are printed escaped: ${tool} ${JSON.stringify(args.join(" ").slice(0, 60))}`, () => {
      const printed = printedBy(command, index % 2 === 0 ? "0" : "1");
      expect(printed.replace(COLOUR, "")).to.not.match(
        args.includes("--annotations") ? OBEYED_IN_COMMANDS : OBEYED,
      );
    }).timeout(60_000);
  }

  for (const report of REPORTS) {
    it(`are written escaped: ${report}`, () => {
      const text = readFileSync(join(folder, report), "utf8");
      expect(text)
        .to.include("evil")
        .and.to.not.match(/^\s*::|(?!\n)(?![\u0080-\u009f])\p{Cc}/mu);
    });
  }

  it("are printed escaped where a protocol crashed with them", () => {
    for (const colour of ["0", "1"]) {
      let printed = "";
      const screen = screenOn(
        { isTTY: true, write: (text: string | Uint8Array) => (printed += String(text)) !== "" },
        { FORCE_COLOR: colour },
      );
      screen.print(caseReport(crashedWith(HOSTILE), "replay", screen.paint));
      expect(printed).to.include("crashed: ");
      expect(printed.replace(COLOUR, "")).to.not.match(OBEYED);
    }
  });

  it("cannot pass for colours of ours", () => {
    let printed = "";
    const write = (text: string | Uint8Array) => (printed += String(text)) !== "";
    const { print, paint: style } = screenOn({ isTTY: true, write }, { FORCE_COLOR: "1" });
    print([style.good("\u001b[31mno\u001b[39m")]);
    expect(printed).to.equal("\u001b[32m\\u001b[31mno\\u001b[39m\u001b[39m\n");
  });
});
