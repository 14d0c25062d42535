/** Failing scenarios for tests of shrinking: those of the shipped configs, and random ones. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { attacksIn } from "../../../executor/attacks/attack-folder.js";
import type { Case, RunConfig } from "../../../executor/config/config.js";
import { DEFAULT_RUN } from "../../../executor/config/config.js";
import { readConfig } from "../../../executor/config/read-config.js";
import type { Failing } from "../../../executor/counterexample/shrink/shrink.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../../lib/scenario/model.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { scenarioReader } from "../../../lib/scenario/read-scenario.js";
import { replicaNames, rosterOf } from "../../../lib/scenario/roster.js";
import { valueOf } from "../../../lib/scenario/input/problem.js";

const ATTACKS = new URL("../../../attacks/", import.meta.url);
const CONFIGS = new URL("../../../executor-configs/", import.meta.url);

/** A case with the bugs of its config and its own. */
export interface ShippedCase {
  readonly name: string;
  readonly run: RunConfig;
  readonly case: Case;
}

/** Every case of every shipped config. */
export const shippedCases = (): readonly ShippedCase[] =>
  readdirSync(CONFIGS)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => {
      const document: unknown = JSON.parse(readFileSync(new URL(file, CONFIGS), "utf8"));
      const { run, work } = valueOf(readConfig(document, undefined), file);
      if (work.kind !== "cases") return [];
      return work.cases.map((each) => ({
        name: `${file} ${each.scenario.id}`,
        run: { ...run, bugs: [...run.bugs, ...each.bugs] },
        case: each,
      }));
    });

/** Both variants of every shipped attack. */
export const attackCases = async (): Promise<readonly ShippedCase[]> =>
  (await attacksIn(fileURLToPath(ATTACKS))).flatMap(({ file, attack: { config } }) => {
    const { run, work } = config;
    if (work.kind !== "cases") return [];
    return work.cases.map((each) => ({
      name: `${file} ${each.scenario.id}`,
      run: { ...run, bugs: [...run.bugs, ...each.bugs] },
      case: each,
    }));
  });

export const failingCase = ({ run, case: each }: ShippedCase): Failing => ({
  ...{ run, scenario: each.scenario, context: each },
});

interface Given {
  readonly protocol?: string;
  readonly bugs: readonly string[];
  readonly replicas?: number;
  readonly twins?: readonly number[];
}

/** A scenario in one-line notation, with a bug. */
export function failing(rounds: string, given: Given): Failing {
  const { protocol = DEFAULT_RUN.protocol, bugs, replicas = 4, twins = [] } = given;
  const names = replicaNames(replicas);
  const roster = rosterOf(
    names,
    names.filter((_, index) => twins.includes(index)),
  );
  const scenario: Scenario = {
    id: rounds,
    rounds: valueOf(scenarioReader(roster).rounds(rounds), rounds),
  };
  const context = { roster, semantics: DEFAULT_SEMANTICS, stabilization: DEFAULT_STABILIZATION };
  return { run: { ...DEFAULT_RUN, protocol, bugs }, scenario, context };
}
