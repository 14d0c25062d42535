/** Laws of whole runs: few replicas in small scenarios, judged like any run. */
import type { Protocol } from "../protocol/protocol.js";
import { crashWords, NO_ROUNDS, reportsRounds } from "../simulation/world.js";
import { smallScenariosOf } from "./arbitraries.js";
import { assertLaw, BrokenLaw } from "./law.js";
import type { Law } from "./law.js";
import { QUIET, replicasOf, runSmall, scenarioWords } from "./small-world.js";
import type { SmallScenario } from "./small-world.js";

const SCENARIOS = 1000;

const ENDLESS = "it goes on and on, although nothing is delivered after the last round";

/** What is wrong in a run of a scenario. */
function problemsOf<S extends object, M extends object>(
  protocol: Protocol<S, M>,
  scenario: SmallScenario,
): readonly string[] {
  const { outcome, verdicts, nodes } = runSmall(protocol, scenario);
  const { ending } = outcome;
  const violated = [...verdicts].flatMap(([name, verdict]) =>
    verdict.status === "violated" ? [`${name}: ${verdict.witness.explanation.join("; ")}`] : [],
  );
  if (ending.kind === "crashed") return [...violated, `crashed: ${crashWords(ending)}`];
  const hasCommitted = nodes.some(({ ledger }) => ledger.height > 0);
  if (hasCommitted && !reportsRounds(outcome)) return [...violated, NO_ROUNDS];
  return ending.kind === "inconclusive" ? [...violated, ENDLESS] : violated;
}

export const commits: Law = {
  name: "where nothing is wrong it commits as soon as it promises",
  check(protocol) {
    const { recoversIn } = protocol.promises ?? {};
    const { outcome, observed } = runSmall(protocol, QUIET);
    const { ending } = outcome;
    if (ending.kind === "crashed") throw new BrokenLaw(crashWords(ending), []);
    if (recoversIn === undefined) return;
    for (const replica of replicasOf(protocol)) {
      let rounds = 0;
      const own = observed.filter(({ node }) => node.replica === replica);
      const first = own.find((event) => {
        if (event.kind === "entered") rounds = Math.max(rounds, event.round);
        return event.kind === "committed";
      });
      if (first !== undefined && rounds <= recoversIn + 1) continue;
      const late = first === undefined ? "nothing" : `only in round ${rounds}`;
      throw new BrokenLaw(`${replica} commits ${late}; promised: within ${recoversIn} rounds`, []);
    }
  },
};

export const correct: Law = {
  name: "it is correct in 1,000 small scenarios",
  check(protocol) {
    assertLaw(smallScenariosOf(replicasOf(protocol).length), SCENARIOS, (scenario) => {
      const problems = problemsOf(protocol, scenario);
      if (problems.length > 0) throw new BrokenLaw(problems.join("; "), [scenarioWords(scenario)]);
    });
  },
};
