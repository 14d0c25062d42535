/** The whole library by one door; each part has a door of its own besides. */
export { ed25519Suite, nobleEd25519, structuralSuite } from "./crypto/index.js";
export type { Ed25519, Ed25519SuiteOptions } from "./crypto/index.js";
export { bugs, correctRules, diembft, rulesWith } from "./protocols/diembft/index.js";
export type { Bug, BugName, DiemMessage, DiemState, Rules } from "./protocols/diembft/index.js";
export { blockName, judge, PROPERTIES, PROPERTY_NAMES } from "./properties/index.js";
export type {
  Facts,
  Judge,
  Property,
  PropertyName,
  Verdict,
  Verdicts,
  Witness,
} from "./properties/index.js";
export { invariant, InvariantViolation, step, validatorSet } from "./protocol/index.js";
export type {
  BlockId,
  Description,
  Effect,
  Event,
  LedgerEntry,
  LedgerPort,
  Millis,
  NodeId,
  Occurrence,
  Protocol,
  ProtocolMessage,
  ReplicaContext,
  ReplicaId,
  Round,
  Setting,
  Step,
  Timer,
  ValidatorSet,
} from "./protocol/index.js";
export { protocols } from "./registry.js";
export type { AnyProtocol, ProtocolEntry } from "./registry.js";
export {
  DEFAULT_SEMANTICS,
  DEFAULT_STABILIZATION,
  rosterNodes,
  rosterOf,
  scenarioDecoder,
  scenarioEncoder,
} from "./scenario/index.js";
export type {
  Roster,
  RoundConfiguration,
  Scenario,
  Semantics,
  Stabilization,
} from "./scenario/index.js";
export { fixedDelay, MemoryLedger, simulate } from "./simulation/index.js";
export type { Ending, LinkPolicy, Outcome, TraceEntry, World } from "./simulation/index.js";
export { openSpace, readSpaceConfig } from "./space/index.js";
export type { Space, SpaceConfig, SpaceCounts } from "./space/index.js";
