/** Shrinks the first scenario of each family of a sweep. */
import { MOST_LISTED } from "../../reports/report-families.js";
import { logLines, shrunkLines, shrunkReplay } from "../../reports/report-shrunk.js";
import { counterexampleCase } from "../regression/counterexample-case.js";
import type { CounterexampleCase } from "../regression/counterexample-case.js";
import type { Family } from "../../results/families.js";
import type { Session } from "../../session.js";
import type { Sweep } from "../../sweeps/sweep.js";
import { isUnanswered } from "../../sweeps/watchdog.js";
import { shrunkDocument } from "./document.js";
import type { ShrunkDocument } from "./document.js";
import { shrink, shrinkWatched } from "./shrink.js";
import type { Failing, Shrunk } from "./shrink.js";
import { WatchedRuns } from "./watched-runs.js";

/** What the families of a sweep shrink to. */
export interface ShrunkFamilies {
  readonly of: (family: Family) => Shrunk | undefined;
  readonly lines: (family: Family) => readonly string[];
  readonly document: (family: Family) => ShrunkDocument | undefined;
  /** As cases, each scenario once. */
  readonly cases: readonly CounterexampleCase[];
}

/**
 * Shrinks the first scenario of each family: of those that a report lists, or of all with
 * `--shrink`; of none with `--no-shrink`. A scenario in which the protocol gave no answer is left
 * as it is: it would give none here.
 */
export async function shrinkFamilies(
  sweep: Sweep,
  families: readonly Family[],
  session: Session,
): Promise<ShrunkFamilies> {
  const { options } = session;
  const most = { default: MOST_LISTED, all: Infinity, none: 0 }[wanted(options.shrink)];
  const chosen = families.slice(0, most).filter(({ first }) => !isUnanswered(first));
  const scenarios = await sweep.find(new Set(chosen.map(({ first }) => first.id)));
  const { run } = sweep.job;
  const found = new Map<string, Shrunk>();
  const shrinker = shrinkerOf(sweep, session);
  try {
    for (const { key, first } of chosen) {
      const scenario = scenarios.get(first.id);
      const failing = scenario && { run, scenario, context: sweep.scenarios };
      const shrunk = failing && (await shrinker.shrink(failing));
      if (shrunk !== undefined) found.set(key, shrunk);
    }
  } finally {
    await shrinker.close();
  }
  const replayOf = (shrunk: Shrunk): string => shrunkReplay(shrunk, "scenario", session);
  const document = (shrunk: Shrunk): ShrunkDocument =>
    shrunkDocument(shrunk, replayOf(shrunk), options.shrinkLog === true);
  const different = [...found].filter(([key]) => sameBefore(key, found) === undefined);
  const cases = different.map(([, shrunk]) =>
    counterexampleCase(shrunk, { ...sweep.scenarios, scenario: shrunk.scenario, bugs: run.bugs }),
  );
  return {
    cases,
    of: ({ key }) => found.get(key),
    document({ key }) {
      const shrunk = found.get(key);
      return shrunk && document(shrunk);
    },
    lines({ key }) {
      const shrunk = found.get(key);
      if (shrunk === undefined) return [];
      const earlier = sameBefore(key, found);
      if (earlier !== undefined) return [`shrunk: the same scenario as ${earlier.original.id}`];
      const [rounds = "", ...others] = shrunkLines(shrunk, document(shrunk));
      const log = options.shrinkLog === true ? logLines(shrunk) : [];
      return [`shrunk: ${rounds}`, ...others, ...log, replayOf(shrunk)];
    },
  };
}

/** How the scenarios of a sweep are shrunk: in its own thread, unless scenarios are timed. */
interface Shrinker {
  readonly shrink: (failing: Failing) => Shrunk | undefined | Promise<Shrunk | undefined>;
  readonly close: () => Promise<void>;
}

function shrinkerOf({ job, scenarios }: Sweep, { options, sweeper }: Session): Shrinker {
  const { nodeTimeout: seconds } = options;
  if (seconds === undefined) return { shrink, close: () => Promise.resolve() };
  const runs = new WatchedRuns(job.run, scenarios, { workers: 1, module: sweeper, seconds });
  return {
    shrink: (failing) => shrinkWatched(failing, (subject) => runs.answers(subject)),
    close: () => runs.close(),
  };
}

/** Of an earlier family, what shrinks to the same scenario: most likely both have one cause. */
function sameBefore(key: string, found: ReadonlyMap<string, Shrunk>): Shrunk | undefined {
  const own = found.get(key);
  for (const [other, shrunk] of found) {
    if (other === key) return undefined;
    if (own !== undefined && isSameScenario(own, shrunk)) return shrunk;
  }
  return undefined;
}

const isSameScenario = (one: Shrunk, other: Shrunk): boolean =>
  one.scenario.id === other.scenario.id &&
  JSON.stringify(one.roster) === JSON.stringify(other.roster);

const wanted = (shrinks: boolean | undefined): "default" | "all" | "none" => {
  if (shrinks === undefined) return "default";
  return shrinks ? "all" : "none";
};
