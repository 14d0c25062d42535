/** JUnit reports, annotations and trace files. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "chai";
import { annotations } from "../../executor/reports/annotations.js";
import type { TestSuite } from "../../executor/reports/checks.js";
import { junitXml } from "../../executor/reports/junit.js";
import { TRACE_LINE } from "../../executor/run/trace-format.js";
import { EXIT } from "../../io/exit.js";
import { run, temporaryFolder } from "./session.js";

const SUITES: readonly TestSuite[] = [
  {
    name: 'a <case> & "more"\n',
    checks: [
      { about: "agreement", outcome: "passed", message: "", details: [] },
      { about: "vote-once", outcome: "skipped", message: "nobody voted", details: [] },
      {
        about: "liveness",
        outcome: "failed",
        message: "50%, so: no",
        details: ["one <", "two\u0000\ud800"],
      },
      { about: "run", outcome: "open", message: "a limit", details: [] },
    ],
  },
  {
    name: "x.json",
    checks: [{ about: "run", outcome: "failed", message: "it crashed", details: [] }],
  },
];

describe("a JUnit report", () => {
  it("has a suite for each case and a test for each property, escaped", () => {
    const suite = "a &lt;case&gt; &amp; &quot;more&quot;&#10;";
    const named = (name: string) => `    <testcase classname="${suite}" name="${name}"`;
    expect(junitXml(SUITES).split("\n")).to.deep.equal([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="twins-exec" tests="5" failures="2" errors="1" skipped="1">',
      `  <testsuite name="${suite}" tests="4" failures="1" errors="1" skipped="1">`,
      `${named("agreement")}/>`,
      `${named("vote-once")}>`,
      '      <skipped message="nobody voted"/>',
      "    </testcase>",
      `${named("liveness")}>`,
      '      <failure message="50%, so: no">one &lt;',
      "two\ufffd\ufffd</failure>",
      "    </testcase>",
      `${named("run")}>`,
      '      <error message="a limit"></error>',
      "    </testcase>",
      "  </testsuite>",
      '  <testsuite name="x.json" tests="1" failures="1" errors="0" skipped="0">',
      '    <testcase classname="x.json" name="run">',
      '      <failure message="it crashed"></failure>',
      "    </testcase>",
      "  </testsuite>",
      "</testsuites>",
      "",
    ]);
  });
});

describe("annotations", () => {
  it("tell what failed or is open, beside the file", () => {
    expect(annotations("x.json", SUITES.slice(1))).to.deep.equal([
      "::error file=x.json,title=run::it crashed",
    ]);
    const [suite] = SUITES;
    expect(
      annotations("a,b.json", suite === undefined ? [] : [{ ...suite, name: "c: d" }]),
    ).to.deep.equal([
      "::error file=a%2Cb.json,title=c%3A d%3A liveness::50%25, so: no%0Aone <%0Atwo\u0000\ud800",
      "::warning file=a%2Cb.json,title=c%3A d%3A run::a limit",
    ]);
  });
});

const ALL = [["a", "b", "c", "d", "d'"]];
const CONFIG = {
  ...{ replicas: 4, twins: ["d"] },
  cases: [
    { name: "good", rounds: [{ leader: "a", partition: ALL }], expect: "held" },
    { name: "bad", rounds: "d: all", bugs: ["conflicting_votes"] },
  ],
};
const SCENARIOS = {
  ...{ format: "twins-scenarios", version: 1, replicas: 4, twins: ["d"] },
  scenarios: [{ id: "s0", rounds: "d: all" }],
};

describe("reports on request", () => {
  const inFolder = temporaryFolder();
  const file = (document: object): string => {
    const name = inFolder("input.json");
    writeFileSync(name, JSON.stringify(document));
    return name;
  };

  it("come besides the others, and leave the exit code alone", async () => {
    const junit = inFolder("reports/junit.xml");
    const { printed, exit } = await run(file(CONFIG), { junit, annotations: true });
    expect(exit).to.equal(EXIT.violated);
    expect(readFileSync(junit, "utf8")).to.include(
      'tests="22" failures="2" errors="0" skipped="2"',
    );
    const commands = printed.filter((line) => line.startsWith("::"));
    expect(commands).to.have.lengthOf(2);
    expect(commands[0]).to.match(/^::error file=\S+,title=bad%3A certified-uniqueness::certified-/);
    expect(commands[0]).to.match(/%0Around 1: .*%0Atwins-exec \S+ --case bad --trace$/);
  });

  it("are the same for every run", async () => {
    const text = async (name: string) => {
      await run(file(CONFIG), { junit: inFolder(name) });
      return readFileSync(inFolder(name), "utf8");
    };
    expect(await text("one.xml")).to.equal(await text("two.xml"));
  });

  it("have one suite for a file of scenarios", async () => {
    const junit = inFolder("scenarios.xml");
    await run(file(SCENARIOS), { junit, bug: ["conflicting_votes"] });
    const text = readFileSync(junit, "utf8");
    expect(text).to.include('tests="11" failures="2" errors="0"');
    expect(text).to.include("vote-once is violated in 1 of 1 scenario");
    expect(text).to.include("--scenario s0 --trace --bug conflicting_votes</failure>");
  });

  it("trace one case: a header, what happens in order, and the result", async () => {
    const traces = [];
    for (const crypto of ["structural", "ed25519"] as const) {
      const traceOut = inFolder(`${crypto}.jsonl`);
      await run(file(CONFIG), { case: "bad", traceOut, crypto });
      traces.push(readFileSync(traceOut, "utf8"));
    }
    const [ideal, real] = traces.map((trace) => trace.replace(/^.*"event":"state".*\n/gm, ""));
    expect(ideal, "but for internal states, no word of it is a suite's own").to.equal(real);
    const lines =
      traces[0]
        ?.trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as object) ?? [];
    for (const line of lines) expect(TRACE_LINE.safeParse(line).success).to.equal(true);
    expect(lines[0]).to.deep.include({
      format: "twins-trace",
      version: 3,
      tool: "1.2.3",
      id: "bad",
    });
    expect(lines.at(-1)).to.include({ id: "bad", verdict: "violated", ending: "completed" });
    const events = lines.slice(1, -1) as { event: string; at: number; message?: object }[];
    expect(new Set(events.map(({ event }) => event))).to.include.all.keys(
      ...["start", "send", "receive", "enter", "decide", "certify", "commit", "start-timer"],
    );
    const times = events.map(({ at }) => at);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    const genesis = { kind: "qc", round: 0, block: "genesis", signers: [] };
    expect(events.find(({ event }) => event === "send")).to.deep.equal({
      ...{ at: 0, node: "d", event: "send", to: "a", delay: 100 },
      message: {
        ...{ type: "proposal", round: 1, block: "d@1", parent: "genesis" },
        certificates: [genesis, genesis],
      },
    });
  });

  it("trace one scenario of a file, with what is lost", async () => {
    const traceOut = inFolder("lossy.jsonl");
    const rounds = "d: a b | c d d' / c>d vote, c>d' *";
    const lossy = { ...SCENARIOS, scenarios: [{ id: "s0", rounds }] };
    await run(file(lossy), { scenario: "s0", traceOut });
    const text = readFileSync(traceOut, "utf8");
    expect(text).to.include('"lost":"partition"').and.to.include('"lost":"drop"');
    for (const line of text.trimEnd().split("\n")) {
      expect(TRACE_LINE.safeParse(JSON.parse(line)).success, line).to.equal(true);
    }
  });

  const refused: readonly (readonly [string, object, Parameters<typeof run>[1], string])[] = [
    [
      "a trace of many scenarios",
      SCENARIOS,
      { traceOut: "x" },
      "--trace-out has no meaning here; allowed: --trace-out together with --scenario",
    ],
    [
      "a trace of many cases",
      CONFIG,
      { traceOut: "x" },
      "--trace-out has no meaning here; allowed: --trace-out together with --case",
    ],
    [
      "annotations in a document",
      CONFIG,
      { annotations: true, json: true },
      "--annotations has no meaning here; allowed: one of --annotations and --json",
    ],
    [
      "standard output for a file",
      CONFIG,
      { junit: "-", traceOut: "-", case: "bad" },
      '--junit is "-", standard output; allowed: a file\n--trace-out is "-", standard output; allowed: a file',
    ],
  ];
  for (const [shows, document, options, message] of refused) {
    it(`refuse ${shows}`, async () => {
      const refusal = await run(file(document), options).catch((error: unknown) => error);
      expect(String(refusal)).to.equal(`InputError: ${message}`);
    });
  }

  it("leave nothing when the run is refused, and are refused before it begins", async () => {
    const junit = inFolder("nothing.xml");
    await run(file(CONFIG), { junit, case: "unknown" }).catch(() => undefined);
    expect(existsSync(junit)).to.equal(false);
    expect(readdirSync(dirname(junit)).filter((name) => name.includes("partial"))).to.deep.equal(
      [],
    );
    const refusal = await run(file(CONFIG), { junit: dirname(junit) }).catch((e: unknown) => e);
    expect(String(refusal)).to.include("a folder");
  });
});
