/** What other tools' formats cannot express is refused. */
import { expect } from "chai";
import { replicaId } from "../../lib/protocol/ids.js";
import {
  inexpressible,
  scenarioEncoder,
  SCENARIO_FORMATS,
} from "../../lib/scenario/formats/encode.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { numberedHeader } from "../../lib/scenario/formats/foreign.js";
import { DEFAULT_SEMANTICS } from "../../lib/scenario/model.js";
import { describeProblem } from "../../lib/scenario/input/problem.js";
import { rosterOf } from "../../lib/scenario/roster.js";

const HEADER = numberedHeader(4, 1);
const names = (text: string) => Array.from(text).map(replicaId);
const roster = (replicas: string, twins: string, faulty?: number) => ({
  roster: rosterOf(names(replicas), names(twins), faulty),
});

/** A header that differs, and the paths of what the formats that only number nodes cannot say. */
const ROWS: readonly (readonly [string, Partial<ScenarioFileHeader>, ...string[]])[] = [
  ["nothing out of the ordinary", {}],
  ["where scenarios come from, which is lost", { space: { rounds: 3 } }],
  ["other names", roster("wxyz", "w"), "replicas"],
  ["twins of others than the first", roster("abcd", "d"), "twins"],
  ["an f of its own", roster("abcd", "a", 0), "faulty"],
  ["rules of its own", { semantics: { ...DEFAULT_SEMANTICS, drops: "hold" } }, "semantics"],
  [
    "rounds of its own after the last, and more",
    { ...roster("bcde", "b", 3), stabilization: { rounds: 6, leaders: "honest" } },
    ...["replicas", "faulty", "stabilization"],
  ],
];
const BY_NAME = ["replicas", "twins", "stabilization"];

describe("what formats of other tools cannot say", () => {
  for (const [shows, changes, ...paths] of ROWS) {
    it(shows, () => {
      const header = { ...HEADER, ...changes };
      const lost = (format: (typeof SCENARIO_FORMATS)[number]) =>
        inexpressible(format, header).map(({ path }) => path);
      expect(SCENARIO_FORMATS.map(lost)).to.deep.equal([
        ...[[], []],
        paths.filter((path) => !BY_NAME.includes(path)),
        ...[paths, paths],
      ]);
    });
  }

  it("is refused, with what would be possible", () => {
    const header = {
      ...HEADER,
      ...roster("abcd", "d", 2),
      stabilization: { rounds: 0, leaders: "honest" },
    } as const;
    expect(() => scenarioEncoder("relab", header)).to.throw(
      inexpressible("relab", header)
        .map((problem) => describeProblem(problem))
        .join("\n"),
    );
    expect(inexpressible("relab", header).map((problem) => describeProblem(problem))).to.deep.equal(
      [
        "twins are not the first replicas; allowed: a number, for relab says only how many",
        "faulty is 2; allowed: 1, for relab does not say it",
        "stabilization is not the default one; allowed: 7 rounds with honest leaders, for relab does not say it",
      ],
    );
  });
});
