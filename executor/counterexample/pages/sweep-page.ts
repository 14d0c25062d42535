/** The page of a sweep: counts, and families of failures with their first scenarios as examples. */
import type { PageData, PageFamily, PageRun } from "../../../viewer/data/page-data.js";
import type { Case, RunConfig } from "../../config/config.js";
import { MOST_LISTED } from "../../reports/report-families.js";
import { familyDocument } from "../../results/document.js";
import type { Family } from "../../results/families.js";
import type { Tally } from "../../results/tally.js";
import { traceCase } from "../../run/trace-case.js";
import { pageRun } from "./run-files.js";

/** The examples of a page take at most about as many characters; further ones are left out. */
const MOST_TEXT = 6_000_000;

/** What a page of a sweep is made from. */
export interface SweepFindings {
  readonly title: string;
  readonly tally: Tally;
  readonly coverage: readonly string[];
  readonly run: RunConfig;
  readonly tool: string;
  /** Finds the scenario with this id. */
  readonly caseOf: (id: string) => Promise<Case>;
  readonly replay: (id: string) => string;
  /** Whether the example of a family may be run again here: some never end. */
  readonly mayRun: (family: Family) => boolean;
}

/** Runs the examples of the listed families again, and makes the page. */
export async function sweepPage(findings: SweepFindings): Promise<PageData> {
  const { title, tally, coverage } = findings;
  const { scenarios, held, crashed, inconclusive, violated } = tally.summary();
  const all = tally.families.all();
  const listed = all.slice(0, MOST_LISTED);
  const runs: PageRun[] = [];
  const families: PageFamily[] = [];
  let room = MOST_TEXT;
  for (const family of listed) {
    const example = findings.mayRun(family) ? await exampleOf(family, findings) : undefined;
    room -= example === undefined ? 0 : JSON.stringify(example).length;
    const isShown = example !== undefined && room >= 0;
    families.push({ ...familyOf(family), ...(isShown ? { run: runs.length } : {}) });
    if (isShown) runs.push(example);
  }
  const counted = listed.reduce((sum, family) => sum + family.scenarios, 0);
  return {
    ...{ format: "twins-page", version: 1, runs },
    sweep: {
      ...{ title, scenarios, families, coverage },
      outcomes: [
        { name: "no violation", scenarios: held },
        { name: "with a violation", scenarios: tally.failed - crashed },
        { name: "crashed", scenarios: crashed },
        { name: "inconclusive", scenarios: inconclusive },
      ],
      violated: Object.entries(violated)
        .map(([name, number]) => ({ name, scenarios: number }))
        .filter((each) => each.scenarios > 0),
      otherFamilies: tally.failed - counted,
      firstRounds: tally.firstRounds.all(),
    },
  };
}

function familyOf(family: Family): Omit<PageFamily, "run"> {
  const { properties, scenarios, because } = familyDocument(family);
  return { name: properties.length === 0 ? "crash" : properties.join(", "), scenarios, because };
}

async function exampleOf({ first }: Family, findings: SweepFindings): Promise<PageRun> {
  const { run, tool, caseOf, replay } = findings;
  const each = await caseOf(first.id);
  const { trace } = traceCase(run, each, { tool, isVerified: false });
  return pageRun(trace, { title: first.id, replay: replay(first.id) });
}
