/** Internal states of nodes as trees, of a built-in protocol and of one that a program runs. */
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { openPage, startBrowser } from "./browser.js";
import { FORK, pageOf, pageOfConfig } from "./pages.js";

const STREAMLET = fileURLToPath(
  new URL("../../examples/any-language/streamlet.mjs", import.meta.url),
);

const stateOf = (page: Page, node: string) =>
  page.getByRole("region", { name: `Internal state of ${node}`, exact: true });

describe("internal states in a page", function () {
  this.timeout(60_000);
  let browser: Browser;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it("shows what the last event changed, with the value before", async () => {
    const { page, complaints } = await openPage(browser, pageOf("states", ...FORK));
    const state = stateOf(page, "c");
    const round = state.locator("li.changed", { hasText: /^changed: currentRound: / });
    expect(await round.innerText()).to.match(/^changed: currentRound: 3 \(was 2\)$/);
    await page.keyboard.press("ArrowRight");
    await page.locator(".node.acting").waitFor();
    expect(await state.locator("li.changed").count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });

  it("opens and closes by mouse and by key, and stays as it was left", async () => {
    const { page } = await openPage(browser, pageOf("states", ...FORK), { fragment: "#t=0" });
    const node = page.locator(".node", { has: page.locator("> summary", { hasText: /^b / }) });
    await node.locator("> summary").click();
    await page.keyboard.press("End");
    const part = stateOf(page, "b").locator("details", {
      has: page.locator("> summary", { hasText: /pacemaker$/ }),
    });
    expect(await part.evaluate((each) => (each as HTMLDetailsElement).open)).to.equal(false);
    await part.locator("> summary").click();
    expect(await part.getByText("currentRound").isVisible()).to.equal(true);
    await part.locator("> summary").focus();
    await page.keyboard.press("Enter");
    expect(await part.getByText("currentRound").isVisible()).to.equal(false);
    await page.context().close();
  });

  it("shows those of a program, too", async () => {
    const file = pageOfConfig("program", {
      protocol: { exec: ["node", STREAMLET] },
      ...{ replicas: ["a", "b", "c", "d"], twins: ["a"], bugs: ["small_quorum"] },
      cases: [{ name: "two thirds", rounds: "a: a b | c d a' x3" }],
    });
    const { page, complaints } = await openPage(browser, file);
    expect(await page.locator("h1").innerText()).to.match(/two thirds/);
    expect(await page.locator(".mark.commit").count()).to.be.greaterThan(0);
    await page.keyboard.press("End");
    const acting = page.locator(".node.acting");
    expect(await acting.getByRole("heading", { name: "Internal state" }).count()).to.equal(1);
    expect(await acting.locator("section.state li").count()).to.be.greaterThan(3);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });
});
