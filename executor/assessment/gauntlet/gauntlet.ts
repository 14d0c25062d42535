/** Runs strategies against every declared bug of a protocol: which property finds it, and when. */
import type { ProtocolModule } from "../../../lib/protocol/module.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";
import type { SpaceConfig } from "../../../lib/space/config.js";
import type { RunScenario } from "../../run/run.js";
import { strategiesFor } from "../../search/strategies.js";
import { Turns } from "../../search/turns.js";

/** What a crash of the protocol is called among the properties. */
const CRASH = "crash";

/** What one bug, or the correct protocol, comes to. */
export interface BugScore {
  /** Undefined: the correct protocol. */
  readonly bug: string | undefined;
  /** The rule that it breaks. */
  readonly breaks: string;
  /** For each seed, after how many scenarios it was found; undefined: it was not. */
  readonly finds: readonly (Found | undefined)[];
  /** By property: the median over the seeds of the number of scenarios until it was violated. */
  readonly byProperty: ReadonlyMap<string, number>;
  /** Whether the protocol declares that no law of `twins-bft/testing` finds it. */
  readonly declared: boolean;
}

/** The first scenario that shows a bug. */
export interface Found {
  readonly scenarios: number;
  readonly strategy: string;
}

/** What is run, and how much of it. */
export interface GauntletPlan {
  readonly module: ProtocolModule;
  readonly space: SpaceConfig;
  /** Prepares to run scenarios of the protocol with these bugs. */
  readonly runnerOf: (bugs: readonly string[]) => RunScenario;
  readonly seeds: number;
  /** For each bug and seed. */
  readonly limit: number;
  readonly progress: (scenarios: number) => void;
}

/** Runs the correct protocol first, then each bug alone. */
export function runGauntlet(plan: GauntletPlan): readonly BugScore[] {
  const { module, seeds } = plan;
  let done = 0;
  const entries: readonly (readonly [string | undefined, string])[] = [
    [undefined, "nothing"],
    ...Object.entries(module.bugs),
  ];
  return entries.map(([bug, breaks]) => {
    const bugs = bug === undefined ? [] : [bug];
    const run = plan.runnerOf(bugs);
    const protocol = module.create(bugs);
    const hunts = Array.from({ length: seeds }, (_, seed) => {
      const hunt = huntWith(seed, { plan, run, protocol });
      done += plan.limit;
      plan.progress(done);
      return hunt;
    });
    const declared = bug !== undefined && (module.undetected ?? []).includes(bug);
    const finds = hunts.map(({ found }) => found);
    return { bug, breaks, finds, byProperty: medians(hunts), declared };
  });
}

interface Subject {
  readonly plan: GauntletPlan;
  readonly run: RunScenario;
  readonly protocol: AnyProtocol;
}

/** What one seed found. */
interface Hunt {
  readonly found: Found | undefined;
  /** By property: the number of scenarios until it was first violated. */
  readonly first: ReadonlyMap<string, number>;
}

/** Runs scenarios of the strategies in turn, to the limit: a later one may violate more. */
function huntWith(seed: number, { plan, run, protocol }: Subject): Hunt {
  const { space, limit } = plan;
  const seeded = { ...space, seed: seed === 0 ? space.seed : `${space.seed} ${seed + 1}` };
  const first = new Map<string, number>();
  let found: Found | undefined;
  let scenarios = 0;
  for (const { scenario, strategy } of new Turns(strategiesFor(seeded, protocol))) {
    if (scenarios === limit) break;
    scenarios++;
    const { ending, verdicts } = run(scenario);
    const shown = ending.kind === "crashed" ? [CRASH] : [];
    for (const [name, { status }] of verdicts) if (status === "violated") shown.push(name);
    for (const name of shown) if (!first.has(name)) first.set(name, scenarios);
    if (shown.length > 0) found ??= { scenarios, strategy: strategy.name };
  }
  return { found, first };
}

/** Of the properties that most seeds violate. */
function medians(hunts: readonly Hunt[]): ReadonlyMap<string, number> {
  const names = new Set(hunts.flatMap(({ first }) => [...first.keys()]));
  const found = new Map<string, number>();
  for (const name of names) {
    const middle = median(hunts.map(({ first }) => first.get(name)));
    if (middle !== undefined) found.set(name, middle);
  }
  return found;
}

/** The middle of numbers, of two the higher; what is missing is above all of them. */
export function median(numbers: readonly (number | undefined)[]): number | undefined {
  const sorted = numbers.map((each) => each ?? Infinity).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined || middle === Infinity ? undefined : middle;
}
