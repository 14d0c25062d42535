/** What is made of runs for other tools: sequence diagrams, and traces for model checkers. */
import { expect } from "chai";
import { z } from "zod";
import { itfText, mermaidOf } from "../../executor/counterexample/pages/run-files.js";
import { readTrace } from "../../viewer/data/read-trace.js";
import { runOf } from "../../viewer/model/run.js";
import { mermaidLines } from "../../viewer/export/mermaid.js";
import { forkTrace, message, runBy } from "./traces.js";

const ARROW = /^ {2}n\d+(->>|--x|-x|-\))n\d+: /;

describe("sequence diagrams", () => {
  it("draw at most 200 messages, and say what they leave out", async () => {
    const lines = mermaidOf(await forkTrace());
    const arrows = lines.filter((line) => ARROW.test(line));
    expect(arrows.length).to.be.within(150, 200);
    expect(lines.at(-1)).to.match(
      /left out: 27 messages of nodes to themselves, \d+ later messages/,
    );
  });

  it("leave nothing out of a short run, and show what became of each message", () => {
    const send = (to: string, fate: object): object => ({
      ...{ at: 0, node: "b", event: "send", to, message: message("vote", "b@1"), ...fate },
    });
    const lines = mermaidLines(
      runBy([
        send("c", { delay: 1 }),
        send("a", { lost: "drop" }),
        send("a'", { held: "round 2" }),
        { at: 1, node: "c", event: "receive", from: "b", message: message("vote", "b@1") },
        { at: 1, node: "c", event: "refuse", because: "old" },
        { at: 2, node: "c", event: "commit", block: "b@1", round: 1 },
      ]),
    );
    expect(lines).to.deep.equal([
      "sequenceDiagram",
      "  participant n0 as a",
      "  participant n1 as a' (twin of a)",
      "  participant n2 as b",
      "  participant n3 as c",
      "  n2-xn0: vote b@1 (lost: drop)",
      "  n2-)n1: vote b@1 (under way)",
      "  n2--xn3: vote b@1 (refused: old)",
      "  Note over n3: commits b@1",
    ]);
  });
});

/** An expression of the Informal Trace Format, as its description (ADR-015 of Apalache) has it. */
const EXPRESSION: z.ZodType = z.lazy(() =>
  z.union([
    z.string(),
    z.boolean(),
    z.int(),
    z.strictObject({ "#bigint": z.string().regex(/^-?\d+$/) }),
    z.strictObject({ "#tup": z.array(EXPRESSION) }),
    z.strictObject({ "#set": z.array(EXPRESSION) }),
    z.strictObject({ "#map": z.array(z.tuple([EXPRESSION, EXPRESSION])) }),
    z.array(EXPRESSION),
    z.record(z.string().regex(/^[^#]/), EXPRESSION),
  ]),
);

const ITF = z.strictObject({
  "#meta": z.record(z.string(), z.unknown()).optional(),
  params: z.array(z.string()).optional(),
  vars: z.array(z.string()),
  states: z.array(
    z.object({ "#meta": z.record(z.string(), z.unknown()).optional() }).catchall(EXPRESSION),
  ),
  loop: z.int().optional(),
});

describe("the Informal Trace Format", () => {
  it("is as its description has it: every state defines every variable and no other", async () => {
    const lines = await forkTrace();
    const trace = ITF.parse(JSON.parse(itfText(lines)));
    expect(trace.states).to.have.lengthOf(runOf(readTrace(lines)).steps.length + 1);
    for (const { "#meta": meta, ...variables } of trace.states) {
      expect(meta).to.have.property("index");
      expect(Object.keys(variables)).to.deep.equal(trace.vars);
    }
  });

  it("ends with what the result says, and what has not arrived", async () => {
    const lines = await forkTrace();
    const { states } = ITF.parse(JSON.parse(itfText(lines)));
    const last = states.at(-1) as {
      round: { "#map": [string, { "#bigint": string }][] };
      committed: { "#map": [string, string[]][] };
      underWay: { "#set": object[] };
    };
    const { copies } = runOf(readTrace(lines));
    const underWay = copies.filter(({ fate }) => fate === "under way");
    expect(last.underWay["#set"]).to.have.lengthOf(underWay.length);
    const { result } = readTrace(lines);
    const rounds = last.round["#map"].map(([node, round]) => [node, Number(round["#bigint"])]);
    expect(Object.fromEntries(rounds)).to.deep.equal(result?.rounds);
    const commits = new Map(last.committed["#map"]);
    expect(commits.get("a")).to.deep.equal(result?.chain);
    for (const [node, blocks] of Object.entries(result?.commits ?? {})) {
      expect(commits.get(node)).to.have.lengthOf(blocks);
    }
  });
});
