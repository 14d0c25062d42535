/** Prints the results of a merged run. */
import { count } from "../../lib/properties/wording.js";
import type { Style } from "../../io/terminal/style.js";
import { familyLines } from "../reports/report-families.js";
import { outcomeLines, propertyTable } from "../reports/report-summary.js";
import { replayOptions, replayWords } from "../reports/replay.js";
import { familyDocument } from "../results/document.js";
import type { ResultsDocument } from "../results/document.js";
import type { ResultsHeader } from "../results/results-format.js";
import { selectionOfHeader } from "../results/selection-of-header.js";
import { coverageOfFile, coverageOfSpace } from "../sweeps/coverage.js";
import { chosenScenarios } from "../../lib/space/chosen-scenarios.js";
import type { Merged } from "./merge.js";

/** The document of `--json`: that of twins-exec. */
export const mergeDocument = ({ summary, families }: Merged): ResultsDocument => ({
  ...summary,
  families: families.map(familyDocument),
});

/** Where the results are, and what they are of, as the user named them. */
interface Names {
  readonly out: string;
  /** The file that was run: a config or scenarios. Absent: the user puts it in. */
  readonly config?: string | undefined;
}

/** Stands for the file that was run, where its name is not known. */
const FILE = "FILE";

/** The report for people. Throws {@link InputError} if the header describes no space. */
export function mergeReport(
  merged: Merged,
  { out, config }: Names,
  style: Style,
): readonly string[] {
  const { shards, header, summary, families, failed } = merged;
  const named = config ?? FILE;
  const replay = (id: string): string => replayWords(named, "scenario", id, replayOptions(header));
  return [
    style.strong(`${count(summary.scenarios, "scenario")} of ${count(shards, "part")} in ${out}`),
    "",
    ...outcomeLines(summary, failed, style),
    "",
    ...propertyTable(summary, style),
    ...familyLines({ families, failed }, { replay }, style),
    ...(families.length > 0 && config === undefined
      ? [`${FILE} is the config or the file of scenarios that was run; --config names it here`]
      : []),
    "",
    ...coverageOf(header, { ...summary, failed }),
    `digest ${summary.digest}`,
  ];
}

function coverageOf(
  header: ResultsHeader,
  results: Parameters<typeof coverageOfFile>[1],
): readonly string[] {
  const selection = selectionOfHeader(header);
  if (selection === undefined) return coverageOfFile(results.scenarios, results);
  const { space, choice } = selection;
  return coverageOfSpace({ chosen: chosenScenarios(space, choice), choice }, results);
}
