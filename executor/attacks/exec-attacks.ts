/** Runs the attacks of a folder, each with its control, and prints a table. */
import { EXIT, exitCodeOf } from "../../io/exit.js";
import { testSuiteOfCase } from "../reports/checks.js";
import { EXIT_OF_STATUS, statusOf } from "../reports/report-case.js";
import type { CommandResult } from "../reports/reports.js";
import { replayLine } from "../reports/replay.js";
import { runCase } from "../run/run-case.js";
import type { Session } from "../session.js";
import type { AttackFile } from "./attack-folder.js";
import { attackDocument } from "./attack-document.js";
import type { AttackResult, VariantResult } from "./attack-result.js";
import { attackReport } from "./report-attacks.js";

/** Runs attacks and reports on all of them. */
export function execAttacks(attacks: readonly AttackFile[], session: Session): CommandResult {
  const results = attacks.map((each) => runAttack(each, session));
  if (session.options.json === true) {
    session.json(JSON.stringify({ attacks: results.map(attackDocument) }, null, 2));
  } else session.print(attackReport(results, session.paint));
  const variants = results.flatMap((each) => each.variants);
  return {
    exit: exitCodeOf([EXIT.ok, ...variants.map(({ result }) => EXIT_OF_STATUS[statusOf(result)])]),
    suites: results.flatMap(({ name: attack, variants: both }) =>
      both.map(({ result, replay }) => {
        const { name, checks } = testSuiteOfCase(result, replay);
        return { name: `${attack} ${name}`, checks };
      }),
    ),
    files: {},
  };
}

function runAttack(each: AttackFile, { options }: Session): AttackResult {
  const { file, attack } = each;
  const { run, work } = attack.config;
  const cases = work.kind === "cases" ? work.cases : [];
  const variants = cases.map((variant): VariantResult => {
    const replay = replayLine({ file, options }, "case", variant.scenario.id);
    return { result: runCase(run, variant), replay };
  });
  return { ...each, variants };
}
