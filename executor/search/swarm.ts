/**
 * Swarm testing: scenarios of many spaces, each of which has some of what a round can be, drawn at
 * random, and leaves out the rest (Groce et al., ISSTA 2012). What is left out cannot hide what the
 * rest would show.
 */
import { randomStream } from "../../lib/random.js";
import type { RandomStream } from "../../lib/random.js";
import type { ExceptionEffect, RoundConfiguration, Scenario } from "../../lib/scenario/model.js";
import { notationOf } from "../../lib/scenario/notation.js";
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
const CALM = [0.25, 0.5, 0.75];
/** The probabilities with which a round is disturbed as the one before it, or led as it. */
const LASTING = [0, 0.25, 0.5, 0.75];
const GROUPS = [1, { atMost: 2 }, { atMost: 2 }, { atMost: 3 }];
/** The probabilities with which a type of messages has a hear set, or groups of its own. */
const HEARD = [0.5, 0.75, 1];
const PARTED = [0, 0, 0.5, 1];
/** How many hear a type at most; undefined: as many as there are. */
const HEARERS = [undefined, undefined, 1, 2];
const MOST_LINKS = [1, 2, 4];
const EFFECTS: readonly ExceptionEffect[] = ["drop", "late", { delay: 0 }, { delay: 2 }];

/** How many rounds a scenario has at least: the suffix repeats so many. */
export const shortestOf = ({ semantics }: SpaceConfig): number => semantics.suffix?.period ?? 1;

/** Draws without end; nothing if the config leaves nothing to choose. */
export function* swarm(source: SwarmSource): Draws {
  for (let number = 0; ; number++) {
    const stream = randomStream(source.open.seed, "swarm", number.toString());
    const draws = mixed(spaceOf(source, number, stream), oneOf(CALM, stream, 0.5));
    const lasting = oneOf(LASTING, stream, 0);
    for (let drawn = 0; drawn < DRAWS_OF_A_SPACE; drawn++) {
      const { value: scenario } = draws.next();
      if (scenario !== undefined) yield withSpells(scenario, lasting, stream);
      else if (drawn === 0) return;
      else break;
    }
  }
}

/** Disturbances that last for some rounds, and leaders who lead several in a row. */
function withSpells({ id, rounds }: Scenario, lasting: number, stream: RandomStream): Scenario {
  if (lasting === 0) return { id, rounds };
  const spells: RoundConfiguration[] = [];
  for (const round of rounds) {
    const before = spells.at(-1) ?? round;
    const { leader } = isDrawn(lasting / 2, stream) ? before : round;
    const base = isDrawn(lasting, stream) ? before : round;
    const { restarts, ...rest } = base;
    const own = base === round ? restarts : round.restarts;
    spells.push({ ...rest, leader, ...(own && { restarts: own }) });
  }
  return { id: notationOf(spells), rounds: spells };
}

function spaceOf(source: SwarmSource, number: number, stream: RandomStream): SpaceConfig {
  const { open } = source;
  const shortest = shortestOf(open);
  const longer = open.rounds - shortest + 1;
  const groups = oneOf(GROUPS, stream, { atMost: 2 });
  return {
    ...open,
    seed: `${open.seed} swarm ${number}`,
    rounds: shortest + Math.max(below(longer, stream), below(longer, stream)),
    partitions: { ...open.partitions, groups, requireQuorum: false },
    ...typeParts(source, stream),
    ...linkParts(source, stream),
    ...(isDrawn(1 / 8, stream) ? { orders: { atMost: 4 } } : {}),
    ...(isDrawn(1 / 8, stream)
      ? { restarts: { atMost: 1, states: [...source.restartStates] } }
      : {}),
  };
}

/** Who hears which types of messages, and which have groups of their own. */
function typeParts({ types }: SwarmSource, stream: RandomStream): Partial<SpaceConfig> {
  const partitions = { groups: { atMost: 2 }, requireQuorum: false, twinsApart: false };
  const heard = oneOf(HEARD, stream, 1);
  const parted = oneOf(PARTED, stream, 0);
  const atMost = oneOf(HEARERS, stream, undefined);
  const hears = types.filter(() => isDrawn(heard, stream));
  const phases = types.filter(() => isDrawn(parted, stream));
  return {
    ...(hears.length === 0 ? {} : { hears: hears.map((of) => ({ of, atMost })) }),
    ...(phases.length === 0 ? {} : { phases: phases.map((of) => ({ of, partitions })) }),
  };
}

/** Single links, on which messages are lost, late or delayed. */
function linkParts({ types }: SwarmSource, stream: RandomStream): Partial<SpaceConfig> {
  if (types.length === 0 || !isDrawn(1 / 4, stream)) return {};
  const some = types.filter(() => isDrawn(1 / 2, stream));
  const effects = EFFECTS.filter(() => isDrawn(1 / 2, stream));
  return {
    exceptions: {
      types: some.length === 0 ? [...types] : some,
      effects: effects.length === 0 ? ["drop"] : effects,
      atMost: oneOf(MOST_LINKS, stream, 2),
    },
  };
}

const below = (size: number, stream: RandomStream): number => Number(stream.below(BigInt(size)));

const oneOf = <Item>(items: readonly Item[], stream: RandomStream, otherwise: Item): Item =>
  items[below(items.length, stream)] ?? otherwise;

const TWO_TO_32 = 2 ** 32;
const isDrawn = (probability: number, stream: RandomStream): boolean =>
  stream.uint32() < probability * TWO_TO_32;
