/** The options of twins-exec that show runs: pages, diagrams and traces. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import type { PageData } from "../../viewer/data/page-data.js";
import { run, temporaryFolder } from "./session.js";

const CONFIG = {
  ...{ replicas: ["a", "b", "c", "d"], twins: ["d"] },
  cases: [
    { name: "bad", bugs: ["small_quorum"], rounds: "d: a d | b c d' x3" },
    { name: "good", rounds: "d: a d | b c d'" },
  ],
};
const SPACE = { replicas: 4, twins: 1, rounds: 2, partitions: { groups: 2 } };

describe("pages and diagrams", () => {
  const inFolder = temporaryFolder();
  const file = (document: object): string => {
    const name = inFolder("config.json");
    writeFileSync(name, JSON.stringify(document));
    return name;
  };
  const pageAt = (name: string): PageData => {
    const [, json = ""] = /^<script>(.*)<\/script>$/s.exec(readFileSync(name, "utf8")) ?? [];
    return JSON.parse(json) as PageData;
  };

  it("a case has a page with its trace and the line that replays it", async () => {
    const html = inFolder("run.html");
    const { printed, opened } = await run(file(CONFIG), { case: "bad", html });
    expect(printed.join("\n")).to.include("violated  agreement");
    expect(opened).to.deep.equal([]);
    const { runs, compare } = pageAt(html);
    expect(compare).to.equal(undefined);
    expect(runs).to.have.lengthOf(1);
    expect(runs[0]?.title).to.equal("bad");
    expect(runs[0]?.replay).to.match(/^twins-exec .*config\.json --case bad --trace$/);
    const { header, result } = runs[0]?.trace ?? {};
    expect(header).to.deep.include({ protocol: "diembft", bugs: ["small_quorum"] });
    expect(result?.verdict).to.equal("violated");
  });

  it("two runs of a case have the same page, byte for byte", async () => {
    const texts = [];
    for (const name of ["one.html", "two.html"]) {
      await run(file(CONFIG), { case: "bad", html: inFolder(name) });
      texts.push(readFileSync(inFolder(name), "utf8"));
    }
    expect(texts[0]).to.equal(texts[1]);
  });

  it("a page is opened when it is written, if that is asked for", async () => {
    const html = inFolder("opened.html");
    const { opened } = await run(file(CONFIG), { case: "good", html, open: true });
    expect(opened).to.deep.equal([html]);
  });

  it("a bug is shown beside the correct rules", async () => {
    const html = inFolder("compared.html");
    await run(file(CONFIG), { case: "bad", html, againstCorrect: true });
    const { runs, compare } = pageAt(html);
    expect(compare).to.equal(true);
    expect(
      runs.map(({ title, trace }) => [title, trace.header.bugs, trace.result?.verdict]),
    ).to.deep.equal([
      ["with small_quorum", ["small_quorum"], "violated"],
      ["the correct rules", [], "held"],
    ]);
  });

  it("a sweep has a page with its families, each with its first scenario", async () => {
    const html = inFolder("sweep.html");
    await run(file(SPACE), { bug: ["conflicting_votes"], html });
    const { runs, sweep } = pageAt(html);
    if (sweep === undefined) throw new Error("the page has no sweep");
    const sum = (counts: readonly { readonly scenarios: number }[]): number =>
      counts.reduce((total, { scenarios }) => total + scenarios, 0);
    const { outcomes, families, otherFamilies, firstRounds, coverage } = sweep;
    expect(sum(outcomes)).to.equal(sweep.scenarios);
    const failed = sum(outcomes.filter(({ name }) => name === "with a violation"));
    expect(failed).to.be.greaterThan(0);
    expect(sum(families) + otherFamilies).to.equal(failed);
    expect(sum(firstRounds)).to.equal(failed);
    expect(coverage.join()).to.match(/covered/);
    for (const { name, run: number } of families) {
      const { result } = runs[number ?? -1]?.trace ?? {};
      const violated = (result?.witnesses ?? []).map(({ property }) => property);
      expect(violated.join(", ")).to.equal(name);
    }
  });

  it("a diagram is all that is printed", async () => {
    const { printed } = await run(file(CONFIG), { case: "bad", mermaid: true });
    expect(printed[0]).to.equal("sequenceDiagram");
    expect(printed.join("\n")).to.not.include("replay");
  });

  it("a trace for model checkers is one document", async () => {
    const itf = inFolder("run.itf.json");
    await run(file(CONFIG), { case: "good", itf });
    expect(JSON.parse(readFileSync(itf, "utf8"))).to.have.property("states");
  });

  type Options = Parameters<typeof run>[1];
  const refused: readonly (readonly [string, object, Options, string])[] = [
    [
      "a page of many cases",
      CONFIG,
      { html: "x" },
      "--html has no meaning here; allowed: --html together with --case",
    ],
    [
      "a diagram of a sweep",
      SPACE,
      { mermaid: true },
      "--mermaid has no meaning here; allowed: --mermaid together with --scenario",
    ],
    [
      "a page of a whole space",
      SPACE,
      { html: "x", exhaustive: true },
      "--html has no meaning here; allowed: --scenario, to show a single run",
    ],
    [
      "opening no page",
      CONFIG,
      { case: "bad", open: true },
      "--open has no meaning here; allowed: --open together with --html",
    ],
    [
      "comparing without a page",
      CONFIG,
      { case: "bad", againstCorrect: true },
      "--against-correct has no meaning here; allowed: --against-correct together with --html",
    ],
    [
      "a diagram in a document",
      CONFIG,
      { case: "bad", mermaid: true, json: true },
      "--json has no meaning here; allowed: one of --mermaid and --json",
    ],
  ];
  for (const [shows, document, options, wrong] of refused) {
    it(`refused: ${shows}`, async () => {
      const refusal = await run(file(document), options).catch((error: unknown) => error);
      expect(String(refusal)).to.equal(`InputError: ${wrong}`);
    });
  }

  it("refused before anything is written: comparing where no bug is injected", async () => {
    const html = inFolder("nothing.html");
    const options = { case: "good", html, againstCorrect: true };
    const refusal = await run(file(CONFIG), options).catch((error: unknown) => error);
    expect(String(refusal)).to.match(/--against-correct has no meaning here: no bug is injected/);
    expect(existsSync(html)).to.equal(false);
  });
});
