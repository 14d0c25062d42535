import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { ExecutorConfig } from "../../executor/config.js";
import { readConfig } from "../../executor/read-config.js";
import { runCase } from "../../executor/run-case.js";
import { CRYPTO_NAMES } from "../../lib/crypto/names.js";
import { valueOf } from "../../lib/scenario/problem.js";

const FOLDER = new URL("../../executor-configs/", import.meta.url);

/** The sixteen cases of the original course system. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  conflicting_votes_bug: ["bug", "no_bug"],
  debug: ["test0"],
  rotating_double_vote: ["test0"],
  rotating_quorums: ["no_timeouts", "timeouts"],
  selected_scenario: ["scenario1", "scenario2"],
  small_quorum_bug: [
    "false_progress_without_bug",
    "false_progress_with_bug",
    "equivocating_without_bug",
    "equivocating_with_bug",
  ],
  syncmanager_bug: ["with_bug", "without_bug"],
  vote_leader_current_round: ["bug", "no_bug"],
};

function configNamed(name: string): ExecutorConfig {
  const file = new URL(`${name}.json`, FOLDER);
  return valueOf(readConfig(JSON.parse(readFileSync(file, "utf8"))), fileURLToPath(file));
}

describe("shipped executor configs", () => {
  it("are the eight of the original", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
    expect(files).to.deep.equal(Object.keys(CASES).map((name) => `${name}.json`));
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
          expect(runCase({ ...run, crypto }, each).fulfilment).to.deep.equal({ outcome: "met" });
        });
      }
    }
  }
});
