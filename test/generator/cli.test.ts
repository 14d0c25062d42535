/** twins-gen: output, refusals and interruptions. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

/** The command of the last build. */
const CLI = fileURLToPath(new URL("../../dist/generator/cli.js", import.meta.url));

/** (4,1,2,7): more scenarios than any test waits for. */
const CONFIG = { replicas: 4, twins: 1, rounds: 7, partitions: { groups: 2 }, out: "out.json" };

interface Outcome {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, in which the command runs. */
class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), "twins-gen-"));

  write(file: string, content: object | string): void {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(this.folder, file), text);
  }

  start(...args: readonly string[]) {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: this.folder });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const ended = once(child, "close").then(([status, signal]): Outcome => {
      return { status: status as number | null, signal: signal as string | null, stdout, stderr };
    });
    return { child, ended };
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.start(...args).ended;
  }

  /** Waits for the first file whose name matches. */
  async appears(pattern: RegExp): Promise<void> {
    while (!readdirSync(this.folder).some((file) => pattern.test(file))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get files(): readonly string[] {
    return readdirSync(this.folder).filter((file) => file !== "config.json");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe("twins-gen, run", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write("config.json", CONFIG);
  });
  afterEach(() => {
    sandbox.remove();
  });

  it("counts as a program wants it: one JSON document and nothing else", async () => {
    const { status, stdout, stderr } = await sandbox.run("config.json", "--count", "--json");
    expect(JSON.parse(stdout)).to.deep.equal({
      ...{ partitions: "15", roundConfigurations: "15", scenarios: "170859375" },
      classes: "14513707",
    });
    expect({ status, stderr, files: sandbox.files }).to.deep.equal({
      ...{ status: 0, stderr: "", files: [] },
    });
  });

  it("writes as a program wants it", async () => {
    const { stdout } = await sandbox.run("config.json", "--json", "--limit", "3", "--seed", "x");
    expect(JSON.parse(stdout)).to.deep.equal({
      counts: { partitions: "15", roundConfigurations: "15", scenarios: "170859375" },
      ...{ written: 3, quorumless: 1, order: "random", seed: "x", space: "d01c66d55a05b999" },
      ...{ offset: "0", next: "3" },
      ...{ first: "d01c66d55a05b999:10412a7", last: "d01c66d55a05b999:6d63a20" },
      ...{ out: "out.json", format: "json" },
    });
    expect(sandbox.files).to.deep.equal(["out.json"]);
  });

  it("tells the seed wherever something follows from it", async () => {
    sandbox.write("config.json", { ...CONFIG, partitions: { groups: 2, order: "random" } });
    const { stdout } = await sandbox.run("config.json", "--json", "--limit", "3", "--seed", "x");
    expect(JSON.parse(stdout)).to.include({ order: "systematic", seed: "x" });
    const { stdout: text } = await sandbox.run("config.json", "--limit", "3", "--seed", "x");
    expect(text).to.match(/space {3}[0-9a-f]{16}, drawn from the seed "x"\n/);
  });

  it("writes nowhere, without a file and with the rate", async () => {
    const { stdout } = await sandbox.run("config.json", "--out", "null", "--limit", "2000");
    expect(stdout).to.match(/wrote 2,000 scenarios to nowhere\n(.*\n)* {2}rate {4}[\d,]+\/s, /);
    expect(sandbox.files).to.deep.equal([]);
  });

  it("ends quietly when nobody reads on", async () => {
    const { child, ended } = sandbox.start("config.json", "--out", "-", "--yes");
    child.stdout.once("data", () => child.stdout.destroy());
    const { status, stderr } = await ended;
    expect(status).to.equal(0);
    expect(stderr).to.not.match(/rror|EPIPE/);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`leaves nothing behind when ${signal} interrupts it`, async () => {
      const { child, ended } = sandbox.start("config.json", "--yes");
      await sandbox.appears(/partial/);
      child.kill(signal);
      expect(await ended).to.include({ signal, status: null });
      expect(sandbox.files).to.deep.equal([]);
    });
  }

  it("leaves the old file alone until the new one is whole", async () => {
    sandbox.write("out.json", "old");
    const { child, ended } = sandbox.start("config.json", "--yes");
    await sandbox.appears(/partial/);
    child.kill("SIGINT");
    await ended;
    expect(readFileSync(join(sandbox.folder, "out.json"), "utf8")).to.equal("old");
  });

  const REFUSALS: readonly (readonly [string, readonly string[], string | object, RegExp])[] = [
    ["a file that is missing", ["none.json"], CONFIG, /^none\.json: cannot be read: no such file/],
    ["a folder", ["."], CONFIG, /^\.: cannot be read: illegal operation on a directory/],
    [
      "broken JSON",
      ["config.json"],
      '{ "replicas": 4,\n  "twins" 1 }',
      /^config\.json:2:11: is not JSON: "1" is out of place; allowed: a colon/,
    ],
    [
      "problems, all of them",
      ["config.json"],
      { ...CONFIG, rounds: 0, twins: 9, colour: "red" },
      /rounds is 0.*\n.*colour is not.*\n.*twins is 9.*\ntwins-gen: 3 problems/,
    ],
    [
      "a space in which there is nothing",
      ["config.json"],
      { ...CONFIG, partitions: { groups: 1, twinsApart: true } },
      /^config\.json: partitions leave no partition that passes the filters/,
    ],
    [
      "to write without end",
      ["config.json"],
      CONFIG,
      /limit is missing.*allowed: a limit, or --yes/,
    ],
    [
      "a limit that is no number",
      ["config.json", "--limit", "many"],
      CONFIG,
      /limit is "many"; allowed: a whole number from 1/,
    ],
    [
      "a shard without scenarios",
      ["config.json", "--limit", "5", "--shard", "999999999/999999999"],
      CONFIG,
      /shard is 999999999\/999999999, which has none of 5 scenarios; allowed: at most 5 shards/,
    ],
    [
      "to write what should be run with bugs",
      ["config.json", "--limit", "5"],
      { ...CONFIG, bugs: ["small_quorum"] },
      /bugs would be lost.*allowed: --protocol and --bug of twins-exec, or twins-exec with this config/,
    ],
    [
      "to write what should be run of a certain protocol",
      ["config.json", "--limit", "5"],
      { ...CONFIG, protocol: "diembft" },
      /protocol would be lost/,
    ],
    [
      "to begin beyond the space",
      ["config.json", "--limit", "1", "--offset", "170859375"],
      CONFIG,
      /^config\.json: offset is 170859375; allowed: from 0 to 170859374/,
    ],
    ["shard 0 of 5", ["config.json", "--shard", "0/5"], CONFIG, /shard is "0\/5"; allowed: i\/n/],
    ["shard 6 of 5", ["config.json", "--shard", "6/5"], CONFIG, /shard is "6\/5"; allowed: i\/n/],
    [
      "a number beyond the space",
      ["config.json", "--index", "170859375"],
      CONFIG,
      /^--index: has no scenario 170859375; allowed: numbers up to 170859374/,
    ],
    [
      "an id of another space",
      ["config.json", "--index", "0123456789abcdef:1"],
      CONFIG,
      /^--index: 0123456789abcdef:1 is of another space, of other semantics or of another version/,
    ],
    ["to show nothing", ["config.json", "--show"], CONFIG, /--show has no meaning here/],
    [
      "a document and scenarios in one place",
      ["config.json", "--json", "--out", "-", "--limit", "1"],
      CONFIG,
      /out is "-", and --json has standard output for itself/,
    ],
    ["an unknown option", ["config.json", "--colour"], CONFIG, /unknown option '--colour'/],
    [
      "a folder to write to",
      ["config.json", "--limit", "1", "--out", "."],
      CONFIG,
      /^--out is "\.", a folder; allowed: a file/,
    ],
  ];
  for (const [shows, args, config, message] of REFUSALS) {
    it(`refuses ${shows}, with exit code 2 and nothing written`, async () => {
      sandbox.write("config.json", config);
      const { status, stderr } = await sandbox.run(...args);
      expect(stderr).to.match(message);
      expect(status).to.equal(2);
      expect(sandbox.files).to.deep.equal([]);
    });
  }

  if (existsSync("/dev/full")) {
    it("names the file when a disk is full, with exit code 4", async () => {
      const args = ["config.json", "--limit", "1", "--out", "/dev/full"];
      const { status, stderr } = await sandbox.run(...args);
      expect(stderr).to.match(/\/dev\/full cannot be written: no space left on device/);
      expect(status).to.equal(4);
    });
  }
});
