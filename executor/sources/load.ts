/** Loads the file of twins-exec: a config of either tool, an attack, or a scenario file. */
import { beside } from "../../io/files/beside.js";
import { protocolIn } from "../../io/protocols/choose.js";
import type { ChosenProtocol } from "../../io/protocols/choose.js";
import { readJson, readLines, STANDARD_STREAM } from "../../io/files/read.js";
import { InputError, valueOf } from "../../lib/scenario/input/problem.js";
import { withOverrides } from "../../lib/space/overrides.js";
import type { Overrides } from "../../lib/space/overrides.js";
import { isAttack, readAttack } from "../attacks/attack.js";
import { DEFAULT_RUN } from "../config/config.js";
import type { ExecutorConfig } from "../config/config.js";
import { isJsonObject } from "../../lib/scenario/input/reading.js";
import type { JsonObject } from "../../lib/scenario/input/reading.js";
import { readConfig } from "../config/read-config.js";
import { readSpaceDefinition } from "./space-source.js";

/** What the command line says of the work. */
export interface WorkOptions {
  readonly overrides?: Overrides;
  /** So many seconds of real time a program may take for an answer. */
  readonly seconds?: number | undefined;
}

/**
 * Reads what the user named: a config of either tool, an attack, or a file of scenarios in any
 * format. If a protocol was named, too, that one is run instead of the config's; `overrides`
 * replace keys of a generator config.
 */
export async function loadWork(
  file: string,
  named?: ChosenProtocol,
  { overrides = {}, seconds }: WorkOptions = {},
): Promise<ExecutorConfig> {
  if (file === STANDARD_STREAM) throw new InputError([READ_TWICE], file);
  const scenarios: ExecutorConfig = {
    run: { ...DEFAULT_RUN, ...named },
    work: { kind: "scenarios", file },
  };
  if (await beginsLikeScenarios(file)) return scenarios;
  const document = await readJson(file);
  if (isJsonObject(document) && holdsScenarios(document)) return scenarios;
  const chosen = named ?? (await protocolIn(document, file, { seconds }));
  if (isAttack(document)) return valueOf(readAttack(document, chosen), file).config;
  if (!isJsonObject(document) || !definesSpace(document)) {
    return executorConfig(document, file, chosen);
  }
  const overridden = withOverrides(document, overrides);
  const read = valueOf(readSpaceDefinition(overridden, chosen), file);
  const { protocol, bugs, choice, ...space } = read;
  return { run: { ...DEFAULT_RUN, ...protocol, bugs }, work: { kind: "space", space, choice } };
}

/** A config names its file of scenarios from its own folder, wherever the command is run. */
function executorConfig(
  document: unknown,
  file: string,
  chosen: ChosenProtocol | undefined,
): ExecutorConfig {
  const config = valueOf(readConfig(document, chosen), file);
  const { work } = config;
  return work.kind === "scenarios"
    ? { ...config, work: { ...work, file: beside(file, work.file) } }
    : config;
}

/** A file is checked to its end before anything of it is run. */
const READ_TWICE = { path: "", wrong: "is standard input", allowed: "the name of a file" };

/** Keys that identify the header of a scenario file, in our format and in those of other tools. */
const HEADER_KEYS = ["format", "num_of_nodes", "num_nodes"] as const;
const BEGINNING = new RegExp(`^\\s*(\\[|\\{\\s*"(${HEADER_KEYS.join("|")})"\\s*:)`);
/** Number of characters to read when a file's kind is determined. */
const ENOUGH = 100;

/** Whether it shows by the name or the beginning; such files may be too large to be held. */
async function beginsLikeScenarios(file: string): Promise<boolean> {
  if (/\.(jsonl|gz)$/.test(file)) return true;
  let beginning = "";
  for await (const line of readLines(file)) {
    beginning += line.trim();
    if (beginning.length >= ENOUGH) break;
  }
  return BEGINNING.test(beginning);
}

/** Whether a document laid out otherwise is a scenario file. */
const holdsScenarios = (document: JsonObject): boolean =>
  HEADER_KEYS.some((key) => key in document) && Array.isArray(document["scenarios"]);

/** Whether a document is a generator config. */
const definesSpace = (document: JsonObject): boolean =>
  "partitions" in document || typeof document["rounds"] === "number";
