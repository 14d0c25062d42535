/** Reads the data of a page into runs. */
import type { PageData, PageRun, PageSweep } from "../data/page-data.js";
import { unpack } from "../data/pack.js";
import { runOf } from "../model/run.js";
import type { Run } from "../model/run.js";

/** A run with what the page says of it. */
export interface ShownRun {
  readonly page: PageRun;
  /** Built when it is first shown. */
  readonly run: () => Run;
}

/** What a page shows. */
export interface ShownPage {
  readonly runs: readonly ShownRun[];
  readonly compare: boolean;
  readonly sweep: PageSweep | undefined;
}

/** The page that a text of JSON describes. Throws an Error if it is none. */
export function readPage(text: string): ShownPage {
  const data = JSON.parse(text) as PageData;
  return {
    runs: data.runs.map(shownRun),
    compare: data.compare === true,
    sweep: data.sweep,
  };
}

/** A run of a page, built once. */
export function shownRun(page: PageRun): ShownRun {
  let built: Run | undefined;
  return { page, run: () => (built ??= runOf(unpack(page.trace))) };
}
