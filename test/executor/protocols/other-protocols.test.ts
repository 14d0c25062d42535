/** The executor with a protocol that is not built in, of a quite different kind than DiemBFT. */
import { expect } from "chai";
import { runner } from "../../../executor/run/run.js";
import type { ScenarioResult } from "../../../executor/run/run.js";
import { traceEvent } from "../../../executor/run/trace-lines.js";
import { Transcript } from "../../../executor/run/transcript.js";
import type { Property } from "../../../lib/protocol/judging/property.js";
import { HELD, vacuous } from "../../../lib/protocol/judging/property.js";
import { replicaId } from "../../../lib/protocol/ids.js";
import { rosterOf } from "../../../lib/scenario/roster.js";
import { scenarioReader } from "../../../lib/scenario/read-scenario.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { propertiesOf } from "../../../lib/properties/all.js";
import { echoDecision } from "../../support/protocols/echo-decision.js";

const roster = rosterOf(["a", "b", "c", "d"].map(replicaId), [replicaId("a")]);

function scenario(rounds: string): Scenario {
  const read = scenarioReader(roster).rounds(rounds);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { id: "by hand", rounds: read.value };
}

const run = (rounds: string, bugs: readonly string[] = []): ScenarioResult =>
  runner({ protocol: echoDecision.create(bugs), roster })(scenario(rounds));

const violated = ({ verdicts }: ScenarioResult): readonly string[] =>
  [...verdicts].flatMap(([name, { status }]) => (status === "violated" ? [name] : []));

function transcript(rounds: string): readonly string[] {
  const protocol = echoDecision.create([]);
  const lines: string[] = [];
  const written = new Transcript(protocol.wording, (line) => lines.push(line));
  runner({ protocol, roster })(scenario(rounds), (entry, facts) => {
    written.note(entry, facts);
  });
  written.end();
  return lines;
}

/** Drops of what b sends. */
const lost = (word: string): string =>
  ["a", "b", "c", "d", "a'"].map((to) => `b>${to} ${word}`).join(", ");

describe("a protocol of single decisions", () => {
  it("is judged by what holds for all, and by what it promises", () => {
    const names = propertiesOf(echoDecision.create([])).map(({ name }) => name);
    expect(names).to.deep.equal([
      "agreement",
      "validity",
      "certified-uniqueness",
      "certificate-quorum",
      "sign-once",
      "commit-integrity",
      "quorumless-progress",
    ]);
  });

  it("is complete when all have halted, in the first round of many", () => {
    const result = run("b: all x5");
    expect(result.ending).to.deep.equal({ kind: "completed" });
    expect(result.rounds).to.deep.equal([1, 1, 1, 1, 1]);
    expect(result.ledgers.map(({ entries }) => entries.length)).to.deep.equal([1, 1, 1, 1, 1]);
    expect(violated(result)).to.deep.equal([]);
    expect(result.verdicts.get("agreement")).to.deep.equal(HELD);
    expect(result.verdicts.get("validity")).to.deep.equal(HELD);
  });

  it("ends views by its named timer, and is not started beyond the last", () => {
    const result = run(`b: all / ${lost("offer")}; c: all`);
    expect(result.ending).to.deep.equal({ kind: "completed" });
    expect(result.at).to.equal(2400 + 100 + 100 + 100);
    expect(violated(result)).to.deep.equal([]);
    const silent = runner({
      protocol: echoDecision.create([]),
      roster,
      semantics: {
        governs: "message",
        afterLastRound: "silence",
        drops: "lose",
        repeatedTimeouts: "obey",
      },
    })(scenario("b: a b | c d a'"));
    expect(silent.ending).to.deep.equal({ kind: "stalled" });
  });

  it("obeys drops of its own types and phases", () => {
    for (const word of ["offer", "first", "*"]) {
      const result = run(`b: all / ${lost(word)}`);
      expect([word, result.rounds[1]]).to.deep.equal([word, 2]);
    }
    expect(run(`b: all / ${lost("second")}`).rounds[1]).to.equal(1);
  });

  it("has its own words in transcripts and traces", () => {
    const lines = transcript("b: all").map((line) => line.trim());
    const said = lines.join("\n");
    expect(said).to.match(/ b +sends offer for b@1 to a, b, c, d and a'/);
    expect(said).to.match(/ c +forms an echoes of b@1, signed by/);
    expect(said).to.match(/ c +commits b@1\n.* c +has nothing left to do/);

    const events: unknown[] = [];
    runner({ protocol: echoDecision.create([]), roster })(scenario("b: all"), (entry, facts) => {
      events.push(traceEvent(entry, facts));
    });
    expect(events).to.deep.include({
      ...{ at: 0, node: "b", event: "start-timer", after: 2400 },
      timer: { name: "wait for an offer", round: 1 },
    });
    expect(events).to.deep.include({ at: 200, node: "b", event: "halt" });
    expect(events).to.deep.include({
      ...{ at: 200, node: "b", event: "commit", block: "b@1", round: 1, slot: "view 1" },
    });
  });

  it("is caught when it echoes both offers of twins that lead", () => {
    expect(violated(run("a: all"))).to.deep.equal([]);
    const both = ["certified-uniqueness", "sign-once"];
    expect(violated(run("a: all", ["echoes_all"]))).to.deep.equal(both);
  });

  it("is caught when it decides what nobody offered", () => {
    expect(violated(run("b: all", ["decides_unheard"]))).to.deep.equal(["validity"]);
  });

  it("can be judged by a property of the user's own", () => {
    const decidesAtOnce: Property<{ late: number; commits: number }> = {
      name: "decides at once",
      init: () => ({ late: 0, commits: 0 }),
      on: {
        committed(state, { entry }) {
          state.commits++;
          if (entry.round > 1) state.late++;
        },
      },
      verdict: ({ late, commits }) =>
        commits === 0
          ? vacuous("nobody decided")
          : late === 0
            ? HELD
            : {
                status: "violated",
                witness: { rounds: [], blocks: [], nodes: [], explanation: [`${late} were late`] },
              },
    };
    const judged = runner({
      protocol: echoDecision.create([]),
      roster,
      properties: [decidesAtOnce],
    });
    expect([...judged(scenario("b: all")).verdicts]).to.deep.equal([["decides at once", HELD]]);
    const late = judged(scenario("b: a b | c d a'; b: all")).verdicts.get("decides at once");
    expect(late?.status).to.equal("violated");
  });
});
