/** Loads the modules of a built checkout, so that two builds can be measured by one program. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type * as generator from "../generator/index.js";
import type * as write from "../generator/write.js";
import type * as run from "../executor/run/run.js";
import type * as suites from "../executor/config/crypto-suites.js";
import type * as registry from "../lib/registry.js";
import type * as space from "../lib/space/index.js";

/** What is measured, as a built checkout has it. */
export interface MeasuredBuild {
  readonly space: typeof space;
  readonly generator: typeof generator;
  readonly write: typeof write;
  readonly run: typeof run;
  readonly suites: typeof suites;
  readonly registry: typeof registry;
}

/** Loads the modules of the checkout in a folder, from its `dist`. */
export async function loadBuild(root: string): Promise<MeasuredBuild> {
  /** A module, at the first of its places that there is: an older build may have it elsewhere. */
  const load = async (...places: readonly string[]): Promise<unknown> => {
    const paths = places.map((place) => `${root}/dist/${place}.js`);
    return import(pathToFileURL(paths.find((path) => existsSync(path)) ?? paths.join()).href);
  };
  const [space, generator, write, run, suites, registry] = await Promise.all([
    load("lib/space/index"),
    load("generator/index"),
    load("generator/write"),
    load("executor/run/run", "executor/run"),
    load("executor/config/crypto-suites", "executor/crypto-suites"),
    load("lib/registry"),
  ]);
  return { space, generator, write, run, suites, registry } as MeasuredBuild;
}
