/** How files are written: in place of what, and what is left when it does not succeed. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import { doAll } from "../../../io/outputs/do-all.js";
import { ResumableOutput, linesIfAny } from "../../../io/outputs/logs/resumable-output.js";
import { makeFolder, removeFolders } from "../../../io/outputs/folder.js";
import { writeWhole } from "../../../io/outputs/output.js";
import { removeFile, replaceFile } from "../../../io/outputs/replace-file.js";
import { ToolFailure } from "../../../io/failure.js";
import { InputError } from "../../../lib/scenario/input/problem.js";

describe("a file that is written", () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const isLink = (name: string): boolean => lstatSync(at(name)).isSymbolicLink();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-out-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const WRITERS: readonly (readonly [string, (path: string, text: string) => Promise<void>])[] = [
    ["as a whole", writeWhole],
    [
      "again and again",
      (path, text) => {
        replaceFile(path, text);
        return Promise.resolve();
      },
    ],
    [
      "line by line",
      async (path, text) => {
        const file = await ResumableOutput.open(path, 0);
        file.add(text);
        file.close();
      },
    ],
  ];
  for (const [how, write] of WRITERS) {
    describe(how, () => {
      it("goes where a link leads, and the link stays, also if nothing is there yet", async () => {
        writeFileSync(at("real"), "old");
        symlinkSync("real", at("link"));
        symlinkSync("new", at("dangling"));
        for (const name of ["link", "dangling"]) await write(at(name), "text");
        expect(readFileSync(at("real"), "utf8").trimEnd()).to.equal("text");
        expect(readFileSync(at("new"), "utf8").trimEnd()).to.equal("text");
        expect([isLink("link"), isLink("dangling")]).to.deep.equal([true, true]);
        expect(readdirSync(folder)).to.have.members(["real", "link", "new", "dangling"]);
      });

      it("keeps who may read it", async () => {
        writeFileSync(at("secret"), "old");
        chmodSync(at("secret"), 0o600);
        await write(at("secret"), "text");
        expect(statSync(at("secret")).mode & 0o777).to.equal(0o600);
      });
    });
  }

  it("again and again is never put in the place of a pipe or a device, and these stay", () => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("/dev/null", at("null"));
    for (const name of ["pipe", "null"]) {
      expect(() => {
        replaceFile(at(name), "text");
      }, name).to.throw(InputError, "is no file");
      removeFile(at(name));
    }
    expect(lstatSync(at("pipe")).isFIFO()).to.equal(true);
    expect(isLink("null")).to.equal(true);
    expect(statSync("/dev/null").isCharacterDevice()).to.equal(true);
  });

  it("as a whole is written through to a device, which may be full", async () => {
    symlinkSync("/dev/null", at("null"));
    symlinkSync("/dev/full", at("full"));
    await writeWhole(at("null"), "text");
    const failure = await writeWhole(at("full"), "text").catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ToolFailure);
    expect(String(failure)).to.include("full cannot be written: no space left on device");
    expect([isLink("null"), isLink("full")]).to.deep.equal([true, true]);
  });

  it("as a whole goes to whoever reads a pipe, and is refused if nobody does", async function () {
    this.timeout(60_000);
    execFileSync("mkfifo", [at("pipe")]);
    const refusal = await writeWhole(at("pipe"), "text").catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(InputError);
    expect(String(refusal)).to.include("is a pipe that nobody reads");
    const reader = spawn("cat", [at("pipe")], { stdio: ["ignore", "pipe", "inherit"] });
    const read = once(reader.stdout, "data") as Promise<[Buffer]>;
    await writeWhole(at("pipe"), "text");
    expect((await read)[0].toString()).to.equal("text");
  });

  it("line by line is left as it was until there is something to write", async () => {
    const text = "one\ntwo\nthree";
    writeFileSync(at("plain"), text);
    writeFileSync(at("zipped.gz"), gzipSync(text));
    const zipped = readFileSync(at("zipped.gz"));
    for (const name of ["plain", "zipped.gz"]) {
      const file = await ResumableOutput.open(at(name), 1);
      file.close();
      file.close();
    }
    expect(readFileSync(at("plain"), "utf8")).to.equal(text);
    expect(readFileSync(at("zipped.gz"))).to.deep.equal(zipped);
    expect(readdirSync(folder)).to.have.members(["plain", "zipped.gz"]);
  });

  it("line by line goes on after so many lines", async () => {
    const text = "one\ntwo\nthree";
    const kept = ["", "one\n", "one\ntwo\n", "one\ntwo\nthree\n"];
    for (const [lines, before] of kept.entries()) {
      writeFileSync(at("plain"), text);
      writeFileSync(at("zipped.gz"), gzipSync(text));
      for (const name of ["plain", "zipped.gz"]) {
        const file = await ResumableOutput.open(at(name), lines);
        file.add("next");
        file.close();
      }
      const expected = `${before}next\n`;
      expect(readFileSync(at("plain"), "utf8"), `${lines}`).to.equal(expected);
      expect(gunzipSync(readFileSync(at("zipped.gz"))).toString(), `${lines}`).to.equal(expected);
    }
  });

  it("line by line may be a device, which has no lines", async () => {
    symlinkSync("/dev/full", at("full"));
    for await (const line of linesIfAny(at("full"))) expect.fail(line);
    const file = await ResumableOutput.open(at("full"), 0);
    file.add("one");
    expect(() => {
      file.close();
    }).to.throw(ToolFailure, "no space left on device");
  });

  it("has its folder made, and only that is removed again which was made", () => {
    writeFileSync(at("file"), "");
    expect(makeFolder(folder)).to.deep.equal([]);
    const made = makeFolder(at("a/b"));
    expect(made).to.deep.equal([at("a"), at("a/b")]);
    writeFileSync(at("a/b/file"), "");
    removeFolders(made);
    expect(existsSync(at("a/b/file"))).to.equal(true);
    expect(() => makeFolder(at("file/b"))).to.throw("ENOTDIR");
  });
});

describe("steps of which none keeps another from being taken", () => {
  const taken: string[] = [];
  const step = (name: string, error?: Error) => (): void => {
    taken.push(name);
    if (error !== undefined) throw error;
  };
  const [first, second] = [new Error("first"), new Error("second")];
  const TABLE: readonly (readonly [string, (() => void)[], unknown])[] = [
    ["none fails", [step("a"), step("b")], undefined],
    ["the first fails", [step("a", first), step("b")], first],
    ["two fail", [step("a", first), step("b", second)], [first, second]],
  ];
  for (const [shows, steps, expected] of TABLE) {
    it(`are all taken if ${shows}`, async () => {
      taken.length = 0;
      const thrown = await doAll(steps).catch((error: unknown) => error);
      expect(taken).to.deep.equal(["a", "b"]);
      expect(thrown instanceof AggregateError ? thrown.errors : thrown).to.deep.equal(expected);
    });
  }
});
