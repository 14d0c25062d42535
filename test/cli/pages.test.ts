/** Runs the commands of the manual pages and compares what they print. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { replayPage } from "../support/console-page.js";
import { ConsoleWorld } from "../support/console-world.js";
import { UPDATE } from "../support/update.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = [
  "README.md",
  "docs/your-protocol.md",
  "docs/gauntlet.md",
  ...readdirSync(join(ROOT, "test/cli"))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => join("test/cli", name)),
];

describe("the manual's pages print what they say", () => {
  for (const page of PAGES) {
    it(page, function () {
      this.timeout(300_000);
      const path = join(ROOT, page);
      const before = readFileSync(path, "utf8");
      const environment = new ConsoleWorld();
      try {
        const now = replayPage(before, environment);
        if (UPDATE) writeFileSync(path, now);
        else expect(now).to.equal(before);
      } finally {
        environment.remove();
      }
    });
  }
});
