/** Output files and reading: atomicity, compression and limits. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import { OutputFile } from "../../io/outputs/output-file.js";
import { readJson, readLines } from "../../io/files/read.js";
import { LARGEST_CONFIG, MOST_BLANK_LINES } from "../../lib/scenario/input/limits.js";
import { InputError } from "../../lib/scenario/input/problem.js";

/** What a promise is rejected with. */
async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("files", () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-io-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function write(name: string, ...parts: readonly string[]): Promise<void> {
    const output = await OutputFile.open(at(name));
    for (const part of parts) await output.write(part);
    await output.commit();
  }

  async function lines(name: string, torn = false): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const line of readLines(at(name), torn)) found.push(line);
    return found;
  }

  describe("that are written", () => {
    it("appear when they are complete, in folders made for them", async () => {
      const output = await OutputFile.open(at("a/b/out.txt"));
      await output.write("x".repeat(200_000));
      expect(existsSync(at("a/b/out.txt"))).to.equal(false);
      await output.write("end");
      await output.commit();
      expect(readFileSync(at("a/b/out.txt"), "utf8")).to.equal(`${"x".repeat(200_000)}end`);
      expect(readdirSync(at("a/b"))).to.deep.equal(["out.txt"]);
    });

    it("leave nothing when they are discarded, and the old file as it was", async () => {
      writeFileSync(at("out.txt"), "old");
      const output = await OutputFile.open(at("out.txt"));
      await output.write("x".repeat(200_000));
      output.discard();
      expect(readdirSync(folder)).to.deep.equal(["out.txt"]);
      expect(readFileSync(at("out.txt"), "utf8")).to.equal("old");
    });

    it("are compressed by their name", async () => {
      await write("out.txt.gz", "one\n", "two\n");
      expect(gunzipSync(readFileSync(at("out.txt.gz"))).toString()).to.equal("one\ntwo\n");
    });

    it("keep a link a link", async () => {
      writeFileSync(at("real.txt"), "old");
      symlinkSync(at("real.txt"), at("link.txt"));
      await write("link.txt", "new");
      expect(lstatSync(at("link.txt")).isSymbolicLink()).to.equal(true);
      expect(readFileSync(at("real.txt"), "utf8")).to.equal("new");
    });

    it("are refused where they cannot be: a folder, a folder below a file", async () => {
      writeFileSync(at("file"), "");
      mkdirSync(at("folder"));
      for (const name of ["folder", "file/out.txt"]) {
        expect(await failure(OutputFile.open(at(name))), name).to.be.instanceOf(InputError);
      }
      expect(readdirSync(folder)).to.have.members(["file", "folder"]);
    });
  });

  describe("that are read", () => {
    it("come line by line, whatever breaks them and wherever pieces end (law)", async () => {
      const texts = fc.array(
        fc.string({ unit: "grapheme" }).map((s) => s.replaceAll(/[\r\n]/g, "")),
      );
      const breaks = fc.constantFrom("\n", "\r\n");
      await fc.assert(
        fc.asyncProperty(texts, breaks, fc.boolean(), async (expected, end, zipped) => {
          const text = expected.map((line) => line + end).join("");
          writeFileSync(at("in.txt"), text);
          writeFileSync(at("in.txt.gz"), gzipSync(text));
          expect(await lines(zipped ? "in.txt.gz" : "in.txt")).to.deep.equal(expected);
        }),
        { numRuns: 50 },
      );
    });

    it("may be longer than a piece, and lack the last break", async () => {
      const long = Array.from({ length: 5 }, (_, index) => `${index}é`.repeat(150_000));
      writeFileSync(at("in.txt"), long.join("\n"));
      expect(await lines("in.txt")).to.deep.equal(long);
    });

    it("are refused when missing, a folder, not gzip, or broken off", async () => {
      writeFileSync(at("not.gz"), "plain");
      writeFileSync(at("part.gz"), gzipSync("line\n".repeat(10_000)).subarray(0, 40));
      for (const name of ["none", "", "not.gz", "part.gz"]) {
        expect(await failure(lines(name)), name).to.be.instanceOf(InputError);
      }
    });

    it("come as far as they go when they may be torn", async () => {
      const chunks = ["one\ntwo\n", "three\nfour\n"].map((text) => gzipSync(text));
      const whole = Buffer.concat(chunks);
      writeFileSync(at("torn.gz"), whole.subarray(0, whole.length - 6));
      expect(await failure(lines("torn.gz"))).to.be.instanceOf(InputError);
      const found = await lines("torn.gz", true);
      expect(found.slice(0, 2)).to.deep.equal(["one", "two"]);
      expect("three\nfour").to.match(new RegExp(`^${found.slice(2).join("\n")}`));
    });

    it("are refused when they expand without end, in lines or in one of them", async () => {
      // Members of gzip, each of 8 MiB.
      const bomb = (text: string): Buffer =>
        Buffer.concat(new Array<Buffer>(12).fill(gzipSync(text.repeat(1 << 9))));
      const drained = async (name: string): Promise<void> => {
        for await (const line of readLines(at(name))) expect(line).to.have.lengthOf(16_383);
      };
      writeFileSync(at("lines.gz"), bomb(`${"x".repeat(16_383)}\n`));
      writeFileSync(at("line.gz"), bomb("x".repeat(16_384)));
      const errors = [await failure(drained("lines.gz")), await failure(drained("line.gz"))];
      expect(errors.map(String).join("\n")).to.match(
        /lines\.gz: expands to more than 500 times its size.*\n.*line\.gz: expands/,
      );
    });

    it("tell where their JSON breaks, and bear a byte order mark", async () => {
      writeFileSync(at("a.json"), '\uFEFF{ "a": 1 }');
      writeFileSync(at("b.json"), '{\n "a": 1,,\n}');
      expect(await readJson(at("a.json"))).to.deep.equal({ a: 1 });
      const error = await failure(readJson(at("b.json")));
      expect(error)
        .to.be.instanceOf(InputError)
        .with.property("message")
        .that.includes("b.json:2:9: ");
    });
  });

  it("that are configs are read up to a limit, and devices, which have no end, not at all", async () => {
    writeFileSync(at("large.json"), " ".repeat(LARGEST_CONFIG + 1));
    const refusals = [
      [at("large.json"), /too large for a config; allowed: at most 16777216 bytes/],
      ["/dev/zero", /is a device; allowed: a file, - or \/dev\/stdin/],
    ] as const;
    for (const [file, refusal] of refusals) {
      const error = await failure(readJson(file));
      expect(error).to.be.instanceOf(InputError);
      expect(String(error)).to.match(refusal);
    }
  });

  it("that expand too far are refused by what is expanded, not by what is read ahead", async () => {
    writeFileSync(at("zeros.jsonl.gz"), gzipSync(`${"0".repeat(16_383)}\n`.repeat(6000)));
    let seen = 0;
    const error = await failure(
      (async () => {
        for await (const line of readLines(at("zeros.jsonl.gz"))) seen += line.length + 1;
      })(),
    );
    expect(String(error)).to.match(/expands to more than 500 times its size/);
    expect(seen).to.be.lessThan(20_000_000);
  });

  for (const [what, blank] of [
    ["nothing", "\n"],
    ["a space", " \n"],
    ["a carriage return", "\r\n"],
  ] as const) {
    it(`may have some blank lines together, of ${what}, and no more`, async () => {
      const parts = ["first\n", blank.repeat(MOST_BLANK_LINES), "second\n"];
      writeFileSync(at("some.txt"), [...parts, blank].join(""));
      expect(await lines("some.txt")).to.have.length(MOST_BLANK_LINES + 3);

      writeFileSync(at("blank.jsonl.gz"), gzipSync(["first\n", blank.repeat(100_000)].join("")));
      let seen = 0;
      const error = await failure(
        (async () => {
          for await (const line of readLines(at("blank.jsonl.gz"))) {
            expect(line).to.be.oneOf(["first", "", " "]);
            seen++;
          }
        })(),
      );
      expect(String(error)).to.match(/too many blank lines one after the other; allowed: at most/);
      expect(seen).to.equal(MOST_BLANK_LINES + 1);
    });
  }
});
