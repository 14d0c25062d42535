/** The strategies of a search: each draws scenarios from spaces made of the config's. */
import { MessageWords } from "../../lib/protocol/message-words.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { MOST_DROP_CHOICES } from "../../lib/scenario/input/limits.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import { atRandom, inOrder, mixed } from "./draws.js";
import type { Draws } from "./draws.js";
import { shortestOf, swarm } from "./swarm.js";

/** Scenarios in an order of its own; equal configs give equal scenarios. */
export interface Strategy {
  readonly name: string;
  /** What it draws, for the report. */
  readonly draws: string;
  /** How many times longer than others its turns are; default: 1. */
  readonly share?: number;
  /** Its scenarios, made one by one as they are asked for. */
  scenarios(): Draws;
}

/** The most types of messages that have hear sets or partitions of their own in one space. */
const MOST_TYPES = 6;

/** Strategies that find more of the declared bugs than others have longer turns. */
const HEARS_SHARE = 3;
const PHASES_SHARE = 2;
const SWARM_SHARE = 3;

/** What strategies are made of. */
interface Source {
  readonly space: SpaceConfig;
  /** The space of the config with any leader. */
  readonly open: SpaceConfig;
  /** The types of messages that networks may tamper with, in the order of a round. */
  readonly types: readonly string[];
  readonly restartStates: NonNullable<SpaceConfig["restarts"]>["states"];
}

/** The strategies for a space, in the order in which they take turns. */
export function strategiesFor(space: SpaceConfig, protocol: AnyProtocol): readonly Strategy[] {
  const { messageTypes, durability } = protocol;
  const words = new MessageWords(messageTypes);
  const source: Source = {
    space,
    open: { ...space, leaders: { ...space.leaders, eligible: "any" } },
    types: messageTypes
      .map(({ type }) => type)
      .filter((type) => !words.isSync(type))
      .slice(0, MOST_TYPES),
    restartStates: durability === undefined ? ["none"] : ["none", "durable"],
  };
  return [...plain(source), ...byParts(source), swarming(source)];
}

/** With groups and single drops alone. */
function plain({ space, open, types }: Source): readonly Strategy[] {
  const { rounds } = space;
  const shortest = shortestOf(space);
  return [
    {
      name: "small first",
      draws: `${shortest} to ${rounds} rounds, any leader, by number`,
      *scenarios() {
        for (let each = shortest; each <= rounds; each++) {
          yield* inOrder({ ...open, rounds: each });
        }
      },
    },
    { name: "uniform", draws: "the space of the config", scenarios: () => atRandom(space) },
    { name: "mixed", draws: "any leader, half of the rounds calm", scenarios: () => mixed(open) },
    {
      name: "drops",
      draws: "one group, single messages lost",
      scenarios: () =>
        mixed({
          ...open,
          partitions: { ...open.partitions, groups: 1 },
          drops: { limit: MOST_DROP_CHOICES, listing: "sets", types: [...types] },
        }),
    },
  ];
}

/** With what version 2 of the language adds; all of it is calm half of the time. */
function byParts({ open, types, restartStates }: Source): readonly Strategy[] {
  const atMostTwo = { atMost: 2 };
  const calm: SpaceConfig = {
    ...open,
    partitions: { ...open.partitions, groups: atMostTwo, requireQuorum: false },
  };
  const partitions = { groups: atMostTwo, requireQuorum: false, twinsApart: false };
  const hears = types.map((of) => ({ of }));
  const phases = types.map((of) => ({ of, partitions }));
  const links = { types: [...types], atMost: 2 };
  const strategies: readonly (readonly [string, string, SpaceConfig, number?])[] = [
    ["hear sets", "who hears each type of message", { ...calm, hears }, HEARS_SHARE],
    ["phases", "groups of their own for each type of message", { ...calm, phases }, PHASES_SHARE],
    ["late", "messages after their time", { ...calm, exceptions: { ...links, effects: ["late"] } }],
    ["delays", "delays of 0, Δ/2 and Δ", { ...calm, delays: { ...links, halves: [0, 1, 2] } }],
    ["orders", "orders of simultaneous arrivals", { ...calm, orders: { atMost: 4 } }],
    [
      "restarts",
      "replicas that forget their state",
      { ...calm, restarts: { atMost: 1, states: restartStates } },
    ],
  ];
  return strategies.map(([name, draws, space, share = 1]) => ({
    ...{ name, draws, share },
    scenarios: () => mixed(space),
  }));
}

/** With some of all that, and not the rest. */
const swarming = (source: Source): Strategy => ({
  name: "swarm",
  draws: "from spaces that have some of all that, and not the rest",
  share: SWARM_SHARE,
  scenarios: () => swarm(source),
});
