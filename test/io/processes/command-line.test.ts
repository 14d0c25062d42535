/** The command lines of programs: read, written, and what their digests depend on. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { programDigest, programText, wordsOf } from "../../../io/processes/command-line.js";

describe("the command line of a program", () => {
  const READ: readonly (readonly [text: string, words: readonly string[]])[] = [
    ["exec: python3 a.py", ["python3", "a.py"]],
    ["exec:./mine  --fast ", ["./mine", "--fast"]],
    [`exec: java -cp "a b:c" 'Main x'`, ["java", "-cp", "a b:c", "Main x"]],
    [`exec: say it"'"s`, ["say", "it's"]],
    ["exec: a ''", ["a", ""]],
  ];
  for (const [text, words] of READ) {
    it(`${text} is ${words.length} words, and so are they written`, () => {
      expect(wordsOf(text, "--protocol")).to.deep.equal({ ok: true, value: words });
      expect(wordsOf(programText(words), "")).to.deep.equal({ ok: true, value: words });
    });
  }

  for (const text of ["exec:", "exec: ''", 'exec: a "b']) {
    it(`${text} is refused`, () => {
      expect(wordsOf(text, "--protocol").ok).to.equal(false);
    });
  }

  it("has a digest of the words, and of the content of the files among them", () => {
    const folder = mkdtempSync(join(tmpdir(), "command-"));
    const file = join(folder, "a.py");
    const digest = (...exec: readonly string[]): string => programDigest({ exec, folder });
    writeFileSync(file, "one");
    const before = digest("python3", "a.py");
    expect(digest("python3", "a.py")).to.equal(before);
    expect(digest("python3", "a.py", "-v")).not.to.equal(before);
    writeFileSync(file, "two");
    expect(digest("python3", "a.py")).not.to.equal(before);
    rmSync(folder, { recursive: true });
  });
});
