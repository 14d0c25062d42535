/** Locks between processes: one at a time, and none that outlives its holder. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { claimOutputs } from "../../../io/outputs/claim.js";
import type { OutputRequest } from "../../../io/outputs/plan.js";
import { runFile } from "../../../io/outputs/run-files.js";

const HOLDER = fileURLToPath(new URL("../../support/protocols/holder.mjs", import.meta.url));

interface Holder {
  readonly process: ChildProcess;
  /** `holds`, or why not. */
  readonly answer: string;
}

describe("a lock on an output", function () {
  this.timeout(120_000);
  let folder: string;
  let started: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-lock-"));
    started = [];
  });
  afterEach(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  const request = (kind: OutputRequest["kind"]): OutputRequest => ({
    option: "--out",
    path: kind === "folder" ? folder : join(folder, "r.jsonl"),
    kind,
  });

  const claim = async (kind: OutputRequest["kind"]): Promise<string> => {
    try {
      (await claimOutputs([request(kind)], []))();
      return "free";
    } catch (error) {
      return String(error);
    }
  };

  /** Another process that claims the same. */
  async function hold(kind: OutputRequest["kind"]): Promise<Holder> {
    const child = spawn(process.execPath, [HOLDER, request(kind).path, kind], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    started.push(child);
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    return { process: child, answer: text.toString().trim() };
  }

  for (const kind of ["growing", "snapshot", "folder"] as const) {
    it(`keeps others from what is ${kind}, says who holds it, and dies with its holder`, async () => {
      const { process: holder, answer } = await hold(kind);
      expect(answer).to.equal("holds");
      expect(await claim(kind)).to.match(
        new RegExp(`--out is ".*", which process ${holder.pid} is writing; allowed: another name`),
      );
      holder.kill("SIGKILL");
      await once(holder, "exit");
      expect(readdirSync(folder)).to.have.lengthOf(1);
      expect(await claim(kind)).to.equal("free");
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  }

  it("goes to exactly one of several that start together", async () => {
    const holders = await Promise.all(Array.from({ length: 4 }, () => hold("growing")));
    const answers = holders.map(({ answer }) => answer);
    const winner = holders.find(({ answer }) => answer === "holds");
    expect(answers.filter((answer) => answer === "holds")).to.have.lengthOf(1);
    const others = answers.filter((answer) => answer !== "holds");
    for (const answer of others) expect(answer).to.match(/which process \d+ is writing/);
    expect(readdirSync(folder)).to.have.lengthOf(1);
    expect(winner?.process.exitCode).to.equal(null);
  });

  it("is removed when its holder is told to end", async () => {
    const { process: holder } = await hold("growing");
    holder.kill("SIGTERM");
    const [, signal] = (await once(holder, "exit")) as [number | null, string | null];
    expect(signal).to.equal("SIGTERM");
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("of a process whose number another one has now counts for nothing", async () => {
    const reused = `${join(folder, "r.jsonl")}.twins-${process.pid}-00000000.lock`;
    writeFileSync(reused, "");
    expect(await claim("growing")).to.equal("free");
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("leaves alone what no run has made, and what runs have beside other files", async () => {
    const names = [
      "r.jsonl.partial",
      "r.jsonl.4711.partial",
      "r.jsonl.lock",
      "r.jsonl.twins-x.lock",
    ];
    const other = "other.jsonl.twins-4194305-00000000.partial";
    for (const name of [...names, other]) writeFileSync(join(folder, name), "mine");
    const left = "r.jsonl.twins-4194305-00000000.partial";
    writeFileSync(join(folder, left), "");
    expect(await claim("growing")).to.equal("free");
    expect(readdirSync(folder)).to.have.members([...names, other]);
  });

  it("keeps out the same process, too", async () => {
    const release = await claimOutputs([request("growing")], []);
    expect(await claim("growing")).to.include(`which process ${process.pid} is writing`);
    expect(readdirSync(folder)).to.deep.equal([runFile("r.jsonl", "lock")]);
    release();
    expect(await claim("growing")).to.equal("free");
  });
});
