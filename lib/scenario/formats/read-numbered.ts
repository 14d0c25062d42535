/** Reads the common parts of formats that number replicas. */
import type { OpenFile } from "./decoded.js";
import { numberedHeader } from "./foreign.js";
import type { RoundConfiguration } from "../model.js";
import { accepted, isValue, refused } from "../input/problem.js";
import type { Read } from "../input/problem.js";
import { MOST_REPLICAS } from "../input/limits.js";
import { whole } from "../input/zod-problems.js";

/* Fields of formats that only have the number of replicas and the number of twins. */

export const REPLICA_COUNT = whole(1, MOST_REPLICAS);
export const TWIN_COUNT = whole(0, MOST_REPLICAS - 1);

/** A number, and where it stands. */
interface Count {
  readonly path: string;
  readonly count: number;
}

type RoundsReader = (document: unknown, path: string) => Read<readonly RoundConfiguration[]>;

/** Opens such a file. Its scenarios, which have no names, are called scenario1, scenario2, ... */
export function openNumbered(
  replicas: Count,
  twins: Count,
  readerFor: (header: OpenFile["header"]) => RoundsReader,
): Read<OpenFile> {
  if (twins.count >= replicas.count) {
    const allowed = `fewer than the ${replicas.count} replicas`;
    return refused([{ path: twins.path, wrong: isValue(twins.count), allowed }]);
  }
  const header = numberedHeader(replicas.count, twins.count);
  const readRounds = readerFor(header);
  let scenarios = 0;
  return accepted({
    header,
    scenario(document, path = "") {
      scenarios += 1;
      const rounds = readRounds(document, path);
      return rounds.ok ? accepted({ id: `scenario${scenarios}`, rounds: rounds.value }) : rounds;
    },
  });
}
