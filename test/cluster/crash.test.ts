/**
 * A twins-cluster process that is killed loses nothing it acknowledged, and resumes from its files.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { requestOf } from "../../lib/protocol/host/client.js";
import { runWithFiles } from "../../cluster/storage/files.js";
import { configOf, SMALL } from "./support.js";

const CLI = fileURLToPath(new URL("../../cluster/cli.ts", import.meta.url));
const REPLICAS = ["replica0", "replica1", "replica2", "replica3"];
const ENOUGH = 40;

const CONFIG = {
  ...SMALL,
  workloads: [{ type: "flood", count: 400 }],
  deadline: 3_600_000,
};

/** The whole lines of a file that a crash may have torn. */
const linesOf = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];

describe("a process that is killed", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "twins-cluster-"));
  const config = join(folder, "config.json");
  const out = join(folder, "out");
  const answers = join(out, "answers.jsonl");
  const args = ["--import", "tsx", CLI, config, "--out", out];
  const again = () => spawnSync(process.execPath, args, { encoding: "utf8" });
  const LOGS = ["answers.jsonl", ...REPLICAS.map((replica) => `${replica}.ledger.jsonl`)];
  /** The whole lines that were there when the process was killed. */
  const killedWith = new Map<string, readonly string[]>();

  const idsIn = (replica: string): readonly string[] =>
    linesOf(join(out, `${replica}.ledger.jsonl`)).flatMap((line) => {
      const { transactions } = JSON.parse(line) as { transactions: string[] };
      return transactions.map((each) => requestOf(each)?.id ?? "nothing that was asked for");
    });

  const answered = (): readonly string[] =>
    linesOf(answers).map((line) => (JSON.parse(line) as { id: string }).id);

  before(async () => {
    writeFileSync(config, JSON.stringify(CONFIG));
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const ended = once(child, "exit");
    const watcher = watch(folder, { recursive: true }, () => {
      if (linesOf(answers).length >= ENOUGH) child.kill("SIGKILL");
    });
    const [code, signal] = (await ended) as [number | null, string | null];
    watcher.close();
    expect([code, signal]).to.deep.equal([null, "SIGKILL"]);
    for (const log of LOGS) killedWith.set(log, linesOf(join(out, log)));
    cpSync(out, join(folder, "copy"), { recursive: true });
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("has in the files of f+1 replicas whatever it has acknowledged", () => {
    const ledgers = REPLICAS.map((replica) => new Set(idsIn(replica)));
    expect(answered().length).to.be.at.least(ENOUGH);
    for (const id of answered()) {
      expect(ledgers.filter((ledger) => ledger.has(id)).length, id).to.be.at.least(2);
    }
  });

  it("has the first lines of an undisturbed run, byte for byte", async () => {
    const undisturbed = join(folder, "undisturbed");
    await runWithFiles(undisturbed, configOf(CONFIG));
    for (const [log, lines] of killedWith) {
      expect(lines, log).to.not.be.empty;
      expect(linesOf(join(undisturbed, log)).slice(0, lines.length), log).to.deep.equal(lines);
    }
  });

  it("goes on from its files: torn lines are cut off, everything is ordered once", () => {
    const before = new Set(answered());
    appendFileSync(join(out, "replica1.ledger.jsonl"), '{"id":"torn');
    appendFileSync(answers, '{"cli');
    const { stdout, status } = again();
    expect(stdout).to.match(/answers\.jsonl: a torn last line was cut off/);
    expect(stdout).to.match(/replica1\.ledger\.jsonl: a torn last line was cut off/);
    expect(status).to.equal(0);
    expect(before.size).to.be.below(400);
    expect(new Set(answered()).size).to.equal(400);
    const [first, ...others] = REPLICAS.map(idsIn);
    expect(first).to.have.length(400);
    expect(new Set(first).size).to.equal(400);
    for (const ledger of others) expect(ledger).to.deep.equal(first);
    for (const [log, lines] of killedWith) {
      expect(linesOf(join(out, log)).slice(0, lines.length), log).to.deep.equal(lines);
    }
  });

  it("comes to the same bytes from the same files", async () => {
    const copy = join(folder, "copy");
    await runWithFiles(copy, configOf(CONFIG));
    for (const name of readdirSync(out)) {
      const bytes = readFileSync(join(out, name), "utf8");
      expect(readFileSync(join(copy, name), "utf8"), name).to.equal(bytes);
    }
  });

  it("has nothing left to do when it is over", () => {
    const { stdout, status } = again();
    expect(stdout).to.match(/hold the same ledger: [\d,]+ blocks, 400 transactions/);
    expect(status).to.equal(0);
  });

  it("takes no files of another config, and no damaged ones", () => {
    const ledger = join(out, "replica2.ledger.jsonl");
    const text = readFileSync(ledger, "utf8");
    const torn = `${text.replace("set client0/7 ", "set client0/8 ")}{"id":"torn`;
    writeFileSync(ledger, torn);
    const damaged = again();
    expect(readFileSync(ledger, "utf8")).to.equal(torn);
    expect(damaged.stderr).to.match(/replica2\.ledger\.jsonl:\d+: .*block-id-is-not-its-digest/);
    expect(damaged.status).to.equal(2);
    writeFileSync(ledger, text);
    writeFileSync(config, JSON.stringify({ ...CONFIG, seed: "another" }));
    const other = again();
    expect(other.stderr).to.match(/--out holds the files of another config or seed/);
    expect(other.status).to.equal(2);
  });
});
