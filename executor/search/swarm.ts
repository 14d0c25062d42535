/**
 * Swarm testing: scenarios of many spaces, each of which has some of what a round can be, drawn at
 * random, and leaves out the rest (Groce et al., ISSTA 2012). What is left out cannot hide what the
 * rest would show.
 */
import { randomStream } from "../../lib/random.js";
import type { RandomStream } from "../../lib/random.js";
import type { ExceptionEffect } from "../../lib/scenario/model.js";
import type { SpaceConfig } from "../../lib/space/config.js";
import { mixed } from "./draws.js";
import type { Draws } from "./draws.js";

/** What the spaces are made of. */
export interface SwarmSource {
  /** The space of the config with any leader. */
  readonly open: SpaceConfig;
  /** The types of messages that networks may tamper with. */
  readonly types: readonly string[];
  readonly restartStates: NonNullable<SpaceConfig["restarts"]>["states"];
}

/** How many scenarios are drawn from a space before the next one. */
const DRAWS_OF_A_SPACE = 5;

/** The probabilities with which a part of a round disturbs nothing, of which a space has one. */
const CALM = [0.25, 0.5, 0.75, 0.9];
const GROUPS = [1, { atMost: 2 }, { atMost: 2 }, { atMost: 3 }];
/** How many replicas lead; undefined: any may. */
const LEADERS = [undefined, undefined, 2, 1];
const MOST_LINKS = [1, 2, 4];
const EFFECTS: readonly ExceptionEffect[] = ["drop", "late", { delay: 0 }, { delay: 2 }];

/** How many rounds a scenario has at least: the suffix repeats so many. */
export const shortestOf = ({ semantics }: SpaceConfig): number => semantics.suffix?.period ?? 1;

/** Draws without end; nothing if the config leaves nothing to choose. */
export function* swarm(source: SwarmSource): Draws {
  for (let number = 0; ; number++) {
    const { space, calm } = spaceOf(source, number);
    const draws = mixed(space, calm);
    for (let drawn = 0; drawn < DRAWS_OF_A_SPACE; drawn++) {
      const { value: scenario } = draws.next();
      if (scenario !== undefined) yield scenario;
      else if (drawn === 0) return;
      else break;
    }
  }
}

function spaceOf(source: SwarmSource, number: number): { space: SpaceConfig; calm: number } {
  const { open } = source;
  const stream = randomStream(open.seed, "swarm", number.toString());
  const shortest = shortestOf(open);
  const groups = oneOf(GROUPS, stream, { atMost: 2 });
  const isApart = groups !== 1 && open.roster.twins.length > 0 && isDrawn(1 / 2, stream);
  return {
    calm: oneOf(CALM, stream, 0.5),
    space: {
      ...open,
      seed: `${open.seed} swarm ${number}`,
      rounds: shortest + below(open.rounds - shortest + 1, stream),
      leaders: { eligible: "any", order: "random", limit: oneOf(LEADERS, stream, undefined) },
      partitions: { ...open.partitions, groups, requireQuorum: false, twinsApart: isApart },
      ...typeParts(source, stream),
      ...linkParts(source, stream),
      ...(isDrawn(1 / 4, stream) ? { orders: { atMost: 4 } } : {}),
      ...(isDrawn(1 / 8, stream)
        ? { restarts: { atMost: 1, states: [...source.restartStates] } }
        : {}),
    },
  };
}

/** Half of the types have a hear set, or groups of their own. */
function typeParts({ types }: SwarmSource, stream: RandomStream): Partial<SpaceConfig> {
  const partitions = { groups: { atMost: 2 }, requireQuorum: false, twinsApart: false };
  const chosen = types.filter(() => isDrawn(1 / 2, stream));
  const hears = chosen.filter(() => isDrawn(1 / 2, stream));
  const phases = chosen.filter((type) => !hears.includes(type));
  return {
    ...(hears.length === 0 ? {} : { hears: hears.map((of) => ({ of })) }),
    ...(phases.length === 0 ? {} : { phases: phases.map((of) => ({ of, partitions })) }),
  };
}

/** Single links, on which messages are lost, late or delayed. */
function linkParts({ types }: SwarmSource, stream: RandomStream): Partial<SpaceConfig> {
  if (types.length === 0 || !isDrawn(1 / 2, stream)) return {};
  const some = types.filter(() => isDrawn(1 / 2, stream));
  const effects = EFFECTS.filter(() => isDrawn(1 / 2, stream));
  const atMost = oneOf(MOST_LINKS, stream, 2);
  return {
    exceptions: {
      types: some.length === 0 ? [...types] : some,
      effects: effects.length === 0 ? ["drop"] : effects,
      atMost,
    },
  };
}

const below = (size: number, stream: RandomStream): number => Number(stream.below(BigInt(size)));

const oneOf = <Item>(items: readonly Item[], stream: RandomStream, otherwise: Item): Item =>
  items[below(items.length, stream)] ?? otherwise;

const TWO_TO_32 = 2 ** 32;
const isDrawn = (probability: number, stream: RandomStream): boolean =>
  stream.uint32() < probability * TWO_TO_32;
