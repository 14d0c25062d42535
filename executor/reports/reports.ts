/** Writes JUnit reports and prints annotations. */
import type { ExitCode } from "../../io/exit.js";
import { doAll } from "../../io/outputs/do-all.js";
import { openOutput } from "../../io/outputs/output.js";
import type { Output } from "../../io/outputs/output.js";
import { annotations } from "./annotations.js";
import type { TestSuite } from "./checks.js";
import { junitXml } from "./junit.js";
import type { CounterexampleCase } from "../counterexample/regression/counterexample-case.js";
import type { Session } from "../session.js";

/** Options that name a file which shows a run. */
export type FileOption = "traceOut" | "html" | "itf";

/** The results of a run, for the requested reports. */
export interface CommandResult {
  readonly exit: ExitCode;
  readonly suites: readonly TestSuite[];
  /** The texts of the files that were asked for, by their options. */
  readonly files: Readonly<Partial<Record<FileOption, string>>>;
  /** What failed, shrunk, if an option asks for it. */
  readonly counterexamples?: readonly CounterexampleCase[];
}

/** Files to write, each by the option that names it. */
const REPORTS = [
  { option: "junit", text: ({ suites }: CommandResult) => junitXml(suites) },
  ...(["traceOut", "html", "itf"] as const).map((option) => ({
    option,
    text: ({ files }: CommandResult) => files[option] ?? "",
  })),
] as const;

/**
 * Does the work, and then writes the reports that were asked for, each whole or not at all,
 * whatever becomes of the others. Where a report cannot be written, that shows before the work
 * begins, if it can.
 */
export async function withReports(
  { file, options, command, openFile }: Session,
  work: () => Promise<CommandResult>,
): Promise<ExitCode> {
  const opened: { readonly output: Output; readonly text: (f: CommandResult) => string }[] = [];
  try {
    for (const { option, text } of REPORTS) {
      const name = options[option];
      if (name !== undefined) opened.push({ output: await openOutput(name), text });
    }
    const finished = await work();
    if (options.annotations === true) command(annotations(file, finished.suites));
    await doAll(
      opened.map(({ output, text }) => async () => {
        await output.write(text(finished));
        await output.commit();
      }),
    );
    if (options.open === true && options.html !== undefined) openFile(options.html);
    return finished.exit;
  } catch (error) {
    for (const { output } of opened) output.discard();
    throw error;
  }
}
