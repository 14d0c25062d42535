/** Reads an executor config: checks it, reports every problem, and fills in defaults. */
import type { z } from "zod";
/* Executor configs: what they say, and what their parts say against each other. */
import { accepted, fieldOf, isValue, refused } from "../lib/scenario/problem.js";
import type { Problem, Read } from "../lib/scenario/problem.js";
import { Problems, problemsIn } from "../lib/scenario/problems.js";
import { MOST_CASES } from "../lib/scenario/limits.js";
import { rosterConflicts } from "../lib/scenario/roster-config.js";
import { problemsOf, wellFormed } from "../lib/scenario/zod-problems.js";
import type { Case, ExecutorConfig, RunConfig } from "./config.js";
import { CASES_CONFIG, RUN_FIELDS, SCENARIOS_CONFIG } from "./config-schema.js";
import { isJsonObject, readCase } from "./read-case.js";
import type { JsonObject } from "./read-case.js";

/** Reads an executor config of either form: the config, or every problem with its path. */
export function readConfig(document: unknown): Read<ExecutorConfig> {
  const fields = isJsonObject(document) ? document : {};
  return Object.hasOwn(fields, "scenarios")
    ? readScenariosConfig(document, fields)
    : readCasesConfig(document, fields);
}

function readScenariosConfig(document: unknown, fields: JsonObject): Read<ExecutorConfig> {
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

function readCasesConfig(document: unknown, fields: JsonObject): Read<ExecutorConfig> {
  const result = CASES_CONFIG.safeParse(document);
  const problems = new Problems();
  if (!result.success) problems.addAll(problemsOf(result.error, document));
  problems.addAll(delayConflicts(fields));
  problems.addAll(rosterConflicts(fields));
  const documents: readonly unknown[] = Array.isArray(fields["cases"]) ? fields["cases"] : [];
  const cases: Case[] = [];
  for (const [index, each] of documents.slice(0, MOST_CASES).entries()) {
    if (problems.isFull) break;
    const read = problems.take(readCase(fields, each, `cases[${index}]`));
    if (read !== undefined) cases.push(read);
  }
  problems.addAll(repeatedNames(documents));
  return problems.unless(
    result.success
      ? {
          description: result.data.description,
          run: runFrom(result.data),
          work: { kind: "cases", cases },
        }
      : undefined,
  );
}

type RunFields = Pick<z.output<typeof CASES_CONFIG>, keyof typeof RUN_FIELDS>;

const runFrom = (config: RunFields): RunConfig => ({
  protocol: config.protocol,
  bugs: config.bugs,
  crypto: config.crypto,
  delta: config.transmissionDelayBound,
  delay: config.delay.fixed,
  limits: config.limits,
});

function delayConflicts(fields: JsonObject): readonly Problem[] {
  const bound = wellFormed(RUN_FIELDS.transmissionDelayBound, fields["transmissionDelayBound"]);
  const delay = wellFormed(RUN_FIELDS.delay, fields["delay"]);
  if (bound === undefined || delay === undefined || delay.fixed <= bound) return [];
  const allowed = `at most the transmissionDelayBound, ${bound}`;
  return [{ path: "delay.fixed", wrong: isValue(delay.fixed), allowed }];
}

function repeatedNames(documents: readonly unknown[]): readonly Problem[] {
  const known = new Set<unknown>();
  return problemsIn(documents, (document, index) => {
    const name = isJsonObject(document) ? document["name"] : undefined;
    if (typeof name !== "string") return [];
    const repeated = known.has(name);
    known.add(name);
    const path = fieldOf(`cases[${index}]`, "name");
    return repeated ? [{ path, wrong: `${isValue(name)} again`, allowed: "every name once" }] : [];
  });
}
