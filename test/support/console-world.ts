/** The environment in which manual pages run: a folder with the built commands. */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandOutcome, ConsoleEnvironment } from "./console-page.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a user of the package has at hand. */
const SHIPPED = ["generator-configs", "attacks", "executor-configs", "cluster-configs", "schemas"];

/**
 * A folder of its own, with the shipped folders in it, the package installed and its commands on
 * the path, all as the last build left them.
 */
export class ConsoleWorld implements ConsoleEnvironment {
  readonly #base = mkdtempSync(join(tmpdir(), "twins-page-"));
  readonly #home = join(this.#base, "home");
  readonly #bin = join(this.#base, "bin");
  readonly #output = join(this.#base, "output");

  constructor() {
    mkdirSync(this.#home);
    mkdirSync(this.#bin);
    for (const folder of SHIPPED) symlinkSync(join(ROOT, folder), join(this.#home, folder));
    const { name, bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      name: string;
      bin: Record<string, string>;
    };
    this.write("package.json", '{ "private": true }\n');
    mkdirSync(join(this.#home, "node_modules"));
    symlinkSync(ROOT, join(this.#home, "node_modules", name));
    for (const [command, script] of Object.entries(bin)) {
      const text = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, script)}" "$@"\n`;
      writeFileSync(join(this.#bin, command), text, { mode: 0o755 });
    }
  }

  write(file: string, text: string): void {
    const path = join(this.#home, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Both streams go to one file, so that their lines keep their order. */
  run(command: string): CommandOutcome {
    const output = openSync(this.#output, "w");
    try {
      const { status } = spawnSync("sh", ["-c", command], {
        cwd: this.#home,
        env: {
          PATH: `${this.#bin}${delimiter}${process.env["PATH"] ?? ""}`,
          HOME: this.#home,
          LANG: "C",
          NO_COLOR: "1",
        },
        stdio: ["ignore", output, output],
      });
      const text = readFileSync(this.#output, "utf8").trimEnd();
      const printed = text.split("\n").map((line) => line.trimEnd());
      return { printed: text === "" ? [] : printed, exit: status ?? -1 };
    } finally {
      closeSync(output);
    }
  }

  remove(): void {
    rmSync(this.#base, { recursive: true });
  }
}
