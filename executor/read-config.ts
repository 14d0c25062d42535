import type { z } from "zod";
import { accepted, fieldOf, isValue, refused } from "../lib/scenario/problem.js";
import type { Problem, Read } from "../lib/scenario/problem.js";
import { rosterConflicts } from "../lib/scenario/roster-config.js";
import { problemsOf, wellFormed } from "../lib/scenario/zod-problems.js";
import type { ExecutorConfig, RunConfig } from "./config.js";
import { CASES_CONFIG, RUN_FIELDS, SCENARIOS_CONFIG } from "./config-schema.js";
import { isFields, readCase } from "./read-case.js";
import type { Fields } from "./read-case.js";

/** Reads an executor config of either form: the config, or every problem with its path. */
export function readConfig(document: unknown): Read<ExecutorConfig> {
  const fields = isFields(document) ? document : {};
  return Object.hasOwn(fields, "scenarios")
    ? readScenariosConfig(document, fields)
    : readCasesConfig(document, fields);
}

function readScenariosConfig(document: unknown, fields: Fields): Read<ExecutorConfig> {
  const result = SCENARIOS_CONFIG.safeParse(document);
  const conflicts = delayConflicts(fields);
  if (!result.success) return refused([...problemsOf(result.error, document), ...conflicts]);
  if (conflicts.length > 0) return refused(conflicts);
  const { description, scenarios } = result.data;
  return accepted({
    description,
    run: runFrom(result.data),
    work: { kind: "scenarios", file: scenarios },
  });
}

function readCasesConfig(document: unknown, fields: Fields): Read<ExecutorConfig> {
  const result = CASES_CONFIG.safeParse(document);
  const shape = result.success ? [] : problemsOf(result.error, document);
  const documents: readonly unknown[] = Array.isArray(fields["cases"]) ? fields["cases"] : [];
  const cases = documents.map((each, index) => readCase(fields, each, `cases[${index}]`));
  const problems = [
    ...shape,
    ...delayConflicts(fields),
    ...rosterConflicts(fields),
    ...cases.flatMap((read) => (read.ok ? [] : read.problems)),
    ...repeatedNames(documents),
  ];
  if (!result.success || problems.length > 0) return refused(withoutRepetitions(problems));
  return accepted({
    description: result.data.description,
    run: runFrom(result.data),
    work: { kind: "cases", cases: cases.flatMap((read) => (read.ok ? [read.value] : [])) },
  });
}

type RunDocument = Pick<z.output<typeof CASES_CONFIG>, keyof typeof RUN_FIELDS>;

const runFrom = (config: RunDocument): RunConfig => ({
  protocol: config.protocol,
  bugs: config.bugs,
  crypto: config.crypto,
  delta: config.transmissionDelayBound,
  delay: config.delay.fixed,
  limits: config.limits,
});

function delayConflicts(fields: Fields): readonly Problem[] {
  const bound = wellFormed(RUN_FIELDS.transmissionDelayBound, fields["transmissionDelayBound"]);
  const delay = wellFormed(RUN_FIELDS.delay, fields["delay"]);
  if (bound === undefined || delay === undefined || delay.fixed <= bound) return [];
  const allowed = `at most the transmissionDelayBound, ${bound}`;
  return [{ path: "delay.fixed", wrong: isValue(delay.fixed), allowed }];
}

function repeatedNames(documents: readonly unknown[]): readonly Problem[] {
  const known = new Set<unknown>();
  return documents.flatMap((document, index) => {
    const name = isFields(document) ? document["name"] : undefined;
    if (typeof name !== "string") return [];
    const repeated = known.has(name);
    known.add(name);
    const path = fieldOf(`cases[${index}]`, "name");
    return repeated ? [{ path, wrong: `${isValue(name)} again`, allowed: "every name once" }] : [];
  });
}

/** What is wrong for the whole config shows in every case. */
function withoutRepetitions(problems: readonly Problem[]): readonly Problem[] {
  const lines = problems.map(({ path, wrong }) => `${path} ${wrong}`);
  return problems.filter((_, index) => lines.indexOf(lines[index] ?? "") === index);
}
