/**
 * A page of the manual that is also a test: Markdown whose `console` blocks hold commands with
 * what they print, and whose other blocks may be named files:
 *
 * - `$ command` is run by the shell; lines that begin with `> ` continue it;
 * - what follows is what it prints, standard output and standard error as they come;
 * - a last line `[exit 2]` gives the exit code; without it, the code is 0;
 * - in what is printed, a line `...` stands for any lines, `...` inside a line for any text, and
 *   `<number>` for any number;
 * - a block opened with a language and a file name is written to that file.
 */
type Part =
  | { readonly kind: "prose"; readonly lines: readonly string[] }
  | { readonly kind: "file"; readonly fence: string; readonly lines: readonly string[] }
  | { readonly kind: "console"; readonly fence: string; readonly commands: readonly Command[] };

export interface CommandOutcome {
  readonly printed: readonly string[];
  readonly exit: number;
}

interface Command extends CommandOutcome {
  /** As it stands on the page, prompts included. */
  readonly typed: readonly string[];
}

/** What a page acts on. */
export interface ConsoleEnvironment {
  write(file: string, text: string): void;
  run(command: string): CommandOutcome;
}

const FENCE = "```";
const EXIT = /^\[exit (\d+)\]$/;

export function parsePage(text: string): readonly Part[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const parts: Part[] = [];
  let rest = lines;
  while (rest.length > 0) {
    const open = rest.findIndex((line) => line.startsWith(FENCE));
    const prose = open < 0 ? rest : rest.slice(0, open);
    if (prose.length > 0) parts.push({ kind: "prose", lines: prose });
    if (open < 0) break;
    const close = rest.indexOf(FENCE, open + 1);
    if (close < 0) throw new Error(`the block is never closed: ${rest[open] ?? ""}`);
    parts.push(parseBlock(rest[open] ?? "", rest.slice(open + 1, close)));
    rest = rest.slice(close + 1);
  }
  return parts;
}

function parseBlock(fence: string, lines: readonly string[]): Part {
  const [language, file] = fence.slice(FENCE.length).split(" ");
  if (language === "console") return { kind: "console", fence, commands: parseCommands(lines) };
  if (file !== undefined) return { kind: "file", fence, lines };
  return { kind: "prose", lines: [fence, ...lines, FENCE] };
}

function parseCommands(lines: readonly string[]): readonly Command[] {
  const starts = lines.flatMap((line, index) => (line.startsWith("$ ") ? [index] : []));
  if (starts[0] !== 0) throw new Error(`a console block begins with "$ ", not "${lines[0] ?? ""}"`);
  return starts.map((start, index) => {
    const block = lines.slice(start, starts[index + 1]);
    const typedLines = 1 + block.slice(1).findIndex((line) => !line.startsWith("> "));
    const typed = block.slice(0, typedLines === 0 ? block.length : typedLines);
    const exit = EXIT.exec(block.at(-1) ?? "");
    const printed = block.slice(typed.length, exit === null ? undefined : -1);
    return { typed, printed, exit: exit === null ? 0 : Number(exit[1]) };
  });
}

export function renderPage(parts: readonly Part[]): string {
  return `${parts.flatMap(renderPart).join("\n")}\n`;
}

function renderPart(part: Part): readonly string[] {
  if (part.kind === "prose") return part.lines;
  if (part.kind === "file") return [part.fence, ...part.lines, FENCE];
  return [part.fence, ...part.commands.flatMap(renderCommand), FENCE];
}

const renderCommand = ({ typed, printed, exit }: Command): readonly string[] => [
  ...typed,
  ...printed,
  ...(exit === 0 ? [] : [`[exit ${exit}]`]),
];

/** The page as it would read after running it now; the same text if all is as it says. */
export function replayPage(text: string, environment: ConsoleEnvironment): string {
  const parts = parsePage(text).map((part): Part => {
    if (part.kind === "file") environment.write(part.fence.split(" ")[1] ?? "", join(part.lines));
    if (part.kind !== "console") return part;
    return { ...part, commands: part.commands.map((command) => rerun(command, environment)) };
  });
  return renderPage(parts);
}

const join = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

function rerun(command: Command, environment: ConsoleEnvironment): Command {
  const { printed, exit } = environment.run(command.typed.map((line) => line.slice(2)).join("\n"));
  if (matches(command.printed, printed)) return { ...command, exit };
  const familiar = (line: string): string | undefined =>
    command.printed.find((expected) => expected !== "..." && lineMatches(expected, line));
  return { ...command, printed: printed.map((line) => familiar(line) ?? line), exit };
}

/** Whether lines are as expected, with a line `...` standing for any number of lines. */
export function matches(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...others] = expected;
  if (first === undefined) return actual.length === 0;
  if (first === "...") {
    return matches(others, actual) || (actual.length > 0 && matches(expected, actual.slice(1)));
  }
  const [line] = actual;
  return line !== undefined && lineMatches(first, line) && matches(others, actual.slice(1));
}

function lineMatches(expected: string, actual: string): boolean {
  const pattern = expected
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replaceAll("\\.\\.\\.", ".*")
    .replaceAll("<number>", "\\d[\\d.,]*");
  return new RegExp(`^${pattern}$`).test(actual);
}
