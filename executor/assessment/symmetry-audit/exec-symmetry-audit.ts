/** Counts how often a verdict changes when nodes exchange names: twins-exec --audit-symmetry. */
import { EXIT } from "../../../io/exit.js";
import { percentage } from "../../../io/terminal/text.js";
import { count } from "../../../lib/properties/wording.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import { chosenScenarios } from "../../../lib/space/chosen-scenarios.js";
import type { ScenarioChoice } from "../../../lib/space/chosen-scenarios.js";
import type { RunConfig } from "../../config/config.js";
import type { CommandResult } from "../../reports/reports.js";
import { runOptions } from "../../run/run-case.js";
import { runner } from "../../run/run.js";
import type { ScenarioResult } from "../../run/run.js";
import type { Session } from "../../session.js";
import { exchangeNames } from "../../counterexample/shrink/passes/names.js";
import type { SpaceDefinition } from "../../sources/space-source.js";

/** How many scenarios are looked at, unless --limit or the config says it. */
const DEFAULT_LIMIT = 200;

/** What the audit found. */
interface SymmetryAudit {
  readonly scenarios: number;
  /** Pairs of a scenario and one in which two nodes, or a node and its twin, exchange names. */
  readonly pairs: number;
  /** Pairs that violate different properties. */
  readonly different: number;
  /** The first of them. */
  readonly example: readonly [string, string] | undefined;
}

/** Runs scenarios of a space under other names, and reports. */
export function execSymmetryAudit(
  run: RunConfig,
  definition: SpaceDefinition,
  choice: ScenarioChoice,
  session: Session,
): CommandResult {
  const audit = auditOf(run, definition, choice);
  if (session.options.json === true) session.json(JSON.stringify(audit, null, 2));
  else session.print(reportOf(audit));
  return { exit: audit.pairs === 0 ? EXIT.inconclusive : EXIT.ok, suites: [], files: {} };
}

function auditOf(
  run: RunConfig,
  { space, stabilization }: SpaceDefinition,
  choice: ScenarioChoice,
): SymmetryAudit {
  const { roster, semantics } = space;
  const { leaders } = stabilization;
  const perform = runner(runOptions(run, { roster, semantics, stabilization }));
  const chosen = chosenScenarios(space, choice);
  const { count: all } = chosen.selection;
  const most = BigInt(choice.limit ?? DEFAULT_LIMIT);
  const scenarios = Number(most < all ? most : all);
  const pinned = leaders === "honest" ? [] : leaders;
  let [pairs, different] = [0, 0];
  let example: SymmetryAudit["example"];
  for (let place = 0; place < scenarios; place++) {
    const { rounds } = chosen.at(BigInt(place)).scenario;
    const one = failuresIn(perform({ id: "", rounds }));
    for (const other of exchangeNames.candidates({ roster, rounds, guilty: [], pinned })) {
      pairs++;
      if (failuresIn(perform({ id: "", rounds: other.rounds })) === one) continue;
      different++;
      example ??= [notationOf(rounds), notationOf(other.rounds)];
    }
  }
  return { scenarios, pairs, different, example };
}

/** What is violated, and whether the protocol crashed. */
const failuresIn = ({ verdicts, ending }: ScenarioResult): string =>
  [
    ...[...verdicts].flatMap(([name, { status }]) => (status === "violated" ? name : [])),
    ...(ending.kind === "crashed" ? [ending.kind] : []),
  ].join();

function reportOf({ scenarios, pairs, different, example }: SymmetryAudit): readonly string[] {
  const share = pairs === 0 ? "" : ` (${percentage(BigInt(different), BigInt(pairs))})`;
  const looked = `${count(scenarios, "scenario")}, each with the names of two nodes exchanged`;
  return [
    `${looked}: ${count(pairs, "pair")}`,
    `${count(different, "pair")} violate different properties${share}`,
    ...(example === undefined ? [] : ["for example:", ...example.map((each) => `  ${each}`)]),
  ];
}
