/** The guide for any language, and Python's Streamlet: they need python3. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { replayPage } from "../support/console-page.js";
import { ConsoleWorld } from "../support/console-world.js";
import { expectSameResults } from "../support/same-results.js";
import { UPDATE } from "../support/update.js";

const PAGE = fileURLToPath(new URL("../../docs/any-language.md", import.meta.url));
const SCENARIOS = 1000;

describe("a protocol in Python", () => {
  it("docs/any-language.md prints what it says", function () {
    this.timeout(300_000);
    const before = readFileSync(PAGE, "utf8");
    const environment = new ConsoleWorld();
    try {
      const now = replayPage(before, environment);
      if (UPDATE) writeFileSync(PAGE, now);
      else expect(now).to.equal(before);
    } finally {
      environment.remove();
    }
  });

  it(`its Streamlet has the results of the built-in one in ${SCENARIOS} scenarios`, function () {
    this.timeout(300_000);
    expectSameResults("exec: python3 examples/any-language/streamlet.py", SCENARIOS);
  });
});
