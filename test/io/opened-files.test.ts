/** Files that the commands open for a person, and files of the package that they read. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { ToolFailure } from "../../io/failure.js";
import { packageFile } from "../../io/files/package-file.js";

const OPEN_FILE = new URL("../../io/files/open-file.ts", import.meta.url).href;

describe("opening a file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "twins-open-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const open = (path: string, then: string): string => {
    const script = `import { openFile } from "${OPEN_FILE}"; openFile("page one.html");`;
    const command = `"${process.execPath}" --import tsx --input-type=module -e '${script}' ${then}`;
    const root = new URL("../../", import.meta.url);
    return execFileSync("/bin/sh", ["-c", command], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, PATH: path, FOLDER: folder },
    });
  };

  it("starts the program of the system with its whole path, and does not wait for it", () => {
    execFileSync("mkfifo", [join(folder, "opened")]);
    for (const name of ["xdg-open", "open"]) {
      const program = join(folder, name);
      writeFileSync(program, `#!/bin/sh\necho "$1" > "$FOLDER/opened"\n`);
      chmodSync(program, 0o755);
    }
    const path = `${folder}${delimiter}${process.env["PATH"] ?? ""}`;
    expect(open(path, '&& cat "$FOLDER/opened"')).to.match(/^\/.*\/page one\.html\n$/);
  });

  it("says how to go on where there is no such program", () => {
    const said = open(folder, "2>&1");
    expect(said).to.match(/^warning: \S+ cannot be started; open page one\.html yourself\n$/);
  });
});

describe("a file of the package", () => {
  it("is a failure of the tool where it was not built", () => {
    const missing = new URL("file:///nowhere/page.html");
    expect(() => packageFile(missing)).to.throw(ToolFailure, /npm run build makes it/);
  });
});
