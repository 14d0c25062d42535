import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { replayPage } from "../support/console-page.js";
import { ConsoleWorld } from "../support/console-world.js";
import { UPDATE } from "../support/update.js";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

describe("the manual's pages print what they say", () => {
  const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));

  for (const page of pages.sort()) {
    it(page, function () {
      this.timeout(300_000);
      const path = join(FOLDER, page);
      const before = readFileSync(path, "utf8");
      const world = new ConsoleWorld();
      try {
        const now = replayPage(before, world);
        if (UPDATE) writeFileSync(path, now);
        else expect(now).to.equal(before);
      } finally {
        world.remove();
      }
    });
  }
});
