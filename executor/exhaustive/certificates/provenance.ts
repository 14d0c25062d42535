/** The provenance of counts: everything that they depend on. */
import { fileHeaderFields } from "../../../lib/scenario/formats/file-header.js";
import { describeSpace, spaceHash } from "../../../lib/space/identity.js";
import { versionOfSpace } from "../../../lib/space/parts/parts-config.js";
import type { RunConfig } from "../../config/config.js";
import { digestOf } from "../../run/digest.js";
import { protocolFields } from "../../results/protocol-fields.js";
import type { ExplorationJob } from "../search-space.js";

/** Everything that the counts of an exploration depend on. */
export interface Provenance {
  /** The version of this package. */
  readonly tool: string;
  /** Of the space with its semantics. */
  readonly hash: string;
  /** The header of a file of all scenarios. */
  readonly of: object;
  readonly run: ReturnType<typeof protocolFields> &
    Pick<RunConfig, "bugs" | "delta" | "delay" | "limits">;
  readonly properties: readonly string[];
}

/** As a certificate states it. */
export function provenanceOf(
  { definition, run, properties }: ExplorationJob,
  tool: string,
): Provenance {
  const { space, stabilization } = definition;
  const { roster, semantics } = space;
  const { bugs, delta, delay, limits } = run;
  return {
    tool,
    hash: spaceHash(space),
    of: fileHeaderFields({
      roster,
      semantics,
      stabilization,
      space: describeSpace(space),
      ...versionOfSpace(space),
    }),
    run: { ...protocolFields(run), bugs, delta, delay, limits },
    properties,
  };
}

/** Explorations with different reductions cannot go on with one another's states. */
export const provenanceDigest = (job: ExplorationJob, tool: string): string =>
  digestOf([JSON.stringify(provenanceOf(job, tool)), ...(job.without ?? [])]);
