/** Loads the modules of a built checkout, so that two builds can be measured by one program. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type * as generator from "../generator/index.js";
import type * as write from "../generator/write.js";
import type * as run from "../executor/run/run.js";
import type * as sharing from "../executor/run/sharing/sharing-runner.js";
import type * as records from "../executor/results/record.js";
import type * as suites from "../executor/config/crypto-suites.js";
import type * as registry from "../lib/registry.js";
import type * as space from "../lib/space/index.js";

/** What is measured, as a built checkout has it. */
export interface MeasuredBuild {
  readonly space: typeof space;
  readonly generator: typeof generator;
  readonly write: typeof write;
  readonly run: typeof run;
  readonly suites: Pick<typeof suites, "cryptoSuiteFactory">;
  readonly registry: typeof registry;
  /** How sweeps run many scenarios, and what they keep of each; builds before 0.2 run each. */
  readonly sweeps: (typeof sharing & typeof records) | undefined;
}

/** The suites as builds before 0.2 export them. */
interface EarlierSuites {
  readonly suitesOf: (typeof suites)["cryptoSuiteFactory"];
}

/** Loads the modules of the checkout in a folder, from its `dist`. Knows where earlier ones are. */
export async function loadBuild(root: string): Promise<MeasuredBuild> {
  const fileOf = (places: readonly string[]): string | undefined =>
    places.map((place) => `${root}/dist/${place}.js`).find((file) => existsSync(file));
  const load = async (...places: readonly string[]): Promise<unknown> => {
    const file = fileOf(places);
    if (file === undefined) throw new Error(`none of these is there: ${places.join(", ")}`);
    return import(pathToFileURL(file).href);
  };
  const [space, generator, write, run, loadedSuites, registry] = await Promise.all([
    load("lib/space/index"),
    load("generator/index"),
    load("generator/write"),
    load("executor/run/run", "executor/run"),
    load("executor/config/crypto-suites", "executor/crypto-suites", "executor/suites"),
    load("lib/registry"),
  ]);
  const suites = withFactory(loadedSuites as MeasuredBuild["suites"] | EarlierSuites);
  const sharing = "executor/run/sharing/sharing-runner";
  const sweeps =
    fileOf([sharing]) === undefined
      ? undefined
      : Object.assign({}, await load(sharing), await load("executor/results/record"));
  return { space, generator, write, run, suites, registry, sweeps } as MeasuredBuild;
}

const withFactory = (suites: MeasuredBuild["suites"] | EarlierSuites): MeasuredBuild["suites"] =>
  "suitesOf" in suites ? { cryptoSuiteFactory: suites.suitesOf } : suites;
