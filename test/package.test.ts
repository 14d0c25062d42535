/** The package as npm packs it: what is in it, and what it does when it is installed. */
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly types?: string }>>;
  readonly scripts: Readonly<Record<string, string>>;
};

/** The files that npm would pack, as the last build left them. */
function packedFiles(): readonly string[] {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const isWindows = process.platform === "win32";
  const text = execFileSync("npm", args, { cwd: ROOT, encoding: "utf8", shell: isWindows });
  const [packed] = JSON.parse(text) as { readonly files: readonly { readonly path: string }[] }[];
  return (packed?.files ?? []).map(({ path }) => path);
}

/** The files and folders of ours that a page links to, as paths from the root. */
const linksOf = (page: string): readonly string[] =>
  [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\(([^()\s#]+)(?:#[^()\s]*)?\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) =>
      normalize(join(dirname(page), target))
        .split(sep)
        .join("/"),
    );

describe("the package", () => {
  let files: readonly string[];
  before(function () {
    this.timeout(120_000);
    files = packedFiles();
  });

  it("has no page with a link to what is not in it", () => {
    const isThere = (target: string): boolean =>
      files.some((file) => file === target || file.startsWith(`${target.replace(/\/$/, "")}/`));
    const pages = files.filter((file) => file.endsWith(".md"));
    expect(pages).to.include.members(["README.md", "generator-configs/README.md"]);
    const dead = pages.flatMap((page) =>
      linksOf(page)
        .filter((target) => !isThere(target))
        .map((target) => `${page} -> ${target}`),
    );
    expect(dead).to.deep.equal([]);
  });

  it("holds the manual that its README points to", () => {
    expect(linksOf("README.md")).to.include.members(["test/cli/twins-exec.md", "ARCHITECTURE.md"]);
  });

  it("has every entry point in its API reference", () => {
    const { entryPoints } = JSON.parse(readFileSync(join(ROOT, "typedoc.json"), "utf8")) as {
      readonly entryPoints: readonly string[];
    };
    const doors = Object.values(MANIFEST.exports).flatMap(({ types = [] }) => types);
    const sources = doors.map((door) => door.replace("./dist/", "").replace(".d.ts", ".ts"));
    expect(entryPoints).to.have.members(sources);
  });

  it("runs nothing when it is installed", () => {
    const atInstall = ["preinstall", "install", "postinstall", "prepare"];
    for (const name of atInstall) expect(MANIFEST.scripts).to.not.have.property(name);
  });

  for (const [command, script] of Object.entries(MANIFEST.bin)) {
    it(`has ${command} as a file that can be executed`, () => {
      expect(files).to.include(script);
      const isExecutable = (statSync(join(ROOT, script)).mode & 0o111) === 0o111;
      expect(isExecutable || process.platform === "win32").to.equal(true);
    });
  }
});
