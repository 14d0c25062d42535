/** Counts the decisions of a protocol over cases or scenarios: twins-exec --coverage. */
import { EXIT } from "../../../io/exit.js";
import { tabulated } from "../../../io/terminal/table.js";
import type { Style } from "../../../io/terminal/style.js";
import { count } from "../../../lib/properties/wording.js";
import type { Scenario } from "../../../lib/scenario/model.js";
import { chosenScenarios } from "../../../lib/space/chosen-scenarios.js";
import type { ExecutorConfig, RunConfig } from "../../config/config.js";
import type { CommandResult } from "../../reports/reports.js";
import { protocolOf, runOptions } from "../../run/run-case.js";
import type { ScenarioContext } from "../../run/run-case.js";
import { runner } from "../../run/run.js";
import type { Session } from "../../session.js";
import { checkScenarioFile, scenariosOf } from "../../sources/scenario-source.js";
import { RuleCoverage, unexercised } from "./coverage.js";
import type { DecisionCount } from "./coverage.js";

/** How many scenarios of a space are run, unless --limit or the config says it. */
const DEFAULT_LIMIT = 1000;

/** A scenario, and what it is run with. */
interface Subject {
  readonly scenario: Scenario;
  readonly context: ScenarioContext;
  readonly bugs: readonly string[];
}

/** Runs everything once, and reports what the protocol decided. */
export async function execCoverage(
  run: RunConfig,
  work: ExecutorConfig["work"],
  session: Session,
): Promise<CommandResult> {
  const coverage = new RuleCoverage();
  let scenarios = 0;
  for await (const { scenario, context, bugs } of subjectsOf(run, work, session)) {
    scenarios++;
    const perform = runner(runOptions({ ...run, bugs: [...run.bugs, ...bugs] }, context));
    perform(scenario, (entry) => {
      coverage.note(entry);
    });
  }
  const decisions = coverage.decisions();
  const about = { protocol: run.protocol, scenarios };
  if (session.options.json === true) {
    const document = { ...about, decisions, unexercised: unexercised(decisions) };
    session.json(JSON.stringify(document, null, 2));
  } else session.print(coverageReport(decisions, about, session.paint));
  return { exit: scenarios === 0 ? EXIT.inconclusive : EXIT.ok, suites: [], files: {} };
}

async function* subjectsOf(
  run: RunConfig,
  work: ExecutorConfig["work"],
  { options }: Session,
): AsyncGenerator<Subject, void> {
  if (work.kind === "cases") {
    for (const each of work.cases) {
      if (options.case !== undefined && options.case !== each.scenario.id) continue;
      yield await Promise.resolve({ scenario: each.scenario, context: each, bugs: each.bugs });
    }
  } else if (work.kind === "scenarios") {
    const file = await checkScenarioFile(work.file, protocolOf(run), options.limit);
    for await (const { scenario } of scenariosOf(file)) {
      yield { scenario, context: file.header, bugs: [] };
    }
  } else {
    const { space, stabilization } = work.space;
    const chosen = chosenScenarios(space, work.choice);
    const { roster, semantics } = space;
    const most = BigInt(work.choice.limit ?? DEFAULT_LIMIT);
    for (let place = 0n; place < most && place < chosen.selection.count; place++) {
      const { scenario } = chosen.at(place);
      yield { scenario, context: { roster, semantics, stabilization }, bugs: [] };
    }
  }
}

function coverageReport(
  decisions: readonly DecisionCount[],
  { protocol, scenarios }: { readonly protocol: string; readonly scenarios: number },
  style: Style,
): readonly string[] {
  const title = style.strong(`decisions of ${protocol} in ${count(scenarios, "scenario")}`);
  if (decisions.length === 0) return [title, "  it reports none (effects of kind decided)"];
  const rows = decisions.flatMap(({ what, yes, no, reasons }) => [
    [what, String(yes), String(no)],
    ...reasons.map((each) => [`  ${each.because}`, String(each.yes), String(each.no)]),
  ]);
  const missing = unexercised(decisions);
  return [
    title,
    "",
    ...tabulated([["decision", "yes", "no"], ...rows], (column) => column > 0).map(
      (line) => `  ${line}`,
    ),
    "",
    ...(missing.length === 0 ? ["every decision was allowed and forbidden"] : missing),
  ];
}
