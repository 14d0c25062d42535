/** Keeps what failed, where an option asks for it: as cases of a config, or as a test. */
import { show } from "../../../lib/scenario/input/problem.js";
import type { RunConfig } from "../../config/config.js";
import type { Session } from "../../session.js";
import { pathOf, testModule } from "./as-test.js";
import type { CounterexampleCase } from "./counterexample-case.js";
import { openSavedCases } from "./saved-cases.js";

/** The session of a run: a test is all that is printed, if one is asked for. */
export const printingOnlyTests = (session: Session): Session =>
  session.options.asTest === undefined
    ? session
    : { ...session, print: () => undefined, json: () => undefined };

/** Adds counterexamples to a config, and prints the test that replays them. */
export type KeepCounterexamples = (found: readonly CounterexampleCase[]) => Promise<void>;

/** Throws {@link InputError} if the cases cannot be added to the config that is named. */
export async function counterexampleKeeper(
  run: RunConfig,
  { options, print }: Session,
): Promise<KeepCounterexamples> {
  const { asTest, saveCase, json } = options;
  if (asTest !== undefined && run.loaded !== undefined) pathOf(run.loaded);
  const saved = saveCase === undefined ? undefined : await openSavedCases(saveCase, run);
  return async (found) => {
    if (asTest !== undefined) print(testModule(asTest, run, found));
    const names = await saved?.add(found);
    if (names === undefined || asTest !== undefined || json === true) return;
    const what = names.length === 0 ? "nothing new" : `as ${names.map(show).join(", ")}`;
    print([`saved in ${saveCase ?? ""}: ${what}`]);
  };
}
