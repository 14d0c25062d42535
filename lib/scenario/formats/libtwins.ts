/** Writes scenarios in the format of LibTwins. */
import type { NodeId } from "../../protocol/ids.js";
import { onceEach, pythonList, pythonObject } from "./encoder.js";
import type { ScenarioEncoder } from "./encoder.js";
import { requireDrops, requireVersion1 } from "./foreign.js";
import type { Drop, Roster, RoundConfiguration, Scenario } from "../model.js";
import { rosterNodes } from "../roster.js";

/*
 * The format of the Twins authors' generator and simulator (github.com/asonnino/twins-generator and
 * twins-simulator): the numbers of replicas and of twins, then scenarios. Nodes are numbers: the n
 * replicas from 0, then the twins, that of replica i being n+i. A scenario says by round who leads
 * (all nodes of the leader) and the partition; and, for the simulator, by round and sender to whom
 * everything is lost. LibTwins, in Rust, has the same but for leaders, who are single numbers.
 */

type Numbers = (nodes: readonly NodeId[]) => string;

/** A round's share of the three parts of a scenario. */
interface Parts {
  readonly leaders: string;
  readonly partition: string;
  readonly firewall: string | undefined;
}

/** Writes a scenario a line, where the authors' generator writes a file on one. */
export function libtwinsEncoder(roster: Roster): ScenarioEncoder {
  const nodes = rosterNodes(roster);
  const numberOf = new Map(nodes.map(({ id }, number) => [id, number]));
  const numbers: Numbers = (ids) => pythonList(ids.map((id) => String(numberOf.get(id))));
  const parts = onceEach(({ leader, partition, drops }: RoundConfiguration): Parts => {
    const leaders = nodes.filter(({ replica }) => replica === leader).map(({ id }) => id);
    const senders = nodes.map(({ id }) => id);
    return {
      leaders: numbers(leaders),
      partition: pythonList(partition.map(numbers)),
      firewall: drops.length === 0 ? undefined : firewallText(drops, senders, numbers),
    };
  });
  const header: readonly (readonly [string, string])[] = [
    ["num_of_nodes", String(roster.replicas.length)],
    ["num_of_twins", String(roster.twins.length)],
  ];
  return {
    opening: `${pythonObject(header).slice(0, -1)}, "scenarios": [\n`,
    scenario: (scenario) => scenarioText(scenario, parts),
    separator: ",\n",
    closing: "\n]}\n",
  };
}

function firewallText(
  drops: readonly Drop[],
  senders: readonly NodeId[],
  numbers: Numbers,
): string {
  const rules = senders.flatMap((sender, number) => {
    const lost = drops.filter(({ from }) => from === sender).map(({ to }) => to);
    return lost.length === 0 ? [] : [[number, numbers(lost)] as const];
  });
  return pythonObject(rules);
}

function scenarioText(scenario: Scenario, parts: (round: RoundConfiguration) => Parts): string {
  requireVersion1(scenario, "libtwins");
  requireDrops(scenario, ({ type }) => type === "*", '"*", for libtwins has no drops by type');
  const rounds = scenario.rounds.map(parts);
  const byRound = (texts: readonly (string | undefined)[]): string =>
    pythonObject(
      texts.flatMap((text, index) => (text === undefined ? [] : [[index + 1, text] as const])),
    );
  const isLossy = rounds.some(({ firewall }) => firewall !== undefined);
  return pythonObject([
    ["round_leaders", byRound(rounds.map(({ leaders }) => leaders))],
    ["round_partitions", byRound(rounds.map(({ partition }) => partition))],
    ...(isLossy ? [["firewall", byRound(rounds.map(({ firewall }) => firewall))] as const] : []),
  ]);
}
