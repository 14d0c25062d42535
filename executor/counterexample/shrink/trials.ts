/** Runs scenarios on their way to a smaller one, and says how they fail. */
import type { ReplicaId } from "../../../lib/protocol/ids.js";
import { evidenceProperty } from "./evidence.js";
import { errorShape } from "../../results/families.js";
import type { RunConfig } from "../../config/config.js";
import { protocolOf, runOptions } from "../../run/run-case.js";
import type { ScenarioContext } from "../../run/run-case.js";
import { runner } from "../../run/run.js";
import type { ScenarioResult } from "../../run/run.js";
import { notationOf } from "../../../lib/scenario/notation.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { Roster } from "../../../lib/scenario/model.js";
import type { Subject } from "./subject.js";

/** How a scenario fails. */
export interface Failure {
  /** The first violated property in the order of reports, or a crash and the shape of its error. */
  readonly about: string;
  /** The identities that signed messages prove guilty, in the roster's order. */
  readonly guilty: readonly ReplicaId[];
}

/** A run of a subject: what came of it, and how it fails, if it does. */
export interface Trial {
  readonly result: ScenarioResult;
  readonly failure: Failure | undefined;
}

/** A candidate may have so many times the events of the original, or so many. */
const EVENTS_FACTOR = 20;
const EVENTS_AT_LEAST = 10_000;

/** Runs the subjects of one scenario, which may have several rosters. */
export class Trials {
  readonly #run: RunConfig;
  readonly #protocol: AnyProtocol;
  readonly #context: ScenarioContext;
  readonly #runners = new Map<string, (subject: Subject) => Trial>();

  constructor(run: RunConfig, context: ScenarioContext) {
    this.#run = run;
    this.#protocol = protocolOf(run);
    this.#context = context;
  }

  /** The same, with a limit on events that follows from a run of the original. */
  limitedBy({ events }: ScenarioResult): Trials {
    const { limits } = this.#run;
    const most = Math.max(EVENTS_AT_LEAST, EVENTS_FACTOR * events);
    const limited = { ...limits, events: Math.min(limits.events, most) };
    return new Trials({ ...this.#run, limits: limited }, this.#context);
  }

  /**
   * Whether there are still the rounds that the context names (the stable, and the repeated), and
   * as many replicas as the protocol needs.
   */
  isValid({ rounds, roster }: Subject): boolean {
    if (roster.replicas.length < (this.#protocol.replicas?.(roster.faulty) ?? 0)) return false;
    const { stableFrom = 0, stabilization, semantics } = this.#context;
    const { period = 0 } = semantics.suffix ?? {};
    return rounds.length >= period && stableFrom <= rounds.length + stabilization.rounds;
  }

  run(subject: Subject): Trial {
    const key = JSON.stringify(subject.roster);
    let run = this.#runners.get(key);
    if (run === undefined) {
      run = this.#runnerOf(subject.roster);
      this.#runners.set(key, run);
    }
    return run(subject);
  }

  #runnerOf(roster: Roster): (subject: Subject) => Trial {
    const options = runOptions(this.#run, { ...this.#context, roster });
    const evidence = evidenceProperty(options.protocol);
    const { properties = [] } = options;
    const run = runner({ ...options, properties: [...properties, evidence.property] });
    return ({ rounds }) => {
      const result = run({ id: notationOf(rounds), rounds });
      const about = failureIn(result);
      const guilty = evidence.guilty();
      const inTurn = roster.replicas.filter((replica) => guilty.includes(replica));
      return { result, failure: about === undefined ? undefined : { about, guilty: inTurn } };
    };
  }
}

/** What is wrong with a result, in short. */
function failureIn({ ending, verdicts }: ScenarioResult): string | undefined {
  if (ending.kind === "crashed") return `crash: ${errorShape(ending.error)}`;
  for (const [name, { status }] of verdicts) if (status === "violated") return name;
  return undefined;
}
