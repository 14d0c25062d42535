/** The viewer at its limits: long runs, many nodes, hardly any events, and hostile names. */
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { openPage, startBrowser } from "./browser.js";
import { FORK, pageOf, pageOfConfig, pageOfTrace } from "./pages.js";

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `r${index}`);

const config = (replicas: number, rounds: number): object => ({
  ...{ protocol: "tendermint", replicas: names(replicas) },
  stabilization: { rounds, leaders: "r0" },
  cases: [{ name: "long", rounds: `r0: ${names(replicas).join(" ")}` }],
});

/**
 * Time from a key to the frame that shows it, in milliseconds: that of the fastest quarter of some,
 * since others share the machine.
 */
const cursorStep = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const times: number[] = [];
    for (let step = 0; step < 31; step++) {
      const began = performance.now();
      dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
      await new Promise((resolve) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          port2.postMessage(0);
        });
      });
      times.push(performance.now() - began);
    }
    return times.toSorted((a, b) => a - b)[7] ?? Infinity;
  });

/** Time from the start of loading to the first paint with content: the fastest of three. */
async function firstPaint(browser: Browser, file: string): Promise<number> {
  const times: number[] = [];
  for (let load = 0; load < 3; load++) {
    const { page } = await openPage(browser, file);
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    );
    times.push((await paint.jsonValue()) ?? Infinity);
    await page.context().close();
  }
  return Math.min(...times);
}

const MARKUP = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>{{data}}$&\u2028`;

/** A trace whose every name is markup. */
const HOSTILE = [
  {
    ...{ format: "twins-trace", version: 3, tool: MARKUP, id: MARKUP, rounds: [] },
    ...{ description: MARKUP, protocol: MARKUP, bugs: [MARKUP] },
    nodes: ["1", "2"].map((n) => ({ node: MARKUP + n, replica: MARKUP + n, honest: true })),
    messages: [{ type: MARKUP }],
  },
  { at: 0, node: `${MARKUP}1`, event: "start" },
  { at: 0, node: `${MARKUP}1`, event: "enter", round: 1, by: MARKUP },
  {
    ...{ at: 0, node: `${MARKUP}1`, event: "send", to: `${MARKUP}2`, lost: MARKUP },
    message: { type: MARKUP, round: 1, block: MARKUP, parent: "genesis", certificates: [] },
  },
  { at: 0, node: `${MARKUP}1`, event: "commit", block: MARKUP, round: 1 },
  {
    ...{ id: MARKUP, verdict: "violated", ending: "completed", at: 0, events: 1, rounds: {} },
    properties: { [MARKUP]: "violated" },
    witnesses: [
      { property: MARKUP, rounds: [1], blocks: [MARKUP], nodes: [], explanation: [MARKUP] },
    ],
    ...{ commits: {}, chain: [], committed: true, stabilized: false },
  },
];

describe("the viewer at its limits", function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it("shows 10,000 events within a second, and moves the cursor within 50 ms", async () => {
    const file = pageOfConfig("long", config(10, 48));
    expect(statSync(file).size).to.be.lessThan(2_000_000);
    const { page } = await openPage(browser, file);
    const slider = page.getByRole("slider", { name: "Time" });
    expect(Number(await slider.getAttribute("max"))).to.be.greaterThan(10_000);
    expect(await firstPaint(browser, file)).to.be.lessThan(1000);
    await slider.fill("9000");
    expect(await cursorStep(page)).to.be.lessThan(50);
    await page.context().close();
  });

  it("shows 31 replicas, all of them", async () => {
    const file = pageOfConfig("many", config(31, 2));
    const { page, complaints } = await openPage(browser, file);
    expect(await page.locator(".head").count()).to.equal(31);
    expect(await page.locator(".world .node").count()).to.equal(31);
    expect(await cursorStep(page)).to.be.lessThan(50);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });

  it("shows a run without a violation", async () => {
    const held = ["executor-configs/small_quorum_bug.json", "--case", "equivocating_without_bug"];
    const { page, complaints } = await openPage(browser, pageOf("held", ...held));
    expect(await page.locator(".badge").innerText()).to.equal("✓ held");
    expect(await page.locator(".properties button, .fork-words").count()).to.equal(0);
    expect(await page.getByRole("button", { name: "Go to" }).count()).to.equal(0);
    await page.keyboard.press("v");
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });

  it("shows a trace with one event, and one with none", async () => {
    const [header = {}, start = {}] = HOSTILE;
    for (const lines of [[header, start], [header]]) {
      const file = pageOfTrace(`events-${lines.length}`, lines);
      const { page, complaints } = await openPage(browser, file);
      for (const key of ["j", "k", "End", "v", "d", "b", "n"]) await page.keyboard.press(key);
      expect(await page.locator(".badge").innerText()).to.equal("no result");
      expect(await page.locator(".playback output").innerText()).to.match(/^event 1 of 1: /);
      expect(complaints).to.deep.equal([]);
      await page.context().close();
    }
  });

  it("shows hostile names as they are, and runs nothing of them", async () => {
    const { page, complaints, requests } = await openPage(browser, pageOfTrace("hostile", HOSTILE));
    await page.locator(".properties button").click();
    await page.getByRole("heading", { name: "Events as a table" }).click();
    const shown = await page.locator("#root").innerText();
    expect(shown).to.include("<script>alert(2)</script>{{data}}$&");
    expect(await page.locator("#root img, #root script").count()).to.equal(0);
    expect({ complaints, requests }).to.deep.equal({ complaints: [], requests: [] });
    await page.context().close();
  });

  it("asks nothing of the network, and its policy lets nothing else in", async () => {
    const { page, requests, complaints } = await openPage(browser, pageOf("policy", ...FORK));
    expect({ requests, complaints }).to.deep.equal({ requests: [], complaints: [] });
    const policy = await page.locator("meta[http-equiv]").getAttribute("content");
    expect(policy).to.match(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'broken in'";
      document.body.append(script);
    });
    expect(await page.title()).to.not.equal("broken in");
    const [image] = await Promise.all([
      page.waitForEvent("requestfailed"),
      page.evaluate(() => {
        document.body.append(Object.assign(new Image(), { src: "http://127.0.0.1:9/x.png" }));
      }),
    ]);
    expect(image.failure()?.errorText).to.equal("csp");
    expect(complaints.join()).to.match(/Content Security Policy/);
    await page.context().close();
  });

  it("shows protocols that are not built in", async () => {
    const protocol = fileURLToPath(new URL("../support/protocols/offers.mjs", import.meta.url));
    const cases = [{ name: "offers", rounds: "a: a b c d" }];
    const file = pageOfConfig("offers", { protocol, replicas: ["a", "b", "c", "d"], cases });
    const { page, complaints } = await openPage(browser, file);
    expect(await page.locator("g.arrow").count()).to.be.greaterThan(0);
    expect(await page.locator(".mark.commit").count()).to.be.greaterThan(0);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });
});
