/** The architecture of the code base: import arrows, purity, file sizes and exports. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { arrows, arrowsInWords, cycles } from "./support/architecture/arrows.js";
import { moduleState, purity } from "./support/architecture/purity.js";
import {
  door,
  noTwins,
  noTwinNames,
  noPrinting,
  length,
  missingDoors,
  noSuppressions,
  width,
} from "./support/architecture/shape.js";
import { readSources, sourceOf } from "./support/architecture/source.js";
import type { Rule, Source } from "./support/architecture/source.js";

const PACKAGE = ["lib", "io", "generator", "executor", "cluster", "viewer", "demo.ts"];
const ROOT = fileURLToPath(new URL("..", import.meta.url));

const inLib = ({ path }: Source): boolean => path.startsWith("lib/");
const isDoor = ({ path }: Source): boolean => path.endsWith("/index.ts");
const inProtocol = ({ path }: Source): boolean => path.startsWith("lib/protocol/");
const inProtocols = ({ path }: Source): boolean => path.startsWith("lib/protocols/");
const anywhere = (): boolean => true;
/** The demonstration shows commands and what they print. */
const outsideIo = ({ path }: Source): boolean => !path.startsWith("io/") && path !== "demo.ts";

interface ArchitectureLaw {
  readonly says: string;
  readonly rule: Rule;
  readonly where: (source: Source) => boolean;
}

const LAWS: readonly ArchitectureLaw[] = [
  { says: "imports follow the arrows", rule: arrows, where: anywhere },
  { says: "lib is pure", rule: purity, where: inLib },
  { says: "lib has no state of its own", rule: moduleState, where: inLib },
  { says: "no name in the contract speaks of twins", rule: noTwinNames, where: inProtocol },
  { says: "no protocol speaks of twins", rule: noTwins, where: inProtocols },
  { says: "doors export by name and hold nothing else", rule: door, where: isDoor },
  { says: "only io prints", rule: noPrinting, where: outsideIo },
  { says: "no check is switched off", rule: noSuppressions, where: anywhere },
  { says: "files are small", rule: length, where: anywhere },
  { says: "lines are short", rule: width, where: anywhere },
];

