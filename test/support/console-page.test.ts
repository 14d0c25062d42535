/** The runner of manual pages. */
import { expect } from "chai";
import { matches, parsePage, renderPage, replayPage } from "./console-page.js";
import type { ConsoleEnvironment } from "./console-page.js";
import { ConsoleWorld } from "./console-world.js";

const PAGE = `# A page

Prose, and a file:

\`\`\`json config.json
{ "rounds": 7 }
\`\`\`

\`\`\`console
$ cat config.json
{ "rounds": 7 }
$ echo one &&
> echo two >&2 &&
> exit 3
one
two
[exit 3]
$ true
\`\`\`

\`\`\`ts
const untouched = true;
\`\`\`
`;

function inConsole<Result>(use: (environment: ConsoleEnvironment) => Result): Result {
  const environment = new ConsoleWorld();
  try {
    return use(environment);
  } finally {
    environment.remove();
  }
}

describe("the manual's page runner", () => {
  it("reads a page and writes it back", () => {
    expect(renderPage(parsePage(PAGE))).to.equal(PAGE);
  });

  it("gives back a page that is true: files, both streams in order, exit codes", () => {
    expect(inConsole((environment) => replayPage(PAGE, environment))).to.equal(PAGE);
  });

  it("shows what is printed, and how it ended, where the page is wrong", () => {
    const wrong = PAGE.replace("one\ntwo\n", "three\n").replace("[exit 3]\n", "");
    expect(inConsole((environment) => replayPage(wrong, environment))).to.equal(PAGE);
  });

  it("keeps patterns that still hold when it rewrites", () => {
    const environment: ConsoleEnvironment = {
      write: () => undefined,
      run: () => ({ printed: ["took 9.1 s", "new"], exit: 0 }),
    };
    const page = (printed: string): string => `\`\`\`console\n$ x\n${printed}\n\`\`\`\n`;
    expect(replayPage(page("took <number> s\nold"), environment)).to.equal(
      page("took <number> s\nnew"),
    );
  });

  it("refuses a console block that does not begin with a command, and an open block", () => {
    expect(() => parsePage("```console\nhello\n```\n")).to.throw('begins with "$ ", not "hello"');
    expect(() => parsePage("```console\n$ true\n")).to.throw("never closed");
  });

  const rows: readonly (readonly [string, string[], string[], boolean])[] = [
    ["equal lines", ["a", "b"], ["a", "b"], true],
    ["a line too many", ["a"], ["a", "b"], false],
    ["a line missing", ["a", "b"], ["a"], false],
    ["any lines", ["a", "...", "d"], ["a", "b", "c", "d"], true],
    ["no line is any lines", ["a", "..."], ["a"], true],
    ["any lines do not swallow what follows", ["...", "d"], ["a", "b"], false],
    ["any text", ["took ... in all"], ["took 1.5 s in all"], true],
    ["a number", ["<number> scenarios"], ["10,000 scenarios"], true],
    ["not a number", ["<number> scenarios"], ["some scenarios"], false],
    ["the rest is literal", ["a.c (1+1)"], ["abc (1+1)"], false],
  ];
  for (const [shows, expected, actual, result] of rows) {
    it(`matches: ${shows}`, () => {
      expect(matches(expected, actual)).to.equal(result);
    });
  }
});
