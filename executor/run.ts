import type { Facts } from "../lib/protocol/facts.js";
import type { LedgerEntry } from "../lib/protocol/ledger.js";
import type { NodeInfo } from "../lib/protocol/occurrence.js";
import { propertiesOf } from "../lib/properties/all.js";
import type { AnyProperty } from "../lib/properties/all.js";
import { judge } from "../lib/properties/judge.js";
import type { Verdicts } from "../lib/properties/judge.js";
import type { Scenario } from "../lib/scenario/model.js";
import { simulate } from "../lib/simulation/simulation.js";
import type { Outcome } from "../lib/simulation/world.js";
import type { TraceEntry } from "../lib/simulation/trace.js";
import { castOf, DEFAULT_OPTIONS, stageOf } from "./world.js";
import type { RunOptions } from "./world.js";

/** What a node had committed at the end of a run, oldest first. */
export interface NodeLedger {
  readonly node: NodeInfo;
  readonly entries: readonly LedgerEntry[];
}

/** What became of one scenario. */
export interface ScenarioResult extends Outcome {
  readonly id: string;
  readonly verdicts: Verdicts;
  /** What was judged, in the order of reports. */
  readonly properties: readonly AnyProperty[];
  /** In node order. */
  readonly ledgers: readonly NodeLedger[];
  /** Whether an honest node committed a block of a scripted round. */
  readonly committed: boolean;
  /** Whether every honest node reached a stable round, so that liveness could be judged. */
  readonly stabilized: boolean;
  readonly facts: Facts;
}

/** Told of everything that happens in a run; `facts` is what is known by then, for names. */
export type Observer<Message extends object = object> = (
  entry: TraceEntry<Message>,
  facts: Facts,
) => void;

/** Runs a scenario to its end and judges it. Equal arguments give equal results. */
export type Run<Message extends object = object> = (
  scenario: Scenario,
  observer?: Observer<Message>,
) => ScenarioResult;

/** Prepares what all scenarios of a roster share. */
export function runner<State extends object, Message extends object>(
  given: RunOptions<State, Message>,
): Run<Message> {
  const options = { ...DEFAULT_OPTIONS, ...given };
  const { protocol } = options;
  const properties = options.properties ?? propertiesOf(protocol);
  const cast = castOf(options.roster, protocol);
  return (scenario, observer) => {
    const stage = stageOf(cast, scenario, options);
    const { setting, nodes } = stage;
    const bench = judge(properties, setting);
    const outcome = simulate<State, Message>({
      ...stage,
      protocol,
      limits: options.limits,
      judge: (occurrence) => {
        bench.tell(occurrence);
      },
      ...(observer && {
        trace: (entry: TraceEntry<Message>) => {
          observer(entry, bench.facts);
        },
      }),
    });
    const ledgers = nodes.map(({ info, ledger }) => ({ node: info, entries: ledger.entries() }));
    return {
      ...outcome,
      id: scenario.id,
      properties,
      verdicts: bench.verdicts({ how: outcome.ending.kind, at: outcome.at }),
      ledgers,
      committed: ledgers.some(
        ({ node, entries }) =>
          node.honest && entries.some(({ round }) => round <= setting.scriptedRounds),
      ),
      stabilized: bench.facts.entries.stableSince !== null,
      facts: bench.facts,
    };
  };
}
