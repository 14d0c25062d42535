/** Writes a page of the viewer: the template with its data. */
import type { PageData } from "../../../viewer/data/page-data.js";

/** Where the template has the data. */
const PLACE = "{{data}}";

/**
 * The page that shows this data. No text of the data ends its element or begins another one,
 * whatever the names of blocks and nodes are: JSON may write every `<` as an escape.
 */
export function pageHtml(template: string, data: PageData): string {
  const json = JSON.stringify(data)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return template.replace(PLACE, () => json);
}
