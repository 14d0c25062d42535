/** The digest of a module covers what it imports by relative paths, and nothing else. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { moduleDigest } from "../../../io/protocols/module-digest.js";

describe("the digest of a module", () => {
  const folders: string[] = [];
  /** The digest of `main.mjs` among files in a new folder. */
  const digestOf = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), "twins-digest-"));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return moduleDigest(join(folder, "main.mjs"), Buffer.from(files["main.mjs"] ?? ""));
  };
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it("is that of the content where nothing is imported", () => {
    const text = 'import "a-package";';
    const expected = createHash("sha256").update(text).digest("hex");
    expect(digestOf({ "main.mjs": text, "other.mjs": "1" })).to.equal(expected);
  });

  it("does not depend on the folder", () => {
    const files = { "main.mjs": 'import "./rules.mjs";', "rules.mjs": "1" };
    expect(digestOf(files)).to.equal(digestOf(files));
  });

  /** How `main.mjs` names a file, and where that is. */
  const NAMED: readonly (readonly [text: string, file: string])[] = [
    ['import { a } from "./rules.mjs";', "rules.mjs"],
    ['import "./rules.mjs?again";', "rules.mjs"],
    ["export * from './deep/rules.mjs';", "deep/rules.mjs"],
    ["const a = await import(`./rules.mjs`);", "rules.mjs"],
    ['const a = require("./rules");', "rules.js"],
    ['import { a } from "./rules.js";', "rules.ts"],
    ['import { a } from "./rules";', "rules/index.ts"],
    ['import a from "./the%20rules.json" with { type: "json" };', "the rules.json"],
  ];
  for (const [text, file] of NAMED) {
    it(`changes with the file that is named by: ${text}`, () => {
      const before = digestOf({ "main.mjs": text, [file]: "1" });
      expect(digestOf({ "main.mjs": text, [file]: "2" })).to.not.equal(before);
    });
  }

  it("changes with what imported files import, in a circle, too", () => {
    const files = { "main.mjs": 'import "./a.mjs";', "a.mjs": 'import "./b.mjs";' };
    const circle = (text: string) => ({ ...files, "b.mjs": `import "./main.mjs"; ${text}` });
    expect(digestOf(circle("1"))).to.not.equal(digestOf(circle("2")));
  });

  it("reads on where a name is no address, or of no file", () => {
    const text = 'import "./100%.mjs"; import "./missing.mjs"; import "./deep"; import "./b.mjs";';
    const files = { "main.mjs": text, "deep/x.mjs": "" };
    expect(digestOf({ ...files, "b.mjs": "1" })).to.not.equal(digestOf({ ...files, "b.mjs": "2" }));
  });
});
