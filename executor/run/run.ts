/** Runs one scenario in the simulator and judges it. */
import type { Facts } from "../../lib/protocol/judging/facts.js";
import type { LedgerEntry } from "../../lib/protocol/host/ledger.js";
import type { NodeInfo, ObservedEvent } from "../../lib/protocol/judging/observed-event.js";
import { propertiesOf } from "../../lib/properties/all.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import { Judge } from "../../lib/properties/judge.js";
import type { Verdicts } from "../../lib/properties/judge.js";
import { readersOf } from "../../lib/properties/readers.js";
import type { Scenario } from "../../lib/scenario/model.js";
import { Simulation } from "../../lib/simulation/simulation.js";
import { judgedEnding } from "../../lib/simulation/world.js";
import type { Outcome, World } from "../../lib/simulation/world.js";
import type { TraceEntry } from "../../lib/simulation/trace.js";
import { RunSetups } from "./setup.js";
import type { RunSetup } from "./setup.js";
import { completeOptions, topologyOf } from "./world.js";
import type { CompleteOptions, RunnerOptions, RunOptions } from "./world.js";

/** The committed entries of a node at the end of a run, oldest first. */
export interface NodeLedger {
  readonly node: NodeInfo;
  readonly entries: readonly LedgerEntry[];
}

/** The result of one scenario. */
export interface ScenarioResult extends Outcome {
  readonly id: string;
  readonly verdicts: Verdicts;
  /** The verdicts, in the order of reports. */
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
export type RunObserver<Message extends object = object> = (
  entry: TraceEntry<Message>,
  facts: Facts,
) => void;

/** Runs a scenario to its end and judges it. Equal arguments give equal results. */
export type RunScenario<Message extends object = object> = (
  scenario: Scenario,
  observer?: RunObserver<Message>,
) => ScenarioResult;

/**
 * Prepares what all scenarios of a roster share. What a run depends on comes from the options or,
 * where they do not say it, from `space` or `header`.
 */
export function runner<State extends object, Message extends object>(
  given: RunnerOptions<State, Message>,
): RunScenario<Message> {
  const options = completeOptions(given);
  return runnerOf(options, new RunSetups(topologyOf(options.roster, options.protocol), options));
}

/** The same with setups of the caller. */
export function runnerOf<State extends object, Message extends object>(
  options: ReturnType<typeof completeOptions<State, Message>>,
  setups: RunSetups,
): RunScenario<Message> {
  const { protocol } = options;
  const properties = options.properties ?? propertiesOf(protocol);
  const readers = readersOf(properties, protocol.messageTypes);
  const engine = new Engine<State, Message>();
  /** The judge of the run before, unless that failed. */
  let idle: Judge | undefined;
  return (scenario, observer) => {
    const setup = setups.setup(scenario, observer === undefined);
    const { runInfo, nodes } = setup;
    const monitor = idle ?? new Judge(readers, runInfo);
    if (monitor === idle) monitor.begin(runInfo);
    idle = undefined;
    const outcome = engine.run(worldOf(setup, options, monitor, observer));
    const ledgers = nodes.map(({ info, ledger }) => ({ node: info, entries: ledger.entries() }));
    const { ending, at } = outcome;
    const cycle = ending.kind === "stalled" ? ending.cycle : undefined;
    const verdicts = monitor.verdicts({ ending: ending.kind, at, cycle });
    const { facts, failure } = monitor;
    idle = monitor;
    return {
      ending: judgedEnding(ending, failure),
      at,
      events: outcome.events,
      rounds: outcome.rounds,
      halted: outcome.halted,
      id: scenario.id,
      properties,
      verdicts,
      ledgers,
      committed: ledgers.some(
        ({ node, entries }) =>
          node.honest && entries.some(({ round }) => round <= runInfo.scriptedRounds),
      ),
      stabilized: facts.entries.stableSince !== null,
      facts,
    };
  };
}

/** The world of one run. Written out field by field, since one is made for every run. */
function worldOf<State extends object, Message extends object>(
  { label, nodes, links, routes, lastRound, freezeMessages, extras, suffix }: RunSetup,
  {
    protocol,
    limits,
  }: Pick<RunOptions<State, Message>, "protocol"> & Pick<CompleteOptions, "limits">,
  monitor: Judge,
  observer: RunObserver<Message> | undefined,
): World<State, Message> {
  const judge = (observed: ObservedEvent): void => {
    monitor.observe(observed);
  };
  const { arrivalOrder, relay, restarts, holdsForTimers } = extras;
  const world = {
    label,
    protocol,
    nodes,
    links,
    routes,
    lastRound,
    freezeMessages,
    limits,
    judge,
    arrivalOrder,
    relay,
    restarts,
    holdsForTimers,
    suffix,
  };
  if (observer === undefined) return world;
  const trace = (entry: TraceEntry<Message>): void => {
    observer(entry, monitor.facts);
  };
  return { ...world, trace };
}

/** Runs one world after the other in the same simulation. */
class Engine<State extends object, Message extends object> {
  #idle: Simulation<State, Message> | undefined;

  /** A simulation that fails is not used again. */
  run(world: World<State, Message>): Outcome {
    const simulation = this.#idle ?? new Simulation(world);
    if (simulation === this.#idle) simulation.restart(world);
    this.#idle = undefined;
    const outcome = simulation.finish();
    if (outcome.ending.kind !== "crashed") this.#idle = simulation;
    return outcome;
  }
}
