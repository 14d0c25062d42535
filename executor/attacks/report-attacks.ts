/** Prints a table of attacks: a row each, and what is not as expected. */
import type { Style } from "../../io/terminal/style.js";
import { tabulated } from "../../io/terminal/table.js";
import { count } from "../../lib/properties/wording.js";
import { statusOf } from "../reports/report-case.js";
import { witnessesOf } from "../results/record.js";
import type { AttackResult, VariantResult } from "./attack-result.js";

const HEADING = ["", "attack", "protocol", "year", "nodes", "rounds", "flawed variant", "control"];
const NUMBERS = new Set(["year", "nodes", "rounds"]);
const isNumber = (column: number): boolean => NUMBERS.has(HEADING[column] ?? "");

/** A row an attack; below it the reasons of those that fail, with the lines that replay them. */
export function attackReport(results: readonly AttackResult[], style: Style): readonly string[] {
  const [heading = "", ...rows] = tabulated([HEADING, ...results.map(rowOf)], isNumber);
  const failed = results.filter((each) => !isFine(each));
  const summary = `${count(results.length, "attack")}: ${results.length - failed.length} ok`;
  return [
    style.strong(heading.trimEnd()),
    ...rows.flatMap((row, index) => {
      const result = results[index];
      return result === undefined ? [] : [row, ...reasonsOf(result, style)];
    }),
    "",
    failed.length === 0 ? summary : `${summary}, ${style.bad(`${failed.length} failed`)}`,
  ];
}

const isFine = ({ variants }: AttackResult): boolean =>
  variants.every(({ result }) => statusOf(result) === "ok");

function rowOf(each: AttackResult): readonly string[] {
  const { name, attack, variants } = each;
  const [flawed, control] = variants;
  const { roster, scenario } = flawed?.result.case ?? {};
  const twins = roster?.twins.length ?? 0;
  return [
    isFine(each) ? "ok" : "FAIL",
    name,
    attack.config.run.protocol,
    String(attack.year),
    `${roster?.replicas.length ?? 0}+${twins}`,
    String(scenario?.rounds.length ?? 0),
    flawed === undefined ? "" : resultWords(flawed),
    control === undefined ? "" : resultWords(control),
  ];
}

/** What a variant did: what it violates, or how it ended. */
function resultWords({ result: { result } }: VariantResult): string {
  const violated = witnessesOf(result).map(({ property }) => property);
  if (violated.length > 0) return violated.join(", ");
  return result.ending.kind === "completed" ? "holds" : result.ending.kind;
}

function reasonsOf({ variants }: AttackResult, style: Style): readonly string[] {
  return variants.flatMap(({ result, replay }) => {
    const { expectationResult } = result;
    if (expectationResult.outcome === "met") return [];
    const because = expectationResult.because.map(({ words }) => words).join("; ");
    return [`      ${result.case.scenario.id}: ${style.bad(because)}`, `      replay  ${replay}`];
  });
}
