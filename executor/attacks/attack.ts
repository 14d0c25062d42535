/** The type of an attack, and how its file is read. */
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import { isJsonObject } from "../../lib/scenario/input/reading.js";
import type { JsonObject } from "../../lib/scenario/input/reading.js";
import type { Problem, Read } from "../../lib/scenario/input/problem.js";
import { Problems } from "../../lib/scenario/input/problems.js";
import { problemsOf } from "../../lib/scenario/input/zod-problems.js";
import type { ExecutorConfig } from "../config/config.js";
import { readConfig } from "../config/read-config.js";
import { ATTACK } from "./attack-schema.js";
import type { AttackSearch } from "./attack-schema.js";

/** The cases that an attack consists of, by name, in this order. */
const VARIANTS = ["flawed", "correct"] as const;

/** What an attack file says besides its two cases. */
export interface Attack {
  /** The flaw, in a few words. */
  readonly flaw: string;
  readonly story: string;
  readonly year: number;
  readonly source: string;
  /** How `--find` comes to the flaw. */
  readonly search: AttackSearch | undefined;
  /** The schedule run twice: with the flawed rules, and with the correct ones. */
  readonly config: ExecutorConfig;
}

/** Whether a document is meant as an attack. */
export const isAttack = (document: unknown): document is JsonObject =>
  isJsonObject(document) && Object.hasOwn(document, "attack");

/** Reads an attack: it, or every problem with its path. */
export function readAttack(document: JsonObject, instead?: ChosenProtocol): Read<Attack> {
  const shape = ATTACK.safeParse(document);
  const problems = new Problems();
  if (!shape.success) problems.addAll(problemsOf(shape.error, document));
  const config = readConfig(configOf(document), instead);
  if (!config.ok) problems.addAll(config.problems.map(ofAttack));
  if (!shape.success || !config.ok) return problems.unless<Attack>(undefined);
  const { attack: flaw, story, year, source, search } = shape.data;
  return problems.unless<Attack>({ flaw, story, year, source, search, config: config.value });
}

/** Fields that say something about the attack, or belong to its cases. */
const OWN_FIELDS = new Set([
  ...["$schema", "attack", "story", "year", "source", "search"],
  ...["rounds", "stableFrom", ...VARIANTS],
]);

/** The config of two cases with one schedule that an attack stands for. */
function configOf(document: JsonObject): JsonObject {
  const fields = Object.entries(document).filter(([key]) => !OWN_FIELDS.has(key));
  return { ...Object.fromEntries(fields), cases: VARIANTS.map((name) => caseOf(document, name)) };
}

function caseOf(document: JsonObject, name: (typeof VARIANTS)[number]): JsonObject {
  const { rounds, stableFrom, attack } = document;
  const variant = document[name] ?? {};
  const { bugs, semantics, expect = "held" } = isJsonObject(variant) ? variant : {};
  return {
    ...{ name, description: attack, rounds, expect },
    ...(stableFrom === undefined ? {} : { stableFrom }),
    ...(bugs === undefined ? {} : { bugs }),
    ...(semantics === undefined ? {} : { semantics }),
  };
}

const OF_CASE = /^cases\[(\d)\]\.?(.*)$/;

/** What both cases have in common is told of the attack, the rest of its variant. */
function ofAttack(problem: Problem): Problem {
  const [, index, field = ""] = OF_CASE.exec(problem.path) ?? [];
  if (index === undefined) return problem;
  const isOfVariant = /^(bugs|expect|semantics)\b/.test(field);
  return { ...problem, path: isOfVariant ? `${VARIANTS[Number(index)]}.${field}` : field };
}
