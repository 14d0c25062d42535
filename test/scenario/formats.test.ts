/** Our scenario formats, written and read back. */
import { expect } from "chai";
import fc from "fast-check";
import { SCENARIO_FORMATS, scenarioEncoder } from "../../lib/scenario/formats/encode.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import { nodeId, replicaId } from "../../lib/protocol/ids.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../lib/scenario/model.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { rosters, rosterWith, scenarios2Of, scenariosOf, stabilizationsOf } from "./arbitrary.js";
import { complaints, decode, encode } from "./files.js";

const HEADER: ScenarioFileHeader = {
  roster: rosterWith(4, 1),
  semantics: DEFAULT_SEMANTICS,
  stabilization: DEFAULT_STABILIZATION,
};

const files = rosters.chain((roster) =>
  fc.record({
    header: fc.record({
      roster: fc.constant(roster),
      semantics: fc.record({
        governs: fc.constantFrom("message" as const, "sender" as const),
        afterLastRound: fc.constantFrom("heal" as const, "silence" as const),
        drops: fc.constantFrom("lose" as const, "hold" as const),
        repeatedTimeouts: fc.constantFrom("obey" as const, { override: 3 }),
      }),
      stabilization: stabilizationsOf(roster),
      space: fc.constant({ rounds: 1 }),
    }),
    scenarios: fc.array(scenariosOf(roster), { maxLength: 4 }),
  }),
);

/** Files that use version 2, in the semantics or in the scenarios. */
const files2 = files.chain(({ header }) =>
  fc.record({
    header: fc
      .record(
        {
          relay: fc.constantFrom("certificates" as const, "everything" as const),
          suffix: fc.record({ period: fc.integer({ min: 1, max: 9 }) }),
        },
        { requiredKeys: [] },
      )
      .map((further) => ({
        ...header,
        semantics: { ...header.semantics, ...further },
        version: 2 as const,
      })),
    scenarios: fc.array(scenarios2Of(header.roster), { maxLength: 4 }),
  }),
);
const anyFiles = fc.oneof(files, files2);

const expected = (header: ScenarioFileHeader, scenarios: readonly Scenario[]): unknown => [
  { kind: "header", header },
  ...scenarios.map((scenario) => ({ kind: "scenario", scenario })),
];

describe("scenario files", () => {
  for (const format of ["json", "jsonl"] as const) {
    it(`${format}: what is written is read back (law)`, () => {
      fc.assert(
        fc.property(anyFiles, ({ header, scenarios }) => {
          const text = encode(format, header, scenarios);
          expect(decode(text)).to.deep.equal(expected(header, scenarios));
        }),
      );
    });
  }

  it("json: is one document, with a scenario a line between its header and its end (law)", () => {
    fc.assert(
      fc.property(anyFiles, ({ header, scenarios }) => {
        fc.pre(scenarios.length > 0);
        const text = encode("json", header, scenarios);
        const document = JSON.parse(text) as { scenarios: unknown[] };
        expect(document.scenarios).to.have.lengthOf(scenarios.length);
        expect(text.split("\n")).to.have.lengthOf(scenarios.length + 3);
      }),
    );
  });

  it("says version 1 where nothing of version 2 is used, and refuses to write more in it", () => {
    expect(encode("json", HEADER, [])).to.include('"version":1');
    const round = {
      leader: replicaId("a"),
      partition: [HEADER.roster.replicas.map(nodeId)],
      drops: [],
      order: 1,
    };
    const scenario = { id: "one", rounds: [round] };
    for (const format of SCENARIO_FORMATS) {
      expect(() => encode(format, HEADER, [scenario]), format).to.throw(InputError, "order");
    }
    expect(encode("json", { ...HEADER, version: 2 }, [scenario])).to.include('"version":2');
  });

  it("json: is read in any layout (law)", () => {
    fc.assert(
      fc.property(anyFiles, fc.constantFrom(0, 1, 2), ({ header, scenarios }, indent) => {
        const document: unknown = JSON.parse(encode("json", header, scenarios));
        const text = `\n${JSON.stringify(document, null, indent)}`;
        expect(decode(text)).to.deep.equal(expected(header, scenarios));
      }),
    );
  });

  it("never throw on junk, nor on a file that something happened to (law)", () => {
    const text = SCENARIO_FORMATS.map((format) => encode(format, HEADER, [])).join("");
    const damaged = fc
      .record({ from: fc.nat(text.length), to: fc.nat(text.length), instead: fc.string() })
      .map(({ from, to, instead }) => text.slice(0, from) + instead + text.slice(to));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), damaged), (junk) => {
        expect(decode(junk)).to.not.be.empty;
      }),
      { numRuns: 1000 },
    );
  });
});

const SCENARIO = '{"id":"x","rounds":[{"leader":"a","partition":[["a","b","c","d","a\'"]]}]}';
const NOBODY = SCENARIO.replace('"leader":"a"', '"leader":"z"');
const OPENING = scenarioEncoder("json", HEADER).opening;
const BROKEN: readonly (readonly [string, string, ...string[]])[] = [
  ["an empty file", "", "1:1: is not JSON: the text breaks off; allowed: a value"],
  [
    "a document that breaks off",
    `${OPENING}${SCENARIO},\n`,
    "3: breaks off; allowed: a last line ]}",
  ],
  [
    "a missing comma",
    `${OPENING}${SCENARIO}\n${SCENARIO}\n]}\n`,
    "3: lacks a comma before this line; allowed: a comma, or a last line ]}",
  ],
  [
    "a comma too many",
    `${OPENING}${SCENARIO},\n]}\n`,
    "3: ends after a comma; allowed: a scenario",
  ],
  [
    "a document that goes on",
    `${OPENING}${SCENARIO}\n]}\n${SCENARIO}\n`,
    "4: goes on; allowed: nothing after the line ]}",
  ],
  [
    "two bad lines, with their numbers",
    `${OPENING}${NOBODY},\n${SCENARIO},\n{"id":]},\n${NOBODY}\n]}\n`,
    '2: rounds[0].leader is "z"; allowed: one of a, b, c, d',
    '4:7: is not JSON: "]" is out of place; allowed: a value',
    '5: rounds[0].leader is "z"; allowed: one of a, b, c, d',
  ],
  [
    "a header of another format, and nothing after it",
    `{"format":"else","version":3,"replicas":4}\n${NOBODY}\n`,
    '1: format is "else"; allowed: "twins-scenarios"',
    "1: version is 3; allowed: 1 or 2",
  ],
  [
    "a syntax error in a document of any layout",
    '{\n  "format": 1,\n  "scenarios": [\n}',
    '4:1: is not JSON: "}" is out of place; allowed: a value or ]',
  ],
  [
    "a document without replicas or a list of scenarios",
    '{"format":"twins-scenarios","version":1,"scenarios":{}}',
    "replicas is missing; allowed: a number from 1 to 128, or as many names of letters, digits, _, - or ., beginning with a letter or digit",
    "scenarios is an object; allowed: a list of scenarios",
  ],
];

describe("broken scenario files", () => {
  for (const [shows, text, ...wrong] of BROKEN) {
    it(`tells ${shows}`, () => {
      expect(complaints(text)).to.deep.equal(wrong);
    });
  }
});
