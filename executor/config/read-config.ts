/** Reads an executor config: checks it, reports every problem, and fills in defaults. */
import type { z } from "zod";
import { moduleOf } from "../../io/protocols/choose.js";
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import { DEFAULT_PROTOCOL } from "../../lib/registry.js";
import { accepted, fieldOf, isValue, refused } from "../../lib/scenario/input/problem.js";
import type { Problem, Read } from "../../lib/scenario/input/problem.js";
import { Problems, problemsIn } from "../../lib/scenario/input/problems.js";
import { MOST_CASES } from "../../lib/scenario/input/limits.js";
import { isJsonObject } from "../../lib/scenario/input/reading.js";
import type { JsonObject } from "../../lib/scenario/input/reading.js";
import { unknownBugs } from "../../lib/scenario/protocol-fields.js";
import { rosterConflicts } from "../../lib/scenario/roster-config.js";
import { problemsOf, wellFormed } from "../../lib/scenario/input/zod-problems.js";
import type { Case, ExecutorConfig, RunConfig } from "./config.js";
import { CASES_CONFIG, RUN_FIELDS, SCENARIOS_CONFIG } from "./config-schema.js";
import { readCase } from "./read-case.js";

/**
 * Reads an executor config of either form: the config, or every problem with its path. It is of the
 * protocol that it names, which must be built in, unless another is given instead.
 */
export function readConfig(document: unknown, instead?: ChosenProtocol): Read<ExecutorConfig> {
  const fields = isJsonObject(document) ? document : {};
  const chosen = instead ?? protocolNamedIn(fields);
  return Object.hasOwn(fields, "scenarios")
    ? readScenariosConfig(document, fields, chosen)
    : readCasesConfig(document, fields, chosen);
}

/** A name that is none is told with the whole config. */
function protocolNamedIn({ protocol = DEFAULT_PROTOCOL }: JsonObject): ChosenProtocol {
  return { protocol: typeof protocol === "string" ? protocol : "" };
}

function readScenariosConfig(
  document: unknown,
  fields: JsonObject,
  chosen: ChosenProtocol,
): Read<ExecutorConfig> {
  const result = SCENARIOS_CONFIG.safeParse(document);
  const conflicts = [...delayConflicts(fields), ...bugConflicts(fields, moduleOf(chosen))];
  if (!result.success) return refused([...problemsOf(result.error, document), ...conflicts]);
  if (conflicts.length > 0) return refused(conflicts);
  const { description, scenarios } = result.data;
  return accepted({
    description,
    run: runFrom(result.data, chosen),
    work: { kind: "scenarios", file: scenarios },
  });
}

function readCasesConfig(
  document: unknown,
  fields: JsonObject,
  chosen: ChosenProtocol,
): Read<ExecutorConfig> {
  const module = moduleOf(chosen);
  const result = CASES_CONFIG.safeParse(document);
  const problems = new Problems();
  if (!result.success) problems.addAll(problemsOf(result.error, document));
  problems.addAll(delayConflicts(fields));
  problems.addAll(rosterConflicts(fields));
  problems.addAll(bugConflicts(fields, module));
  const documents: readonly unknown[] = Array.isArray(fields["cases"]) ? fields["cases"] : [];
  const cases: Case[] = [];
  for (const [index, each] of documents.slice(0, MOST_CASES).entries()) {
    if (problems.isFull) break;
    const read = problems.take(readCase(fields, each, { path: `cases[${index}]`, module }));
    if (read !== undefined) cases.push(read);
  }
  problems.addAll(repeatedNames(documents));
  return problems.unless(
    result.success
      ? {
          description: result.data.description,
          run: runFrom(result.data, chosen),
          work: { kind: "cases", cases },
        }
      : undefined,
  );
}

type RunFields = Pick<z.output<typeof CASES_CONFIG>, keyof typeof RUN_FIELDS>;

const runFrom = (config: RunFields, chosen: ChosenProtocol): RunConfig => ({
  ...chosen,
  bugs: config.bugs,
  crypto: config.crypto,
  delta: config.transmissionDelayBound,
  delay: config.delay.fixed,
  limits: config.limits,
});

function bugConflicts(
  { bugs }: JsonObject,
  module: ProtocolModule | undefined,
): readonly Problem[] {
  return module === undefined || !Array.isArray(bugs) ? [] : unknownBugs(bugs, module, "bugs");
}

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
