/** Writes a test that replays counterexamples: `--as-test`. */
import { laidOut } from "../../../io/files/json-layout.js";
import { pathFromHere } from "../../../io/files/path-from.js";
import type { LoadedProtocol } from "../../../io/protocols/load.js";
import { InputError } from "../../../lib/scenario/input/problem.js";
import type { RunConfig } from "../../config/config.js";
import type { TestRunner } from "../../session.js";
import { caseDocument, freeName, runDocument } from "./counterexample-case.js";
import type { CounterexampleCase } from "./counterexample-case.js";

/** What a test file imports for `describe` and `it`; mocha has them as globals. */
const IMPORTS: Readonly<Record<TestRunner, readonly string[]>> = {
  mocha: [],
  vitest: ['import { describe, it } from "vitest";'],
  node: ['import { describe, it } from "node:test";'],
};

/** Throws {@link InputError} for a program: a test imports its protocol. */
export function pathOf(loaded: LoadedProtocol): string {
  if (!("exec" in loaded)) return loaded.path;
  const allowed = "--save-case, for a protocol that a program runs";
  throw new InputError([{ path: "--as-test", wrong: "imports a module", allowed }]);
}

/** The lines of a module that runs the cases, and checks their expectations. */
export function testModule(
  runner: TestRunner,
  run: RunConfig,
  found: readonly CounterexampleCase[],
): readonly string[] {
  const { protocol, loaded } = run;
  const config = {
    ...runDocument(run, protocol),
    replicas: 4,
    cases: casesOf(found),
  };
  const own = loaded && JSON.stringify(pathFromHere(pathOf(loaded)));
  const [first = "", ...others] = laidOut(config).split("\n");
  return [
    `// Counterexamples that twins-exec found in ${protocol}. Each must fail as its "expect" says;`,
    '// once the protocol is mended, let it say "held".',
    'import assert from "node:assert/strict";',
    ...IMPORTS[runner],
    'import { readConfig, runCase } from "twins-bft/executor";',
    ...(own === undefined ? [] : [`import module from ${own};`]),
    "",
    `const document = ${first}`,
    ...others.slice(0, -1),
    "};",
    own === undefined
      ? "const config = readConfig(document);"
      : "const config = readConfig(document, { protocol: module.name, loaded: { module } });",
    "if (!config.ok) throw new Error(JSON.stringify(config.problems));",
    "const { run, work } = config.value;",
    "",
    `describe(${JSON.stringify(`counterexamples of ${protocol}`)}, () => {`,
    "  for (const each of work.cases) {",
    "    it(each.scenario.id, () => {",
    '      assert.deepEqual(runCase(run, each).expectationResult, { outcome: "met" });',
    "    });",
    "  }",
    "});",
  ];
}

function casesOf(found: readonly CounterexampleCase[]): readonly object[] {
  const taken = new Set<string>();
  return found.map(({ case: each, about }) => {
    const name = freeName(about, taken);
    taken.add(name);
    return caseDocument(name, each);
  });
}
