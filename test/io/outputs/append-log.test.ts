/** Files that survive a crash: torn lines and atomic replacement. */
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { AppendLog } from "../../../io/outputs/logs/append-log.js";
import { replaceFile, textIfAny } from "../../../io/outputs/replace-file.js";
import { LARGEST_LOG, MOST_LOG_LINES } from "../../../lib/scenario/input/limits.js";
import { InputError } from "../../../lib/scenario/input/problem.js";

describe("files that survive a crash", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-log-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const FOUND: readonly (readonly [text: string, lines: readonly string[], torn: boolean])[] = [
    ["", [], false],
    ["one\ntwo\n", ["one", "two"], false],
    ["one\ntw", ["one"], true],
    ["on", [], true],
    ["ä\nöö\nü", ["ä", "öö"], true],
  ];
  for (const [text, lines, torn] of FOUND) {
    it(`a log that was left as ${JSON.stringify(text)} goes on after its whole lines`, () => {
      const path = join(folder, "log");
      writeFileSync(path, text);
      const log = new AppendLog(path);
      expect(log.wasTorn).to.equal(torn);
      expect(log.lines()).to.deep.equal(lines);
      expect(readFileSync(path, "utf8"), "before anything is added").to.equal(text);
      log.append("next");
      expect(log.lines()).to.deep.equal([...lines, "next"]);
      log.close();
    });
  }

  it("a log to which nothing is added is repaired when that is asked for", () => {
    const path = join(folder, "log");
    writeFileSync(path, "one\ntw");
    const log = new AppendLog(path);
    log.repair();
    log.repair();
    log.close();
    expect(readFileSync(path, "utf8")).to.equal("one\n");
  });

  it("a log of too many bytes or lines is refused, and stays as it was", () => {
    const path = join(folder, "log");
    writeFileSync(path, "");
    truncateSync(path, LARGEST_LOG + 1);
    expect(() => new AppendLog(path)).to.throw(
      InputError,
      /log: is too large to go on from.*bytes/,
    );
    expect(statSync(path).size).to.equal(LARGEST_LOG + 1);

    writeFileSync(path, "x\n".repeat(MOST_LOG_LINES));
    const log = new AppendLog(path);
    expect(log.lines()).to.have.length(MOST_LOG_LINES);
    log.append("one more");
    expect(() => log.lines()).to.throw(InputError, /log: is too large to go on from.*lines/);
    log.close();
  });

  it("a file whose name ends in .gz is compressed", () => {
    const path = join(folder, "state.gz");
    replaceFile(path, ["one\n", "two\n"]);
    expect(gunzipSync(readFileSync(path)).toString()).to.equal("one\ntwo\n");
  });

  it("a file is replaced as a whole, and nothing is left beside it", () => {
    const path = join(folder, "state");
    expect(textIfAny(path)).to.equal(null);
    replaceFile(path, "first");
    replaceFile(path, "second");
    expect(textIfAny(path)).to.equal("second");
    expect(textIfAny(`${path}.partial`)).to.equal(null);
    expect(readFileSync(path, "utf8")).to.equal("second");
  });

  it("a folder in the place of a file is the user's problem", () => {
    expect(() => new AppendLog(folder)).to.throw(InputError, "directory");
    expect(() => textIfAny(folder)).to.throw(InputError, "directory");
  });
});
