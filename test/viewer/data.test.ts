/** The data of a page: traces are read, packed and written into it whole, and nothing runs. */
import { expect } from "chai";
import { pageHtml } from "../../executor/counterexample/pages/page-html.js";
import { pageRun, runPage } from "../../executor/counterexample/pages/run-files.js";
import { pack, unpack } from "../../viewer/data/pack.js";
import { readTrace } from "../../viewer/data/read-trace.js";
import { forkTrace } from "./traces.js";

const HEADER = '{"format":"twins-trace","version":3,"nodes":[],"rounds":[]}';

describe("the data of a page", () => {
  it("holds every line of a trace, in a fifth of its size", async () => {
    const lines = await forkTrace();
    const trace = readTrace(lines);
    const values = lines.map((line): unknown => JSON.parse(line));
    const { header, events, result } = unpack(JSON.parse(JSON.stringify(pack(trace))) as never);
    expect([header, ...events, result]).to.deep.equal(values);
    const [packed, whole] = [JSON.stringify(pack(trace)).length, lines.join("\n").length];
    expect(packed).to.be.lessThan(whole / 5);
  });

  const refused: readonly (readonly [shows: string, lines: readonly string[], wrong: string])[] = [
    ["nothing", [], 'line 1: is not the header of a trace; allowed: "format": "twins-trace"'],
    ["no JSON", ["<html>"], "line 1: is not a JSON object"],
    ["a number", ["7"], "line 1: is not a JSON object"],
    [
      "a later version",
      [HEADER.replace("3", "9")],
      "line 1: is version 9 of the format; allowed: 2 or 3",
    ],
    [
      "an unknown event",
      [HEADER, '{"at":0,"node":"a","event":"x"}'],
      "line 2: is no event of a trace",
    ],
    [
      "an event after the result",
      [HEADER, '{"verdict":"held","properties":{}}', '{"at":0,"node":"a","event":"start"}'],
      "line 2: is no event of a trace",
    ],
  ];
  for (const [shows, lines, wrong] of refused) {
    it(`refuses ${shows}`, () => {
      expect(() => readTrace(lines)).to.throw(wrong);
    });
  }

  it("cannot end its element, whatever the names are", () => {
    const name = "</script><!--<script>\u2028$& {{data}}";
    const trace = [HEADER, JSON.stringify({ at: 0, node: name, event: "start" })];
    const data = runPage(pageRun(trace, { title: name, replay: name }));
    const html = pageHtml("<script>{{data}}</script>", data);
    const [, json = ""] = /^<script>(.*)<\/script>$/s.exec(html) ?? [];
    expect(json).to.not.match(/[<\u2028]/);
    expect(JSON.parse(json)).to.deep.equal(data);
  });
});
