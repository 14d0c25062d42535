/** The shipped executor configs show what they say. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { ExecutorConfig } from "../../../executor/config/config.js";
import { readConfig } from "../../../executor/config/read-config.js";
import { recordOf, witnessesOf } from "../../../executor/results/record.js";
import { runCase } from "../../../executor/run/run-case.js";
import type { CaseResult } from "../../../executor/run/run-case.js";
import { CRYPTO_NAMES } from "../../../lib/crypto/names.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";

const FOLDER = new URL("../../../executor-configs/", import.meta.url);

/** Those of the original course system, of bugs that it did not have, of the other protocols. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  conflicting_votes_bug: ["bug", "no_bug"],
  debug: ["test0"],
  fab_bugs: [
    "small_commit_proof",
    "fast_without_all",
    "small_progress_certificate",
    "second_proposal",
    "blocked_by_any_view",
    "ignores_commit_proofs",
  ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
  fast_hotstuff_bugs: [
    ...["small_quorum", "votes_again", "no_proof", "commits_over_gaps", "appendix_f"].flatMap(
      (bug) => [`${bug}_with_bug`, `${bug}_without_bug`],
    ),
    "appendix_f_with_proofs",
  ],
  free_running_timer: ["bug", "no_bug"],
  further_bugs: [
    "twin_votes_with_bug",
    "twin_votes_without_bug",
    "fourth_vote_with_bug",
    "fourth_vote_without_bug",
    "single_block_with_bug",
    "single_block_without_bug",
    "commit_over_gap_with_bug",
    "commit_over_gap_without_bug",
  ],
  hotstuff_bugs: ["small_quorum", "votes_again", "no_lock", "any_three_views", "two_chain"].flatMap(
    (bug) => [`${bug}_with_bug`, `${bug}_without_bug`],
  ),
  pbft_bugs: [
    "small_prepare",
    "small_commit",
    "small_view_change",
    "ignores_prepared",
    "lowest_view",
    "second_order",
  ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
  rotating_double_vote: ["test0"],
  rotating_quorums: ["no_timeouts", "timeouts"],
  selected_scenario: ["scenario1", "scenario2"],
  simplex_bugs: [
    "small_notarization",
    "small_nullification",
    "small_finalization",
    "votes_again",
    "finalizes_after_nullify",
  ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
  small_quorum_bug: [
    "false_progress_without_bug",
    "false_progress_with_bug",
    "equivocating_without_bug",
    "equivocating_with_bug",
  ],
  streamlet_bugs: [
    "small_quorum",
    "several_votes",
    "any_notarized_tip",
    "one_shorter",
    "any_three_epochs",
    "third_of_three",
    "first_of_two",
    "second_of_two",
  ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
  sync_hotstuff_bugs: [
    "small_certificate",
    "small_blame",
    "ignores_lock",
    "commits_early",
    "ignores_equivocation",
    "enters_at_once",
    "no_status_wait",
  ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
  syncmanager_bug: ["with_bug", "without_bug"],
  tendermint_bugs: [
    "small_quorum_with_bug",
    "small_quorum_without_bug",
    "precommit_on_f_plus_1_with_bug",
    "precommit_on_f_plus_1_without_bug",
    "no_lock_with_bug",
    "no_lock_without_bug",
    "unlocks_on_nil_with_bug",
    "unlocks_on_nil_without_bug",
    "unlocks_on_nil_with_prevotes_lock",
    "any_valid_round_with_bug",
    "any_valid_round_without_bug",
    "proposes_new_with_bug",
    "proposes_new_without_bug",
    "keeps_first_vote_with_bug",
    "keeps_first_vote_without_bug",
    "no_relay_with_bug",
    "no_relay_without_bug",
  ],
  two_round_simplex_bugs: [
    ...[
      "small_decision",
      "small_certificate",
      "small_skip",
      "large_certificates",
      "votes_again",
      "stays_with_split_votes",
      "leaves_without_vote",
    ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
    "late_votes_decide",
  ],
  vote_leader_current_round: ["bug", "no_bug"],
  zyzzyva_bugs: [
    "small_commit_certificate",
    "small_local_commit",
    "completes_without_all",
    "small_view_change",
    "second_order",
    "certificate_first",
    "counts_one_view",
  ].flatMap((bug) => [`${bug}_with_bug`, `${bug}_without_bug`]),
};

function configNamed(name: string): ExecutorConfig {
  const file = new URL(`${name}.json`, FOLDER);
  return valueOf(readConfig(JSON.parse(readFileSync(file, "utf8"))), fileURLToPath(file));
}

describe("shipped executor configs", () => {
  it("are the eight of the original, two of further bugs, one of each other protocol", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
    expect(files).to.deep.equal(Object.keys(CASES).map((name) => `${name}.json`));
  });

  it("stand in the table of their README, all and in order", () => {
    const rows = readFileSync(new URL("README.md", FOLDER), "utf8").matchAll(
      /^\| +(?:`(\w+)`)? +\| `(\w+)` /gm,
    );
    const table: string[][] = [];
    for (const [, config, name = ""] of rows) {
      if (config === undefined) table.at(-1)?.push(name);
      else table.push([config, name]);
    }
    const shipped = Object.entries(CASES).map(([config, cases]) => [config, ...cases]);
    expect(table).to.have.deep.members(shipped);
  });

  for (const [name, cases] of Object.entries(CASES)) {
    const { work, run, description } = configNamed(name);
    const written = work.kind === "cases" ? work.cases : [];

    it(`${name}: has its cases, each described and with an expectation`, () => {
      expect(written.map(({ scenario }) => scenario.id)).to.deep.equal(cases);
      for (const text of [description, ...written.map((each) => each.description)]) {
        expect(text).to.match(/\.$/);
      }
      expect(written.every(({ expectation }) => expectation !== undefined)).to.equal(true);
    });

    for (const crypto of CRYPTO_NAMES) {
      for (const each of written) {
        it(`${name}: ${each.scenario.id} ends as expected with ${crypto} signatures`, () => {
          expect(runCase({ ...run, crypto }, each).expectationResult).to.deep.equal({
            outcome: "met",
          });
        });
      }
    }
  }

  const resultOf = (config: string, name: string): CaseResult => {
    const { run, work } = configNamed(config);
    const cases = work.kind === "cases" ? work.cases : [];
    const found = cases.find(({ scenario }) => scenario.id === name);
    if (found === undefined) throw new Error(`no case ${name}`);
    return runCase(run, found);
  };

  it("a change of leaders costs nothing without the bug: all commit, no timer runs out", () => {
    const { result, transcript } = resultOf("vote_leader_current_round", "no_bug");
    const leaders = "aabbccaaaaaa".split("");
    expect(recordOf(result).chain).to.deep.equal(
      leaders.map((leader, at) => `${leader}@${at + 1}`),
    );
    expect(transcript.filter((line) => line.includes("runs out"))).to.deep.equal([]);
  });

  it("a block executed twice leaves c with other states of the same blocks", () => {
    const [witness, ...others] = witnessesOf(resultOf("syncmanager_bug", "with_bug").result);
    expect(others).to.deep.equal([]);
    expect(witness?.blocks).to.deep.equal(["a@4"]);
    expect(witness?.explanation.join()).to.match(
      /a and b committed a@4 with execution state 1; c committed a@4 with execution state 2$/,
    );
  });

  it("a small quorum certifies both blocks in each of the three split rounds", () => {
    const witnesses = witnessesOf(resultOf("small_quorum_bug", "equivocating_with_bug").result);
    const rounds = (name: string): unknown =>
      witnesses.find(({ property }) => property === name)?.rounds;
    expect(rounds("certified-uniqueness")).to.deep.equal([1, 2, 3]);
    expect(rounds("agreement")).to.deep.equal([1]);
  });
});