describe("architecture", () => {
  const sources = readSources(ROOT, PACKAGE);

  for (const { says, rule, where } of LAWS) {
    it(says, () => {
      const subjects = sources.filter(where);
      expect(subjects).to.not.be.empty;
      expect(subjects.flatMap(rule)).to.deep.equal([]);
    });
  }

  it("ARCHITECTURE.md shows the arrows as they are", () => {
    const text = readFileSync(`${ROOT}/ARCHITECTURE.md`, "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    const cells = (row: string): string => row.replaceAll(/ +\| *|\| +/g, " | ").slice(3, -3);
    expect(rows.map(cells)).to.deep.equal(arrowsInWords());
  });

  it("no file imports itself in a circle", () => {
    expect(cycles(sources)).to.deep.equal([]);
  });

  it("every folder that outsiders may use has a door", () => {
    const open = sources.filter(({ path }) => !/^(io|viewer)\//.test(path));
    expect(missingDoors(open)).to.deep.equal([]);
  });

  it("tests and benchmarks are small, too", () => {
    expect(readSources(ROOT, ["test", "bench"]).flatMap(length)).to.deep.equal([]);
  });
});

interface Example {
  readonly rule: Rule;
  readonly shows: string;
  readonly path: string;
  readonly text: string;
  /** What the one finding must contain; none when the source is good. */
  readonly finding?: RegExp;
}

const PROTOCOL = "lib/protocol/x.ts";
const lines = (count: number): string => "x();\n".repeat(count);

const EXAMPLES: readonly Example[] = [
  // Arrows.
  {
    rule: arrows,
    shows: "an arrow against the table",
    path: "lib/protocols/diembft/x.ts",
    text: '\nimport type { Scenario } from "../../scenario/model.js";',
    finding:
      /^lib\/protocols\/diembft\/x\.ts:2: lib\/protocols\/diembft may not import lib\/scenario; .*lib\/crypto/,
  },
  {
    rule: arrows,
    shows: "an arrow of the table",
    path: "lib/protocols/diembft/x.ts",
    text: 'import { round } from "../../protocol/ids.js";\nimport { s } from "./safety.js";',
  },
  {
    rule: arrows,
    shows: "a tool that imports another tool through a re-export",
    path: "executor/x.ts",
    text: 'export { order } from "../generator/order.js";',
    finding: /executor may not import generator/,
  },
  {
    rule: arrows,
    shows: "a tool that knows a protocol past the registry",
    path: "executor/x.ts",
    text: 'import { diembft } from "../lib/protocols/diembft/protocol.js";',
    finding: /executor may not import lib\/protocols\/diembft; .*lib\/registry\.ts/,
  },
  {
    rule: arrows,
    shows: "a forbidden import() and a forbidden import type are seen",
    path: PROTOCOL,
    text: 'type A = import("../protocols/diembft/main.js").A;',
    finding: /lib\/protocol may not import lib\/protocols\/diembft; it may import lib\/explore$/,
  },
  {
    rule: arrows,
    shows: "the worked example, past the public contract",
    path: "lib/protocols/streamlet/x.ts",
    text: 'import { round } from "../../protocol/ids.js";',
    finding: /protocol\/ids\.ts is not public; import it from lib\/protocol\/index\.ts/,
  },
  {
    rule: arrows,
    shows: "the worked example on the public contract",
    path: "lib/protocols/streamlet/x.ts",
    text: 'import { round } from "../../protocol/index.js";\nimport { s } from "./rules.js";',
  },
  {
    rule: arrows,
    shows: "an insider that goes through a door",
    path: "generator/x.ts",
    text: 'import { validate } from "../lib/scenario/index.js";',
    finding: /is a door for outsiders; import the file/,
  },
  {
    rule: arrows,
    shows: "a door that goes through doors",
    path: "lib/index.ts",
    text: 'export { step } from "./protocol/index.js";',
  },
  {
    rule: arrows,
    shows: "a package away from its home",
    path: "lib/space/x.ts",
    text: 'import seedrandom from "seedrandom";',
    finding: /may not import the package seedrandom; its home: lib\/random\.ts/,
  },
  {
    rule: arrows,
    shows: "a package's inner path, at home",
    path: "lib/crypto/x.ts",
    text: 'import { sha256 } from "@noble/hashes/sha2.js";',
  },
  {
    rule: arrows,
    shows: "the machine within reach of logic",
    path: "generator/write.ts",
    text: 'import { readFileSync } from "node:fs";',
    finding: /node:fs is out of reach here; call a helper of io/,
  },
  {
    rule: arrows,
    shows: "the machine in io",
    path: "io/x.ts",
    text: 'import { readFileSync } from "node:fs";',
  },
  {
    rule: arrows,
    shows: "a command line, which may import anything",
    path: "generator/cli.ts",
    text: 'import "node:fs"; import "../executor/run/run.js";',
  },
  {
    rule: arrows,
    shows: "a viewer that knows more of a run than its trace",
    path: "viewer/panels/x.tsx",
    text: 'import type { Case } from "../../executor/config/config.js";',
    finding: /viewer may not import executor; it may import executor\/run\/trace-format\.ts/,
  },
  {
    rule: arrows,
    shows: "a viewer that runs what checks traces",
    path: "viewer/panels/x.tsx",
    text: 'import { TRACE_LINE } from "../../executor/run/trace-format.js";',
    finding: /viewer may import types of .*trace-format\.ts, and nothing that runs/,
  },
  {
    rule: arrows,
    shows: "a viewer that knows the types of traces",
    path: "viewer/panels/x.tsx",
    text: 'import type { TraceEvent } from "../../executor/run/trace-format.js";',
  },
  {
    rule: arrows,
    shows: "a file without a home",
    path: "helpers/x.ts",
    text: "",
    finding: /has no place in the architecture/,
  },
  // Purity.
  ...(
    [
      ["the clock", "const t = Date.now();", /Date is banned in lib; use the virtual time/],
      ["randomness", "const r = Math.random();", /Math\.random .* a named stream/],
      ["Math taken whole", "const { random } = Math;", /Math may differ/],
      ["inexact arithmetic", "const e = Math.exp(1);", /Math\.exp may differ between machines/],
      ["exact arithmetic", "const f = Math.floor(1.5);", undefined],
      ["the environment", "const p = process.env;", /process is banned/],
      ["a timer", "setTimeout(f, 1);", /setTimeout is banned in lib; return a start-timer/],
      ["a promise as a type", "let p: Promise<void>;", /Promise is banned/],
      ["async", "const f = async () => 1;", /async code has no fixed order/],
      ["await", "function f() { await g(); }", /async code has no fixed order/],
      ["the machine's locale", 'const c = a.localeCompare("b");', /localeCompare depends/],
      ["a member of a banned name", "const d = event.process({ Date: 1 });", undefined],
      ["a banned name in a comment", "// Date.now() and await are banned here", undefined],
      ["a banned name in a string", 'const s = "Date";', undefined],
    ] as const
  ).map(([shows, text, finding]) => ({
    ...{ rule: purity, shows, path: PROTOCOL, text },
    ...(finding && { finding }),
  })),
  // State of a module.
  ...(
    [
      ["a variable at the top", "let count = 0;", /x\.ts:1: count is state of the module/],
      ["a map at the top", "const memo = new Map<string, number>();", /memo is state/],
      ["a list at the top", "export const all: string[] = [];", /all is state/],
      ["a readonly list", "const all: readonly string[] = [];", undefined],
      ["a readonly map", "const m: ReadonlyMap<string, 1> = new Map();", undefined],
      ["a list as const", "const all = [1, 2] as const;", undefined],
      ["a mutable static", "class A { static n = 0; }", /n is state of the module/],
      ["a readonly static", "class A { static readonly n = 0; }", undefined],
      ["a variable of a function", "function f() { let n = 0; return n; }", undefined],
    ] as const
  ).map(([shows, text, finding]) => ({
    ...{ rule: moduleState, shows, path: PROTOCOL, text },
    ...(finding && { finding }),
  })),
  // Shape.
  {
    rule: noTwinNames,
    shows: "a name that speaks of twins",
    path: PROTOCOL,
    text: "const isTwin = true;",
    finding: /isTwin: a protocol knows replicas/,
  },
  {
    rule: noTwinNames,
    shows: "a comment of the contract that speaks of twins",
    path: PROTOCOL,
    text: "/** Shared with the twin. */\nconst key = 1;",
  },
  {
    rule: noTwins,
    shows: "a comment of the protocol that speaks of twins",
    path: "lib/protocols/diembft/x.ts",
    text: "\n// the twin's block",
    finding: /x\.ts:2: a protocol knows replicas/,
  },
  {
    rule: noTwins,
    shows: "a comment of the protocol with the name of the package",
    path: "lib/protocols/diembft/x.ts",
    text: "\n// twins-bft/diembft",
  },
  {
    rule: noTwins,
    shows: "a bug whose name speaks of twins",
    path: "lib/protocols/diembft/bugs/vote-bugs.ts",
    text: "export const bugs = {\n  twin_votes: {\n    breaks: 3.3,\n  },\n};",
  },
  {
    rule: noTwins,
    shows: "a bug that speaks of twins",
    path: "lib/protocols/diembft/bugs/vote-bugs.ts",
    text: 'export const bugs = {\n  votes: {\n    breaks: "twins",\n  },\n};',
    finding: /vote-bugs\.ts:3: a protocol knows replicas/,
  },
  {
    rule: door,
    shows: "a door that exports everything",
    path: "lib/index.ts",
    text: 'export { a } from "./a.js";\nexport * from "./b.js";',
    finding: /index\.ts:2: a door only exports by name/,
  },
  {
    rule: door,
    shows: "a door with something in it",
    path: "lib/index.ts",
    text: "export const a = 1;",
    finding: /a door only exports by name/,
  },
  {
    rule: door,
    shows: "a door",
    path: "lib/index.ts",
    text: 'export { a } from "./a.js";\nexport type { B } from "./b.js";',
  },
  {
    rule: noPrinting,
    shows: "a line past the screen",
    path: "executor/x.ts",
    text: "process.stdout.write(text);",
    finding: /x\.ts:1: stdout is out of reach; print by a helper of io/,
  },
  {
    rule: noPrinting,
    shows: "a stream taken from the process",
    path: "generator/cli.ts",
    text: 'import { stderr as err } from "node:process";',
    finding: /cli\.ts:1: stderr is out of reach/,
  },
  {
    rule: noPrinting,
    shows: "the console",
    path: "cluster/x.ts",
    text: "console.log(text);",
    finding: /x\.ts:1: console is out of reach/,
  },
  {
    rule: noPrinting,
    shows: "the screen of a session",
    path: "executor/x.ts",
    text: "session.print([text]); // not stdout",
  },
  {
    rule: noSuppressions,
    shows: "a cast to any",
    path: PROTOCOL,
    text: "const a = b as any;",
    finding: /any switches the compiler off/,
  },
  {
    rule: noSuppressions,
    shows: "a suppressed error",
    path: PROTOCOL,
    text: "\n// @ts-ignore\n",
    finding: /x\.ts:2: @ts-ignore switches a check off/,
  },
  { rule: length, shows: "400 lines", path: PROTOCOL, text: lines(400) },
  {
    rule: length,
    shows: "401 lines",
    path: PROTOCOL,
    text: lines(401),
    finding: /:401: 401 lines, 400 at most; move an idea out/,
  },
  {
    rule: width,
    shows: "101 columns",
    path: PROTOCOL,
    text: `// ${"x".repeat(98)}`,
    finding: /:1: 101 columns, 100 at most; break it/,
  },
];

describe("the architecture's rules, on planted sources", () => {
  for (const { rule, shows, path, text, finding } of EXAMPLES) {
    it(`${rule.name}: ${shows}`, () => {
      const findings = rule(sourceOf(path, text));
      expect(findings).to.have.lengthOf(finding === undefined ? 0 : 1);
      if (finding !== undefined) expect(findings[0]).to.match(finding);
    });
  }

  it("cycles: a circle of three is found once, one of types, too", () => {
    const circle = (how: string): Source[] =>
      ["ab", "bc", "ca"].map((pair) =>
        sourceOf(`lib/${pair.charAt(0)}.ts`, `${how} { x } from "./${pair.charAt(1)}.js";`),
      );
    expect(cycles(circle("import"))).to.have.lengthOf(1);
    expect(cycles(circle("import type"))).to.have.lengthOf(1);
  });

  it("missingDoors: a folder without a door is named", () => {
    const folders = ["lib/a/x.ts", "lib/a/index.ts", "lib/b/x.ts", "lib/index.ts"];
    expect(missingDoors(folders.map((path) => sourceOf(path, "")))).to.deep.equal([
      "lib/b/index.ts:1: is missing; export there what outsiders may use",
    ]);
  });
});
