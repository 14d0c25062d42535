/** Adds counterexamples to an executor config: `--save-case`. */
import { laidOut } from "../../../io/files/json-layout.js";
import { writeWhole } from "../../../io/outputs/output.js";
import { exists, isBeside, pathFrom } from "../../../io/files/path-from.js";
import { readJson } from "../../../io/files/read.js";
import { protocolIn } from "../../../io/protocols/choose.js";
import { isJsonObject } from "../../../lib/scenario/input/reading.js";
import type { JsonObject } from "../../../lib/scenario/input/reading.js";
import { InputError, isValue, valueOf } from "../../../lib/scenario/input/problem.js";
import type { Problem } from "../../../lib/scenario/input/problem.js";
import type { Case, RunConfig } from "../../config/config.js";
import { readConfig } from "../../config/read-config.js";
import { caseDocument, freeName, runDocument } from "./counterexample-case.js";
import type { CounterexampleCase } from "./counterexample-case.js";

/** The config to which cases are added. */
export interface SavedCases {
  /** Adds those that are not there yet. Returns the names of the new ones. */
  add(found: readonly CounterexampleCase[]): Promise<readonly string[]>;
}

/**
 * Opens a config for cases of a run: a new one, or one with cases that are run in the same way.
 * Throws {@link InputError} with everything that is wrong with it.
 */
export async function openSavedCases(file: string, run: RunConfig): Promise<SavedCases> {
  const protocol = protocolFrom(file, run);
  if (!exists(file)) return savedCases(file, { ...runDocument(run, protocol), replicas: 4 }, []);
  const document = await readJson(file);
  const config = valueOf(readConfig(document, await protocolIn(document, file)), file);
  if (!isJsonObject(document) || config.work.kind !== "cases") {
    throw new InputError([{ path: "", wrong: "has no cases", allowed: "a config of cases" }], file);
  }
  const problems = differences(config.run, run);
  if (problems.length > 0) throw new InputError(problems, file);
  return savedCases(file, document, config.work.cases);
}

/** The protocol as a config there names it. */
function protocolFrom(
  file: string,
  { protocol, loaded }: RunConfig,
): string | { readonly exec: readonly string[] } {
  if (loaded === undefined) return protocol;
  if (!("exec" in loaded)) return pathFrom(file, loaded.path);
  if (isBeside(file, loaded.folder)) return { exec: loaded.exec };
  const wrong = `is in another folder than ${loaded.folder}, where the program is started`;
  throw new InputError([{ path: "", wrong, allowed: "a config in that folder" }], file);
}

/** In what the config's cases are run otherwise. */
function differences(theirs: RunConfig, run: RunConfig): readonly Problem[] {
  const fields = [
    ["protocol", theirs.protocol, run.protocol],
    ["bugs", theirs.bugs.join(), ""],
    ["transmissionDelayBound", theirs.delta, run.delta],
    ["delay.fixed", theirs.delay, run.delay],
    ["crypto", theirs.crypto, run.crypto],
  ] as const;
  return fields.flatMap(([path, their, own]) =>
    their === own
      ? []
      : [{ path, wrong: isValue(their), allowed: `${JSON.stringify(own)}, as this run has it` }],
  );
}

const savedCases = (file: string, config: JsonObject, cases: readonly Case[]): SavedCases => ({
  async add(found) {
    const taken = new Set(cases.map(({ scenario }) => scenario.id));
    const known = new Set(cases.map(contentOf));
    const added: object[] = [];
    const names: string[] = [];
    for (const { case: each, about } of found) {
      if (known.has(contentOf(each))) continue;
      known.add(contentOf(each));
      const name = freeName(about, taken);
      taken.add(name);
      names.push(name);
      added.push(caseDocument(name, each));
    }
    if (added.length === 0) return [];
    const { cases: before = [] } = config;
    const all = [...(before as readonly unknown[]), ...added];
    await writeWhole(file, `${laidOut({ ...config, cases: all })}\n`);
    return names;
  },
});

/** What makes a case the same case, whatever is expected of it. */
const contentOf = (each: Case): string =>
  JSON.stringify(caseDocument("", { ...each, expectation: undefined }));
