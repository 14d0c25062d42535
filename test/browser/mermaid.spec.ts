/** Sequence diagrams are what Mermaid itself reads, whatever the names are. */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { mermaidOf } from "../../executor/counterexample/pages/run-files.js";
import { startBrowser } from "./browser.js";
import { FORK, inFolder, twinsExec } from "./pages.js";

const MERMAID = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");

/** The texts of the drawing that Mermaid makes of a diagram. */
const drawn = async (page: Page, diagram: string): Promise<string> => {
  const svg = await page.evaluate<string>(
    `mermaid.render("drawn", ${JSON.stringify(diagram)}).then(({ svg }) => svg)`,
  );
  return svg;
};

describe("Mermaid", function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await startBrowser();
    page = await browser.newPage();
    const file = inFolder("mermaid.html");
    writeFileSync(file, "<!doctype html><title>Mermaid</title>");
    await page.goto(`file://${file}`);
    await page.addScriptTag({ path: MERMAID });
    await page.evaluate("mermaid.initialize({ startOnLoad: false, maxEdges: 1000 })");
  });
  after(() => browser.close());

  it("draws the diagram of a run", async () => {
    const svg = await drawn(page, twinsExec(...FORK, "--mermaid"));
    expect(svg).to.include("commits d'@1").and.to.include("vote d@1");
  });

  it("draws names that are full of its own signs", async () => {
    const name = 'a;b#35;->>c: <b>"end"</b> %% {x}';
    const event = { at: 0, node: name, event: "send", to: "b" };
    const message = { type: name, round: 1, certificates: [] };
    const nodes = [name, "b"].map((node) => ({ node, replica: node, honest: true }));
    const header = { format: "twins-trace", version: 3, tool: "1", id: name, nodes, rounds: [] };
    const lines = [header, { ...event, message, delay: 1 }].map((line) => JSON.stringify(line));
    const svg = await drawn(page, mermaidOf(lines).join("\n"));
    expect(svg).to.include("a;b#35;-&gt;&gt;c:");
  });
});
