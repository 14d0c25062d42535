/** The start of the viewer in a page: reads the page's data and shows it. */
import { render } from "preact";
import { readPage } from "./read-page.js";
import { Page } from "./page.js";

const data = document.getElementById("data")?.textContent ?? "";
const root = document.getElementById("root");
if (root !== null) {
  const page = readPage(data);
  const title = page.sweep?.title ?? page.runs[0]?.page.title ?? "run";
  document.title = `${title} - twins-bft`;
  render(<Page data={page} />, root);
}
