/**
 * The public exports of twins-bft/space: numbered spaces of scenarios, their exact counts, their
 * ids, and the classes of equivalent scenarios.
 *
 * @module twins-bft/space
 */
export type { Arrangement, RoundOrder, Sequence } from "./sequences/arrangements.js";
export type { ScenarioChoice } from "./chosen-scenarios.js";
export { readSpaceConfig } from "./config.js";
export type { SpaceConfig, SpaceDocument } from "./config.js";
export {
  describeSpace,
  indexOfId,
  readSpaceDescription,
  scenarioId,
  spaceHash,
} from "./identity.js";
export type { SpaceDescription } from "./identity.js";
export { scenarioNamed } from "./lookup.js";
export type { Mix } from "./mixed-draws.js";
export type { RankedSet } from "./ranked-set.js";
export { partitions } from "./partitions/partitions.js";
export type { PartitionChoice } from "./partitions/partitions.js";
export type { Partition } from "./partitions/partition-orders.js";
export { keyedPermutation } from "./permutation.js";
export type { Permutation } from "./permutation.js";
export { symmetryOf } from "./symmetry/symmetry.js";
export type { EquivalenceClass, Symmetry } from "./symmetry/symmetry.js";
export { openSpace } from "./space.js";
export type { Space, SpaceCounts } from "./space.js";
