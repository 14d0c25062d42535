/** Writes scenarios in the format of relab/hotstuff. */
import { z } from "zod";
import type { NodeId, ReplicaId } from "../../protocol/ids.js";
import { onceEach } from "./encoder.js";
import type { ScenarioEncoder } from "./encoder.js";
import type { ScenarioFileHeader } from "./file-header.js";
import { requireDrops, requireVersion1 } from "./foreign.js";
import type { Roster } from "../model.js";
import { originalOf, twinOf } from "../roster.js";
import { wellFormed } from "../input/zod-problems.js";

/*
 * The format of the Go toolkit github.com/relab/hotstuff (its package twins): its generator's
 * settings, then scenarios, each a list of views with the leader's number and the partition.
 * Replicas are numbered from 1, the first ones twinned. To run scenarios it needs none of the
 * settings; those of a space are written where they are known.
 */

/** A node, and what the toolkit calls it: twin 0 is none, otherwise it is one of two. */
interface RelabNode {
  readonly id: NodeId;
  readonly name: { readonly ReplicaID: number; readonly TwinID: 0 | 1 | 2 };
}

/** All nodes in the toolkit's order: each replica, and next to it its twin. */
export const relabNodes = ({ replicas, twins }: Roster): readonly RelabNode[] =>
  replicas.flatMap((replica, index): readonly RelabNode[] => {
    const ReplicaID = index + 1;
    const original = originalOf(replica);
    if (!twins.includes(replica)) return [{ id: original, name: { ReplicaID, TwinID: 0 } }];
    return [
      { id: original, name: { ReplicaID, TwinID: 1 } },
      { id: twinOf(replica), name: { ReplicaID, TwinID: 2 } },
    ];
  });

/** The toolkit counts in single bytes. */
const small = z.int().max(255);
const SETTINGS = z.object({
  rounds: small,
  partitions: z.object({ groups: z.union([small, z.object({ atMost: small })]) }),
});

/** In the layout of the toolkit's own writer. */
export function relabEncoder({ roster, space }: ScenarioFileHeader): ScenarioEncoder {
  const names = new Map(relabNodes(roster).map(({ id, name }) => [id, name]));
  const numbers = new Map<ReplicaId, number>(roster.replicas.map((id, index) => [id, index + 1]));
  const view = onceEach(({ leader, partition }) =>
    JSON.stringify({
      leader: numbers.get(leader),
      partitions: partition.map((group) => group.map((id) => names.get(id))),
    }),
  );
  const settings = {
    num_nodes: roster.replicas.length,
    num_twins: roster.twins.length,
    ...spaceSettings(space),
    shuffle: false,
    seed: 0,
  };
  const header = JSON.stringify(settings, null, "\t").slice(0, -"\n}".length);
  return {
    opening: `${header},\n\t"scenarios": [\n\t\t`,
    scenario: (scenario) => {
      requireVersion1(scenario, "relab");
      requireDrops(scenario, () => false, "no drops at all, for relab has none");
      return `[${scenario.rounds.map(view).join()}]`;
    },
    separator: ",\n\t\t",
    closing: "\n\t]\n}\n",
  };
}

function spaceSettings(space: ScenarioFileHeader["space"]): object {
  const settings = wellFormed(SETTINGS, space);
  if (settings === undefined) return {};
  const { groups } = settings.partitions;
  return {
    partitions: typeof groups === "number" ? groups : groups.atMost,
    views: settings.rounds,
  };
}
