/**
 * The public exports of twins-bft: what a program needs most often. Opens spaces, runs and judges
 * scenarios, and offers the built-in protocols; each part has an entry point with the rest of it.
 *
 * @module twins-bft
 */
export { ed25519Suite, nobleEd25519, structuralSuite } from "./crypto/index.js";
export type { Ed25519, Ed25519SuiteOptions } from "./crypto/index.js";
export { blockName, judge, propertiesOf } from "./properties/index.js";
export type {
  AnyProperty,
  Judge,
  Property,
  Verdict,
  Verdicts,
  Witness,
} from "./properties/index.js";
export {
  defineProtocol,
  invariant,
  InvariantViolation,
  step,
  validatorSet,
} from "./protocol/index.js";
export type {
  AnyProtocol,
  BlockId,
  Description,
  Effect,
  Event,
  Facts,
  LedgerEntry,
  LedgerPort,
  Millis,
  NodeId,
  ObservedEvent,
  Progress,
  Protocol,
  ProtocolModule,
  ReplicaContext,
  ReplicaId,
  Round,
  RunInfo,
  Step,
  Timer,
  ValidatorSet,
} from "./protocol/index.js";
export { bugs, correctRules, diembft, rulesWith } from "./protocols/diembft/index.js";
export type { Bug, BugName, DiemMessage, DiemState, Rules } from "./protocols/diembft/index.js";
export { DEFAULT_PROTOCOL, protocols } from "./registry.js";
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
export type {
  ArrivalOrder,
  ClientEffect,
  ClientEvent,
  ClientProcess,
  ClientSettings,
  Crash,
  Disk,
  Ending,
  Envelope,
  Fate,
  Held,
  Incident,
  LinkPolicy,
  Lost,
  NodeSpec,
  Outbound,
  Outcome,
  OutgoingMessage,
  RelayRule,
  Routes,
  ScriptedRestart,
  Stored,
  Suffix,
  TraceEntry,
  Tracer,
  World,
} from "./simulation/index.js";
export { openSpace, readSpaceConfig } from "./space/index.js";
export type { Space, SpaceConfig, SpaceCounts } from "./space/index.js";
