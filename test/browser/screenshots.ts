/**
 * Takes pictures of the viewer, `npm run screenshots`: the one of the README into docs/images, and
 * others to be looked at into generated/screenshots.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openPage, startBrowser } from "./browser.js";
import { FORK, pageOf } from "./pages.js";

interface Picture {
  readonly name: string;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: true;
  /** Pixels of the screen for one of the page: 2 is what a zoom to 200% shows. */
  readonly zoom?: number;
  readonly fragment?: string;
}

const fork = pageOf("fork", ...FORK);
const compared = pageOf("compared", ...FORK, "--against-correct");
const sweep = pageOf(
  "sweep",
  ...["generator-configs/all_random.json", "--limit", "300", "--no-corpus"],
  ...["--bug", "conflicting_votes"],
);
const WALK = "#t=28&block=d'%401&property=agreement&step=11";

const PICTURES: readonly Picture[] = [
  { name: "readme", file: fork, width: 1280, height: 800 },
  { name: "light", file: fork, width: 1280, height: 860 },
  { name: "dark", file: fork, width: 1280, height: 860, dark: true },
  { name: "witness", file: fork, width: 1280, height: 860, fragment: WALK },
  { name: "narrow", file: fork, width: 420, height: 860 },
  { name: "zoom", file: fork, width: 640, height: 430, zoom: 2 },
  { name: "compared", file: compared, width: 1280, height: 860 },
  { name: "compared-dark", file: compared, width: 1600, height: 900, dark: true },
  { name: "sweep", file: sweep, width: 1280, height: 860 },
];

const root = new URL("../../", import.meta.url);
const here = (path: string): string => fileURLToPath(new URL(path, root));
mkdirSync(here("generated/screenshots/"), { recursive: true });
mkdirSync(here("docs/images/"), { recursive: true });
const browser = await startBrowser();
for (const { name, file, width, height, dark, zoom = 1, fragment = "" } of PICTURES) {
  const { page } = await openPage(browser, file, {
    viewport: { width, height },
    deviceScaleFactor: zoom,
    colorScheme: dark === undefined ? "light" : "dark",
    fragment,
  });
  await page.locator("g.step").first().or(page.locator(".sweep")).first().waitFor();
  const path = here(`generated/screenshots/${name}.png`);
  await page.screenshot({ path, fullPage: width < 1000 });
  if (name === "readme") await page.screenshot({ path: here("docs/images/fork.png") });
  await page.context().close();
}
await browser.close();
