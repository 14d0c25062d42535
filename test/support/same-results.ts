/** Compares the results of a Streamlet in a process with those of the built-in one. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const folder = mkdtempSync(join(tmpdir(), "same-"));
  const space = join(folder, "space.json");
  writeFileSync(space, SPACE);
  const [expected, found] = ["streamlet", program].map((protocol) => {
    const words = [space, "--json", "--no-corpus", "--limit", String(scenarios)];
    const tool = fileURLToPath(new URL("../../dist/executor/cli.js", import.meta.url));
    const { stdout } = spawnSync(
      process.execPath,
      [tool, ...words, "--protocol", protocol, ...options],
      { cwd: ROOT, encoding: "utf8" },
    );
    // The lines that replay a run name the protocol.
    const withoutReplay = (key: string, value: unknown): unknown =>
      key === "replay" ? undefined : value;
    return JSON.parse(stdout, withoutReplay) as { readonly scenarios: number };
  });
  rmSync(folder, { recursive: true });
  expect(expected).to.have.property("scenarios", scenarios);
  expect(found).to.deep.equal(expected);
}
