/** Prints the results of a merged run. */
import { count } from "../../lib/properties/wording.js";
import type { Style } from "../../io/style.js";
import { familyLines } from "../reports/report-families.js";
import { outcomeLines, propertyTable } from "../reports/report-summary.js";
import { familyDocument } from "../results/document.js";
import type { ResultsDocument } from "../results/document.js";
import type { Merged } from "./merge.js";

/** The document of `--json`: that of twins-exec. */
export const mergeDocument = ({ summary, families }: Merged): ResultsDocument => ({
  ...summary,
  families: families.map(familyDocument),
});

/** The report for people. */
export function mergeReport(merged: Merged, out: string, style: Style): readonly string[] {
  const { shards, summary, families, failed } = merged;
  return [
    style.strong(`${count(summary.scenarios, "scenario")} of ${count(shards, "part")} in ${out}`),
    "",
    ...outcomeLines(summary, failed, style),
    "",
    ...propertyTable(summary, style),
    ...familyLines({ families, failed }, undefined, style),
    "",
    `digest ${summary.digest}`,
  ];
}
