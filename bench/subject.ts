import { pathToFileURL } from "node:url";
import type * as run from "../executor/run.js";
import type * as suites from "../executor/suites.js";
import type * as world from "../executor/world.js";
import type * as registry from "../lib/registry.js";
import type * as scenario from "../lib/scenario/index.js";
import type * as space from "../lib/space/index.js";

/** What is measured, as a built checkout has it. */
export interface Subject {
  readonly space: typeof space;
  readonly run: typeof run;
  readonly world: typeof world;
  readonly suites: typeof suites;
  readonly registry: typeof registry;
  readonly scenario: typeof scenario;
}

/** Loads the modules of the checkout in a folder, from its `dist`. */
export async function loadSubject(root: string): Promise<Subject> {
  const load = async (module: string): Promise<unknown> =>
    import(pathToFileURL(`${root}/dist/${module}.js`).href);
  const [space, run, world, suites, registry, scenario] = await Promise.all([
    load("lib/space/index"),
    load("executor/run"),
    load("executor/world"),
    load("executor/suites"),
    load("lib/registry"),
    load("lib/scenario/index"),
  ]);
  return { space, run, world, suites, registry, scenario } as Subject;
}
