/** An automatic check of accessibility: nothing serious on any page, in light and dark. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { openPage, startBrowser } from "./browser.js";
import { FORK, pageOf } from "./pages.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds that is serious or critical. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const text = await page.evaluate<string>(
    "axe.run().then(({ violations }) => JSON.stringify(violations))",
  );
  const violations = JSON.parse(text) as readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe("accessibility", function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const colorScheme of ["light", "dark"] as const) {
    it(`nothing serious on any page: ${colorScheme}`, async () => {
      const sweep = ["generator-configs/all_random.json", "--limit", "30", "--no-corpus"];
      const pages = [
        { file: pageOf("accessible", ...FORK), fragment: "#t=28&block=d@1&property=agreement" },
        { file: pageOf("accessible-two", ...FORK, "--against-correct"), fragment: "" },
        { file: pageOf("accessible-many", ...sweep, "--bug", "conflicting_votes"), fragment: "" },
      ];
      for (const { file, fragment } of pages) {
        const { page } = await openPage(browser, file, { fragment, colorScheme });
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await findings(page), file).to.deep.equal([]);
        await page.context().close();
      }
    });
  }

  it("every control can be reached by the keyboard alone", async () => {
    const { page } = await openPage(browser, pageOf("reached", ...FORK));
    const reached = new Set<string>();
    for (let tab = 0; tab < 60; tab++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate(() => {
          const { activeElement: at } = document;
          return `${at?.tagName ?? ""} ${at?.getAttribute("aria-label") ?? at?.textContent ?? ""}`;
        }),
      );
    }
    expect([...reached].join("\n")).to.include.oneOf(["BUTTON ✗ agreement"]);
    for (const control of ["BUTTON Copy", "BUTTON Print", "BUTTON Next event", "INPUT Time"]) {
      expect([...reached]).to.include(control);
    }
  });
});
