/** Scenario results for tests. */
import type { ScenarioResult } from "../../executor/run/run.js";
import { nodeId, replicaId, round } from "../../lib/protocol/ids.js";
import { PROPERTIES, PROPERTY_NAMES } from "../diembft/support/judged.js";
import { noFacts } from "../../lib/properties/facts.js";
import { HELD } from "../../lib/protocol/judging/property.js";
import type { Verdict } from "../../lib/protocol/judging/property.js";
import { runInfo } from "../properties/observed-events.js";

type Ending =
  | Exclude<ScenarioResult["ending"], { kind: "crashed" }>
  | { readonly kind: "crashed"; readonly node: string; readonly error: string };

/** What a test says of a result; the rest is a run in which all went well. */
export interface Changes {
  readonly ending?: Ending;
  readonly verdicts?: ReadonlyMap<string, Verdict>;
}

/** Two honest nodes a and b and a Byzantine one, which got further than they did. */
export function resultWith({ ending = { kind: "completed" }, verdicts }: Changes): ScenarioResult {
  const nodes = ["a", "b", "c"].map((name, index) => ({
    id: nodeId(name),
    index,
    replica: replicaId(name),
    honest: name !== "c",
  }));
  return {
    id: "a scenario",
    ending: ending.kind === "crashed" ? { ...ending, node: nodeId(ending.node) } : ending,
    at: 500,
    events: 40,
    rounds: [2, 3, 4].map(round),
    halted: [false, false, false],
    verdicts: verdicts ?? new Map(PROPERTY_NAMES.map((name) => [name, HELD])),
    properties: PROPERTIES,
    ledgers: nodes.map((node) => ({ node, entries: [] })),
    committed: true,
    stabilized: true,
    facts: noFacts(runInfo()),
  };
}
