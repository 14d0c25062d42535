/** The closing sentences of a sweep: how much of which space it covered, and what that shows. */
import { grouped, percentage } from "../../io/text.js";
import { mostHits } from "../../lib/space/sample-bound.js";
import type { Sweep } from "./sweep.js";

/** The results that the sentences depend on. */
interface Results {
  readonly scenarios: number;
  readonly failed: number;
  readonly inconclusive: number;
}

/** How much of a space a sweep covered; nothing for the scenarios of a file. */
export function coverage({ chosen, choice }: Sweep, results: Results): readonly string[] {
  if (chosen === undefined || choice === undefined) return [];
  const { space, selection } = chosen;
  const { scenarios, failed, inconclusive } = results;
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

/** What a uniform sample without a violation shows of all, and what it does not. */
function boundOf(size: bigint, sample: number, what: string): readonly string[] {
  const population = Number(size);
  const hits = mostHits(population, sample);
  const most = percentage(BigInt(Math.floor(hits)), size);
  return [
    `with 95% confidence, at most ${most} of the ${what} of this space violate a judged property`,
    "(uniform sample without replacement, exact hypergeometric bound); this says nothing about other",
    "spaces or semantics, and a property says nothing where it is vacuous",
  ];
}
