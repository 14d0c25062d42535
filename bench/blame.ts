/**
 * Runs many scenarios of all protocols, by the correct rules and with every bug, and counts the
 * honest identities that signed messages prove guilty: `npm run blame`, or
 * `npm run blame -- SEED SCENARIOS` for others. Half of the scenarios of a protocol are run by the
 * correct rules. Exits with 1 if an honest identity is blamed there. Under a bug it may be: a
 * replica that runs wrong code can sign two values in one slot, whoever injected the code.
 */
import { DEFAULT_RUN } from "../executor/config/config.js";
import { runOptions } from "../executor/run/run-case.js";
import { runner } from "../executor/run/run.js";
import type { RunScenario } from "../executor/run/run.js";
import { strategiesFor } from "../executor/search/strategies.js";
import { readSpaceDefinition } from "../executor/sources/space-source.js";
import type { SpaceDefinition } from "../executor/sources/space-source.js";
import { blame } from "../lib/properties/evidence/blame.js";
import type { ProtocolModule } from "../lib/protocol/module.js";
import { protocols } from "../lib/registry.js";
import type { Scenario } from "../lib/scenario/model.js";

const DEFAULT_SCENARIOS = 20_000;
/** f, twins and rounds of the spaces of a protocol; twins may be more than f. */
const SIZES = [
  { faulty: 1, twins: 1, rounds: 4 },
  { faulty: 1, twins: 2, rounds: 4 },
  { faulty: 1, twins: 3, rounds: 3 },
  { faulty: 2, twins: 2, rounds: 3 },
];

/** What the scenarios of one protocol under one set of rules came to. */
interface Counts {
  run: number;
  /** With an identity proven guilty, or more. */
  proven: number;
  /** With an honest one among them. */
  honest: number;
  /** In which fewer than f+1 are proven, although the protocol owes a proof. */
  owed: number;
  crashed: number;
  /** The first scenario with an honest identity proven guilty. */
  first: string | undefined;
}

const [seed = "twins", given = String(DEFAULT_SCENARIOS)] = process.argv.slice(2);
const scenarios = Number(given);
const each = Math.ceil(scenarios / protocols.size);
console.log(`seed ${JSON.stringify(seed)}, ${each * protocols.size} scenarios`);
console.log("scenarios   proven  honest  f+1 owed  crashed  protocol, rules");
const wrong = [...protocols.values()].filter((module) => !isSound(module));
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Whether nobody is blamed wrongly by the correct rules. Prints what was seen. */
function isSound(module: ProtocolModule): boolean {
  const bugs = Object.keys(module.bugs);
  const half = Math.ceil(each / 2);
  const correct = countsOf(module, [], half);
  print(`${module.name}, correct`, correct);
  const share = Math.ceil((each - half) / bugs.length);
  for (const bug of bugs) print(`${module.name}, ${bug}`, countsOf(module, [bug], share));
  return correct.honest === 0 && correct.owed === 0 && correct.crashed === 0;
}

function countsOf(module: ProtocolModule, bugs: readonly string[], total: number): Counts {
  const counts: Counts = { run: 0, proven: 0, honest: 0, owed: 0, crashed: 0, first: undefined };
  const sources = SIZES.flatMap((size) => sourcesOf(module, bugs, size));
  while (counts.run < total && sources.length > 0) {
    for (const source of [...sources]) {
      if (counts.run === total) break;
      const { value: scenario } = source.scenarios.next();
      if (scenario === undefined) sources.splice(sources.indexOf(source), 1);
      else add(counts, source, scenario);
    }
  }
  return counts;
}

interface Source {
  readonly twins: readonly string[];
  readonly run: RunScenario;
  readonly scenarios: Iterator<Scenario, void>;
}

/** One source for each strategy of --find: mixed spaces, with all that a round can be. */
function sourcesOf(
  module: ProtocolModule,
  bugs: readonly string[],
  { faulty, twins, rounds }: (typeof SIZES)[number],
): readonly Source[] {
  const protocol = module.create(bugs);
  const replicas = protocol.replicas?.(faulty) ?? 3 * faulty + 1;
  const definition = spaceOf({
    ...{ protocol: module.name, replicas, faulty, twins, rounds, seed },
    partitions: { groups: { atMost: 3 } },
    leaders: { eligible: "any" },
  });
  const { space, stabilization } = definition;
  const context = { roster: space.roster, semantics: space.semantics, stabilization };
  const options = runOptions({ ...DEFAULT_RUN, protocol: module.name, bugs }, context);
  const run = runner({ ...options, properties: [blame(protocol.accountability)] });
  return strategiesFor(space, protocol).map((strategy) => {
    return { twins: space.roster.twins, run, scenarios: strategy.scenarios() };
  });
}

function spaceOf(document: Readonly<Record<string, unknown>>): SpaceDefinition {
  const read = readSpaceDefinition(document);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

function add(counts: Counts, { twins, run }: Source, scenario: Scenario): void {
  const { ending, verdicts } = run(scenario);
  counts.run++;
  if (ending.kind === "crashed") counts.crashed++;
  const verdict = verdicts.get("blame");
  if (verdict === undefined || verdict.status === "vacuous") return;
  counts.proven++;
  if (verdict.status !== "violated") return;
  const isHonest = verdict.witness.nodes.some((node) => !twins.includes(node.replace(/'$/, "")));
  if (!isHonest) counts.owed++;
  else {
    counts.honest++;
    counts.first ??= `${scenario.id}: ${verdict.witness.explanation.join("; ")}`;
  }
}

function print(name: string, { run, proven, honest, owed, crashed, first }: Counts): void {
  const cells = [`${run}`.padStart(9), `${proven}`.padStart(9), `${honest}`.padStart(8)];
  console.log([...cells, `${owed}`.padStart(10), `${crashed}`.padStart(9), `  ${name}`].join(""));
  if (first !== undefined) console.log(`${"".padEnd(47)}${first.slice(0, 300)}`);
}
