/** The closing sentences of a sweep: how much was covered, and what that shows. */
import { grouped, percentage } from "../../io/terminal/text.js";
import { count } from "../../lib/properties/wording.js";
import { mostHits } from "../../lib/space/sample-bound.js";
import type { ChosenScenarios, ScenarioChoice } from "../../lib/space/chosen-scenarios.js";

/** The results that the sentences depend on. */
interface Results {
  readonly scenarios: number;
  readonly failed: number;
  readonly inconclusive: number;
}

/** Scenarios of a space that were chosen for a sweep. */
export interface ChosenOfSpace {
  readonly chosen: ChosenScenarios;
  readonly choice: Pick<ScenarioChoice, "order" | "symmetry" | "mix">;
}

/** How much of a space a sweep covered. */
export function coverageOfSpace(
  { chosen, choice }: ChosenOfSpace,
  results: Results,
): readonly string[] {
  const { space, selection } = chosen;
  const { scenarios, failed, inconclusive } = results;
  if (choice.mix !== undefined) {
    const draws = `ran ${count(scenarios, "draw")} from the space ${space.hash}, each part calm`;
    return [
      `${draws} with probability ${choice.mix.calm}, seed "${space.config.seed}"`,
      "(mix: draws repeat and are not uniform, so no share and no bound for the space follow)",
    ];
  }
  const what = choice.symmetry ? "classes of scenarios" : "scenarios";
  const order =
    choice.order === "random" ? `in random order, seed "${space.config.seed}"` : "by number";
  const share = percentage(BigInt(scenarios), selection.size);
  const of = `${grouped(scenarios)} of ${grouped(selection.size)} ${what}`;
  const covered = `covered ${of} (${share}) of the space ${space.hash}, ${order}`;
  const isSample = choice.order === "random" && BigInt(scenarios) < selection.size;
  if (!isSample || scenarios === 0 || failed > 0 || inconclusive > 0) return [covered];
  return [covered, ...boundOf(selection.size, scenarios, what)];
}

/** How much of a file a sweep covered: what somebody has chosen is no sample, and has no bound. */
export function coverageOfFile(places: number, { scenarios }: Results): readonly string[] {
  const share = scenarios === places ? "all" : `${grouped(scenarios)} of`;
  const covered = `covered ${share} ${count(places, "scenario")} of a file`;
  return [`${covered}; how they were chosen is not known, so no bound for a space follows`];
}

/** What a uniform sample without a violation shows of all, and what it does not. */
function boundOf(size: bigint, sample: number, what: string): readonly string[] {
  const population = Number(size);
  const hits = mostHits(population, sample);
  const most = percentage(BigInt(Math.floor(hits)), size);
  return [
    `with 95% confidence, at most ${most} of the ${what} of this space violate a judged property`,
    "(uniform sample without replacement, exact hypergeometric bound); this says nothing about",
    "other spaces or semantics, and a property says nothing where it is vacuous",
  ];
}
