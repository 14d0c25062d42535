/** docs/paper-map.md names existing functions and tests. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { faults, parseMap } from "./support/paper-map.js";
import type { ReadText, PaperMapRow } from "./support/paper-map.js";

/** The procedures of DiemBFT v4, by module. */
const PROCEDURES = `
  process_certificate_qc process_proposal_msg process_timeout_msg process_vote_msg
  process_new_round_event
  speculate pending_state commit committed_block
  process_qc execute_and_insert process_vote generate_block
  safe_to_extend safe_to_vote safe_to_timeout commit_state_id_candidate valid_signatures make_vote
  make_timeout
  get_round_timer start_timer local_timeout_round process_remote_timeout advance_round_tc
  advance_round_qc
  get_transactions
  update_leaders elect_reputation_leader get_leader
`
  .trim()
  .split(/\s+/);

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read: ReadText = (path) =>
  existsSync(fromRoot(path)) ? readFileSync(fromRoot(path), "utf8") : undefined;

describe("the paper map", () => {
  const rows = parseMap(read("docs/paper-map.md") ?? "");

  it("has every procedure of the paper, once", () => {
    expect(rows.map(({ procedure }) => procedure)).to.have.members(PROCEDURES);
  });

  for (const row of rows) {
    it(`${row.procedure} is a function and has a test`, () => {
      expect(faults(row, read)).to.deep.equal([]);
    });
  }
});

describe("the paper map's checker", () => {
  const files: Readonly<Record<string, string>> = {
    "lib/safety.ts":
      "export function makeVote() {}\nconst makeTimeout = () => 1;\nconst other = 1;",
    "test/safety.test.ts": 'it("votes once", () => {});',
  };
  const good: PaperMapRow = {
    procedure: "make_vote",
    code: { text: "makeVote", path: "lib/safety.ts" },
    test: { text: "votes once", path: "test/safety.test.ts" },
  };
  const arrow = { procedure: "make_timeout", code: { ...good.code, text: "makeTimeout" } };
  const rows: readonly (readonly [string, Partial<PaperMapRow>, readonly string[]])[] = [
    ["a function", {}, []],
    ["an arrow function", arrow, []],
    ["another name than the paper's", { procedure: "vote" }, ["vote is called vote, not makeVote"]],
    [
      "a constant that is no function",
      { procedure: "other", code: { ...good.code, text: "other" } },
      ["lib/safety.ts declares no other"],
    ],
    [
      "a file that is gone",
      { code: { ...good.code, path: "lib/gone.ts" } },
      ["lib/gone.ts declares no makeVote"],
    ],
    [
      "a test that is gone",
      { test: { ...good.test, text: "votes" } },
      ['test/safety.test.ts has no test "votes"'],
    ],
  ];
  for (const [shows, changes, expected] of rows) {
    it(shows, () => {
      expect(faults({ ...good, ...changes }, (path) => files[path])).to.deep.equal(expected);
    });
  }

  it("reads rows, and refuses a line that only looks like one", () => {
    const header = "| procedure | function | test |\n| --- | --- | --- |\n";
    const row =
      "| `make_vote` | [`makeVote`](../lib/safety.ts) | [votes once](../test/safety.test.ts) |";
    expect(parseMap(header + row)).to.deep.equal([good]);
    expect(() => parseMap(`${header}| make_vote | soon |  |`)).to.throw("not a row of the map");
  });
});
