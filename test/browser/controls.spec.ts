/** Every control of the viewer, by mouse and by keyboard, as a person uses it. */
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { openPage, startBrowser } from "./browser.js";
import { FORK, inFolder, pageOf, twinsExec } from "./pages.js";

/** The number of the event that the cursor is at, from 1 on. */
async function eventOf(page: Page): Promise<number> {
  const text = await page.locator(".playback output").textContent();
  return Number(/^event (\d+) of/.exec(text ?? "")?.[1]);
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

describe("the page of a run", function () {
  this.timeout(60_000);
  let browser: Browser;
  let file: string;
  let page: Page;

  before(async () => {
    file = pageOf("fork", ...FORK);
    browser = await startBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    ({ page } = await openPage(browser, file, { fragment: "#t=0" }));
  });
  afterEach(() => page.context().close());

  it("says the verdict first, and shows the fork", async () => {
    expect(await page.locator("h1").innerText()).to.match(/violated.*equivocating_with_bug/s);
    const forked = page.locator(".block.forked");
    expect(await forked.locator("strong").allInnerTexts()).to.deep.equal(["d@1", "d'@1"]);
    for (const block of await forked.all()) expect(await block.isVisible()).to.equal(true);
  });

  it("opens at the violation", async () => {
    const opened = await openPage(browser, file);
    const words = await opened.page.locator(".panel.event h2").innerText();
    expect(words).to.equal("500 ms: c receives proposal d'@3 from d'");
    await opened.page.context().close();
  });

  it("steps by buttons", async () => {
    await button(page, "Next event").click();
    await button(page, "Next event").click();
    await button(page, "Previous event").click();
    expect(await eventOf(page)).to.equal(2);
    await button(page, "Last event").click();
    expect(await eventOf(page)).to.equal(678);
    await button(page, "First event").click();
    expect(await eventOf(page)).to.equal(1);
  });

  it("steps by keys", async () => {
    for (const key of ["j", "ArrowDown", "ArrowRight", "k"]) await page.keyboard.press(key);
    expect(await eventOf(page)).to.equal(3);
    for (const key of ["ArrowUp", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await eventOf(page)).to.equal(1);
    await page.keyboard.press("End");
    expect(await eventOf(page)).to.equal(678);
    await page.keyboard.press("Home");
    expect(await eventOf(page)).to.equal(1);
  });

  it("moves by the slider", async () => {
    const slider = page.getByRole("slider", { name: "Time" });
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    expect(await eventOf(page)).to.equal(2);
    await slider.fill("99");
    expect(await eventOf(page)).to.equal(100);
    expect(await slider.getAttribute("aria-valuetext")).to.match(/^event 100 of 678: \d+ ms, /);
  });

  it("plays and pauses, by button and by key", async () => {
    await button(page, "Play").click();
    await page.waitForFunction(
      () => document.querySelector("output")?.value.startsWith("event 1 ") === false,
    );
    await button(page, "Pause").click();
    const at = await eventOf(page);
    expect(at).to.be.greaterThan(1);
    await page.locator("h1").click();
    await page.keyboard.press("Space");
    await button(page, "Pause").waitFor();
    await page.keyboard.press("Space");
    await button(page, "Play").waitFor();
  });

  it("jumps to the violation, by button and by key", async () => {
    await button(page, "Go to the violation").click();
    expect(await eventOf(page)).to.equal(29);
    await page.keyboard.press("Home");
    await page.keyboard.press("v");
    expect(await eventOf(page)).to.equal(29);
    expect(await page.locator(".witness h2").innerText()).to.equal("agreement: step 12 of 12");
  });

  it("walks a witness to its end", async () => {
    await button(page, "✗ agreement").click();
    const next = button(page, "Next step");
    const seen: string[] = [];
    while (await next.isEnabled()) {
      seen.push(await page.locator(".walk-words").innerText());
      await next.click();
    }
    seen.push(await page.locator(".walk-words").innerText());
    expect(seen).to.have.lengthOf(12);
    const proven = await page.locator(".block[aria-pressed=true] strong").innerText();
    expect(proven).to.equal("d'@1");
    expect(seen[0]).to.equal("0 ms: d sends proposal d@1");
    expect(seen.at(-1)).to.equal("500 ms: c receives proposal d'@3 from d' and commits d'@1");
    expect(await eventOf(page)).to.equal(29);
    await page.keyboard.press("p");
    expect(await page.locator(".walk-words").innerText()).to.equal(seen.at(-2));
    await page.keyboard.press("n");
    expect(await page.locator(".walk-words").innerText()).to.equal(seen.at(-1));
    await page.keyboard.press("Escape");
    expect(await page.locator(".witness").count()).to.equal(0);
  });

  it("walks through every violated property", async () => {
    for (const each of await page.locator(".properties button").all()) {
      await each.click();
      expect(await page.locator(".walk-words").innerText()).to.match(/^\d+ ms: /);
    }
  });

  it("selects a block, and shows its messages", async () => {
    await page.locator(".block", { hasText: "d'@1" }).first().click();
    expect(await page.locator(".arrow.selected").count()).to.equal(9);
    expect(await page.locator(".selected-block").innerText()).to.match(/^d'@1: round 1, parent/);
    await page.keyboard.press("b");
    expect(await page.locator(".selected-block").innerText()).to.match(/^d@2: /);
    await page.keyboard.press("Escape");
    expect(await page.locator(".arrow.selected").count()).to.equal(0);
  });

  it("selects the block of an arrow, and the event of a point", async () => {
    const arrow = page.locator(".arrow.fate-delivered", { hasText: "vote d@1" }).first();
    await arrow.locator(".tip").dispatchEvent("click");
    expect(await page.locator(".block[aria-pressed=true] strong").innerText()).to.equal("d@1");
    expect(await page.locator(".panel.event h2").innerText()).to.match(/receives vote d@1 from a$/);
    await page
      .locator(".step", { hasText: /^100 ms, b:/ })
      .locator("circle")
      .click();
    expect(await page.locator(".panel.event h2").innerText()).to.match(/^100 ms: b receives/);
  });

  it("goes from a receipt to where it was sent", async () => {
    await button(page, "Go to the violation").click();
    await button(page, "Go to where it was sent").click();
    expect(await page.locator(".panel.event h2").innerText()).to.match(/^400 ms: d' /);
  });

  it("filters by type, node and round, and hides what is lost", async () => {
    const arrows = (): Promise<number> => page.locator("g.arrow").count();
    const all = await arrows();
    const lost = await page.locator("g.arrow.fate-lost").count();
    await page.getByLabel("lost").uncheck();
    expect(await arrows()).to.equal(all - lost);
    await page.getByLabel("lost").check();
    await page.getByLabel("vote", { exact: true }).uncheck();
    expect(await page.locator("g.arrow.role-vote").count()).to.equal(0);
    await page.getByLabel("vote", { exact: true }).check();
    expect(await arrows()).to.equal(all);
    await page.getByText("Nodes and rounds").click();
    await page.getByLabel("d'", { exact: true }).uncheck();
    expect(await page.locator(".step", { hasText: "ms, d':" }).count()).to.equal(0);
    await page.getByLabel("d'", { exact: true }).check();
    await page.getByLabel("from").fill("2");
    await page.getByLabel("to", { exact: true }).fill("2");
    const rounds = await page.locator("g.arrow > title").allTextContents();
    expect(rounds).to.not.be.empty;
    for (const title of rounds) expect(title).to.include("(round 2)");
  });

  it("shows the state of each node at the cursor, and what the last event changed", async () => {
    await button(page, "Go to the violation").click();
    const acting = page.locator(".node.acting");
    expect(await acting.locator("> summary").innerText()).to.equal(
      "c round 3, last commit d'@1 (acts)",
    );
    expect(await acting.locator("> ul > li", { hasText: "committed" }).innerText()).to.equal(
      "changed: committed: d'@1",
    );
    await page.getByText("messages under way").click();
    expect(await page.locator(".world").innerText()).to.include("under way");
  });

  it("shows all events as a table, a part at a time", async () => {
    await page.getByRole("heading", { name: "Events as a table" }).click();
    const rows = page.locator(".events tbody tr");
    await rows.first().waitFor();
    expect(await rows.count()).to.equal(100);
    await button(page, "Later events").click();
    expect(await rows.first().locator("th").innerText()).to.equal("101");
    await rows.first().getByRole("button").click();
    expect(await eventOf(page)).to.equal(101);
    await button(page, "Earlier events").click();
    expect(await rows.first().locator("th").innerText()).to.equal("1");
  });

  it("shows the scenario and the message in full", async () => {
    await page.getByRole("heading", { name: "Scenario" }).click();
    expect(await page.locator(".scenario tbody tr").first().innerText()).to.match(/a d \| b c d'/);
    await button(page, "Go to the violation").click();
    await page.getByText("The message").click();
    expect(await page.locator(".event pre").innerText()).to.include('"block": "d\'@3"');
    await page.getByText("Keys").click();
    expect(await page.locator(".keys").innerText()).to.include("next event");
  });

  it("has a link to every view", async () => {
    const fragment = "#t=41&block=d'%401&property=liveness&step=1";
    const linked = await openPage(browser, file, { fragment });
    expect(await eventOf(linked.page)).to.equal(42);
    expect(await linked.page.locator(".block[aria-pressed=true] strong").innerText()).to.equal(
      "d'@1",
    );
    expect(await linked.page.locator(".witness h2").innerText()).to.match(/^liveness: step 2/);
    await linked.page.keyboard.press("j");
    await linked.page.waitForFunction(() => location.hash.startsWith("#t=42&block="));
    await linked.page.evaluate(() => {
      location.hash = "#t=5";
    });
    await linked.page.waitForFunction(() =>
      document.querySelector("output")?.value.startsWith("event 6 "),
    );
    await linked.page.context().close();
  });

  it("copies the replay line", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await button(page, "Copy").click();
    await button(page, "Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).to.equal(`twins-exec ${FORK.join(" ")} --trace`);
  });

  it("prints: the button asks for it, and paper has the whole diagram and no controls", async () => {
    await page.evaluate(() => {
      window.print = () => document.body.classList.add("asked-to-print");
    });
    await button(page, "Print").click();
    expect(await page.locator("body.asked-to-print").count()).to.equal(1);
    const before = await page.locator("g.step").count();
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("g.step").count()).to.equal(678);
    expect(await page.locator(".playback").isVisible()).to.equal(false);
    expect((await page.pdf()).length).to.be.greaterThan(20_000);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.waitForFunction((n) => document.querySelectorAll("g.step").length === n, before);
  });

  it("compares with a trace from a file, opens one, and says what is wrong with one that is none", async () => {
    const trace = inFolder("held.jsonl");
    twinsExec(
      "executor-configs/small_quorum_bug.json",
      "--case",
      "equivocating_without_bug",
      "--trace-out",
      trace,
    );
    const chooser = page.getByLabel("Open a trace");
    await chooser.setInputFiles(file);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).to.match(/line 1: is not a JSON object/);
    await page.getByLabel("Compare with a trace").setInputFiles(trace);
    await page.locator(".difference").nth(1).waitFor();
    expect(await page.locator(".lane-heads p").allInnerTexts()).to.deep.equal([
      "equivocating_with_bug",
      "held.jsonl",
    ]);
    await chooser.setInputFiles(trace);
    await page.locator("h1", { hasText: "equivocating_without_bug" }).waitFor();
    expect(await page.locator("h1").innerText()).to.match(/held/);
  });
});

describe("the page of two runs", function () {
  this.timeout(60_000);

  it("shows both, aligned, and where they begin to differ", async () => {
    const browser = await startBrowser();
    const file = pageOf("compared", ...FORK, "--against-correct");
    const { page } = await openPage(browser, file, { fragment: "#t=0" });
    expect(await page.locator(".diagram").count()).to.equal(2);
    const times = await page
      .locator(".diagram")
      .evaluateAll((diagrams) =>
        diagrams.map((each) =>
          [...each.querySelectorAll(".time")].map((time) => [
            time.textContent,
            time.getAttribute("y"),
          ]),
        ),
      );
    expect(times[0]).to.deep.equal(times[1]);
    await button(page, "Go to the first difference").click();
    expect(await eventOf(page)).to.equal(12);
    expect(await page.locator(".difference").count()).to.equal(2);
    await page.keyboard.press("Home");
    await page.keyboard.press("d");
    expect(await eventOf(page)).to.equal(12);
    await browser.close();
  });
});

describe("the page of a sweep", function () {
  this.timeout(60_000);

  it("shows outcomes and families, and opens the example of a family", async () => {
    const browser = await startBrowser();
    const sweep = ["generator-configs/all_random.json", "--limit", "60", "--no-corpus"];
    const file = pageOf("sweep", ...sweep, "--bug", "conflicting_votes");
    const { page } = await openPage(browser, file);
    expect(await page.locator(".bars").first().innerText()).to.match(/with a violation\s+\d+/);
    expect(await page.getByRole("region", { name: "Coverage" }).innerText()).to.match(
      /covered 60 of/,
    );
    const name = await page.locator(".sweep h3").first().innerText();
    await page.getByText("Open its first scenario").first().click();
    await page.locator(".badge.violated").waitFor();
    const violated = await page.locator(".properties button").allInnerTexts();
    expect(name).to.match(new RegExp(`: ${violated.map((each) => each.slice(2)).join(", ")}$`));
    await page.keyboard.press("v");
    expect(await page.evaluate(() => location.hash)).to.match(/^#run=0&t=\d+/);
    await page.getByText("All families").click();
    await page.getByText("Families of failures").waitFor();
    await browser.close();
  });
});
