import { WorkerPool } from "../../io/worker-pool.js";
import { nodeSha256 } from "../../io/node-sha256.js";
import type { ProtocolFile } from "../../io/protocols/load.js";
import type { Expansion } from "./expansion.js";
import { batchExpander } from "./expansion.js";
import type { Crew } from "./explore.js";
import type { Bundle } from "./frontier.js";
import { territoryOf } from "./territory.js";
import type { Assignment, Territory } from "./territory.js";

/** An assignment without its protocol's code, as plain data. */
export interface PortableAssignment extends Assignment {
  readonly protocol?: ProtocolFile;
}

/** A crew that is to be dismissed when the work is done. */
export interface HiredCrew extends Crew {
  dismiss(): Promise<void>;
}

/** Works in this thread, and lets others have their turn between batches. */
export function lonelyCrew(territory: Territory, examples: number): HiredCrew {
  const expand = batchExpander(territory, examples);
  return {
    size: 1,
    async expand(batch) {
      await new Promise((resolve) => setImmediate(resolve));
      return expand(batch);
    },
    dismiss: () => Promise.resolve(),
  };
}

/** What another thread can be given: it loads a protocol's module itself. */
function portable({ run, ...others }: Assignment): PortableAssignment {
  const { loaded, ...rest } = run;
  if (loaded === undefined) return { ...others, run: rest };
  const { path, sha256 } = loaded;
  return { ...others, run: rest, protocol: { path, sha256 } };
}

/** So many threads, each made from the module of the worker. */
export function crewOf(size: number, assignment: Assignment, module: URL): HiredCrew {
  if (size === 1) return lonelyCrew(territoryOf(assignment, nodeSha256), assignment.examples);
  const pool = new WorkerPool<readonly Bundle[], Expansion>(module, portable(assignment), size);
  return {
    size,
    expand: (batch) => pool.run(batch),
    dismiss: () => pool.close(),
  };
}
