/** Compares the results of a Streamlet in a process with those of the built-in one. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SPACE = JSON.stringify({
  ...{ replicas: 4, twins: 1, rounds: 7, partitions: { groups: 2 } },
  ...{ order: "random", seed: "same results" },
});

/** Runs so many random scenarios with both, and as many workers as there are options for. */
export function expectSameResults(
  program: string,
  scenarios: number,
  options: readonly string[] = [],
): void {
  const [expected, found] = ["streamlet", program].map((protocol) => {
    const words = ["/dev/stdin", "--json", "--no-corpus", "--limit", String(scenarios)];
    const tool = fileURLToPath(new URL("../../dist/executor/cli.js", import.meta.url));
    const { stdout } = spawnSync(
      process.execPath,
      [tool, ...words, "--protocol", protocol, ...options],
      { cwd: ROOT, input: SPACE, encoding: "utf8" },
    );
    return JSON.parse(stdout) as { readonly scenarios: number };
  });
  expect(expected).to.have.property("scenarios", scenarios);
  expect(found).to.deep.equal(expected);
}
