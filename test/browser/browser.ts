/** A real Chromium for tests of pages: opens a file, and notes what it asks for and complains of. */
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Without the last ones it asks the network for things of its own. */
const ARGUMENTS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Starts the browser of the system, or the one that $CHROMIUM names. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });

/** A page that is open. */
export interface OpenPage {
  readonly page: Page;
  /** What it asked for, apart from its own file. */
  readonly requests: readonly string[];
  /** Errors, warnings and violations of its policy. */
  readonly complaints: readonly string[];
}

/** Opens a file in a window of its own. */
export async function openPage(
  browser: Browser,
  file: string,
  { fragment = "", ...options }: BrowserContextOptions & { readonly fragment?: string } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    ...options,
  });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) requests.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${address}${fragment}`);
  await page.waitForSelector("h1, .empty");
  return { page, requests, complaints };
}
