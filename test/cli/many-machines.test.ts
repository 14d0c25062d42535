/** The scripts of docs/many-machines.md, run in a shell with the variables that the systems set. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/many-machines.md"), "utf8");
const WORKFLOW = readFileSync(join(ROOT, "docs/workflows/twins-sweep.yml"), "utf8");
const SPACE = { replicas: 4, twins: 1, rounds: 3, partitions: { groups: 2 } };
const SHARDS = 3;

/** The lines of a block of YAML, from the one after `start`, without what they are indented by. */
function blockAfter(text: string, start: string): string {
  const [first = "", ...lines] = text.slice(text.indexOf(start) + start.length + 1).split("\n");
  const indent = /^ */.exec(first)?.[0] ?? "";
  const end = lines.findIndex((line) => !line.startsWith(indent));
  return [first, ...lines.slice(0, end)].map((line) => line.slice(indent.length)).join("\n");
}

/** The block of the page that begins with a text. */
function scriptOf(start: string): string {
  const from = PAGE.indexOf(start);
  return PAGE.slice(from, PAGE.indexOf("```", from));
}

/** By system: its script, and its variables for one shard. */
const SYSTEMS: readonly (readonly [string, string, (id: number) => Record<string, string>])[] = [
  [
    "the workflow",
    blockAfter(WORKFLOW, "run: |"),
    (id) => ({ INDEX: String(id), TOTAL: String(SHARDS) }),
  ],
  [
    "the array job of Slurm",
    scriptOf("#!/bin/bash"),
    (id) => ({
      SLURM_ARRAY_TASK_ID: String(id),
      SLURM_ARRAY_TASK_COUNT: String(SHARDS),
      SLURM_CPUS_PER_TASK: "1",
    }),
  ],
  [
    "the indexed job of Kubernetes",
    blockAfter(PAGE, "args:\n            - |"),
    (id) => ({ JOB_COMPLETION_INDEX: String(id), N: String(SHARDS) }),
  ],
];

describe("the scripts for many machines", function () {
  this.timeout(120_000);
  let folder = "";
  /** Runs a script in a folder, where `npx` starts what was built. */
  const run = (name: string, script: string, variables: Record<string, string> = {}): void => {
    const text = script.replaceAll("--limit 200000", "--limit 300").replaceAll("/results/", "");
    const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`;
    execFileSync("bash", ["-c", text], {
      cwd: join(folder, name),
      env: { ...process.env, ...variables, PATH: path },
      stdio: ["ignore", "ignore", "pipe"],
    });
  };
  const prepare = (name: string): void => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "space.json"), JSON.stringify(SPACE));
  };
  const resultsOf = (name: string): string => readFileSync(join(folder, name, "all.jsonl"), "utf8");

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-machines-"));
    mkdirSync(join(folder, "bin"));
    const npx = join(folder, "bin", "npx");
    const commands = "twins-exec) c=executor ;; twins-merge) c=executor/merge ;; *) exit 9 ;;";
    const start = `exec "${process.execPath}" "${ROOT}dist/$c/cli.js" "$@"`;
    writeFileSync(npx, `#!/bin/sh\nname=$1; shift\ncase $name in ${commands} esac\n${start}\n`);
    chmodSync(npx, 0o755);
    prepare("one");
    run(
      "one",
      scriptOf("twins-exec space.json --limit 200000 --out all.jsonl\n").replace("", "npx "),
    );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const merge = scriptOf("npx twins-merge");
  for (const [system, script, variablesOf] of SYSTEMS) {
    it(`${system} gives the bytes of one machine`, () => {
      prepare(system);
      for (let id = 0; id < SHARDS; id++) run(system, script, variablesOf(id));
      run(system, merge);
      expect(resultsOf(system)).to.equal(resultsOf("one"));
    });
  }
});
