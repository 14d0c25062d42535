/** The hash that names a space, and the ids of its scenarios. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { DEFAULT_SEMANTICS } from "../scenario/model.js";
import type { Roster, Semantics } from "../scenario/model.js";
import { accepted, member, oneOf, refused } from "../scenario/input/problem.js";
import type { Read } from "../scenario/input/problem.js";
import { isJsonObject } from "../scenario/input/reading.js";
import { readSpaceConfig, SPACE_FIELDS } from "./config.js";
import type { SpaceConfig } from "./config.js";
import { PARTS_KEYS } from "./parts/parts-config.js";

/*
 * The hashed description of a space omits fields with default values. So a new field, with a
 * default that keeps the old meaning, does not change the hash of existing spaces.
 */

/** Incremented when the same description begins to mean other scenarios. */
const VERSION = 1;
const HASH_DIGITS = 16;
const FIRST_LISTING = "original";

/** What defines a space besides its roster and its semantics, as JSON; defaults are left out. */
export type SpaceDescription = Readonly<Record<string, unknown>>;

/** How to rebuild a space, given who takes part and the semantics. */
export function describeSpace(config: SpaceConfig): SpaceDescription {
  const { rounds, partitions, leaders, drops, roundConfigurations, seed } = config;
  const { groups, order, limit, requireQuorum, twinsApart, listing } = partitions;
  const isRandom = order === "random" || leaders.order === "random";
  return {
    rounds,
    partitions: {
      groups,
      ...unlessDefault({ order }, "systematic"),
      ...unlessDefault({ limit }, undefined),
      ...unlessDefault({ requireQuorum }, false),
      ...unlessDefault({ twinsApart }, false),
      ...unlessDefault({ listing }, "original"),
    },
    leaders: {
      eligible: leaders.eligible,
      ...unlessDefault({ order: leaders.order }, "systematic"),
      ...unlessDefault({ limit: leaders.limit }, undefined),
    },
    ...(drops.limit === 1 ? {} : { drops: dropsDescription(drops) }),
    ...Object.fromEntries(
      PARTS_KEYS.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]]])),
    ),
    ...(roundConfigurations.limit === undefined ? {} : { roundConfigurations }),
    ...unlessDefault({ arrangement: config.arrangement }, "with-replacement"),
    ...unlessDefault({ roundOrder: config.roundOrder }, "last-fastest"),
    ...unlessDefault({ requireProgress: config.requireProgress }, false),
    ...(isRandom ? { seed } : {}),
  };
}

/** A description without a listing is one of the first version, which knew only the original's. */
const dropsDescription = ({ limit, listing, types }: SpaceConfig["drops"]): SpaceDescription => ({
  limit,
  ...unlessDefault({ listing }, FIRST_LISTING),
  ...unlessDefault({ types }, undefined),
});

/** A field, unless its value is the default. */
const unlessDefault = (field: SpaceDescription, standard: unknown): SpaceDescription =>
  Object.values(field)[0] === standard ? {} : field;

/** Names a space with its semantics: equal names, equal scenarios under every number. */
export function spaceHash(config: SpaceConfig): string {
  const { replicas, twins, faulty } = config.roster;
  const { governs, afterLastRound, drops, repeatedTimeouts, relay, suffix } = config.semantics;
  const semantics = {
    ...unlessDefault({ governs }, DEFAULT_SEMANTICS.governs),
    ...unlessDefault({ afterLastRound }, DEFAULT_SEMANTICS.afterLastRound),
    ...unlessDefault({ drops }, DEFAULT_SEMANTICS.drops),
    ...unlessDefault({ repeatedTimeouts }, DEFAULT_SEMANTICS.repeatedTimeouts),
    ...unlessDefault({ relay: relay ?? "nothing" }, "nothing"),
    ...unlessDefault({ suffix }, undefined),
  };
  const named = [VERSION, { replicas, twins, faulty }, describeSpace(config), semantics];
  const digest = sha256(utf8ToBytes(`twins space ${JSON.stringify(named)}`));
  return bytesToHex(digest).slice(0, HASH_DIGITS);
}

const ELSEWHERE: readonly string[] = ["replicas", "twins", "faulty", "semantics"];
const DESCRIBED = Object.keys(SPACE_FIELDS).filter((field) => !ELSEWHERE.includes(field));

/** Reads what {@link describeSpace} has made: the config, or every problem with its path. */
export function readSpaceDescription(
  description: SpaceDescription,
  roster: Roster,
  semantics: Semantics,
): Read<SpaceConfig> {
  const { replicas, twins, faulty } = roster;
  const unknown = Object.keys(description).filter((key) => !DESCRIBED.includes(key));
  const { drops: given } = description;
  const drops = isJsonObject(given) ? { drops: { listing: FIRST_LISTING, ...given } } : {};
  const read = readSpaceConfig({
    ...{ ...description, ...drops },
    ...{ replicas, twins, faulty, semantics },
  });
  if (unknown.length === 0) return read;
  return refused([
    ...unknown.map((key) => ({
      path: member("", key),
      wrong: "is not a known key",
      allowed: oneOf(DESCRIBED),
    })),
    ...(read.ok ? [] : read.problems),
  ]);
}

/** The id of a scenario: the hash of its space, a colon and its number in hexadecimal. */
export const scenarioId = (hash: string, index: bigint): string => `${hash}:${index.toString(16)}`;

/** The number of a scenario in a space, from its id; an id of another space is refused. */
export function indexOfId(id: string, hash: string): Read<bigint> {
  const parts = /^([0-9a-f]{16}):([0-9a-f]{1,4096})$/.exec(id);
  const [, space, index] = parts ?? [];
  if (space === undefined || index === undefined) {
    const allowed = `a scenario's id, ${hash}: with a number in hexadecimal`;
    return refused([{ path: "", wrong: `${JSON.stringify(id)} is not an id`, allowed }]);
  }
  if (space !== hash) {
    const wrong = `${id} is of another space, of other semantics or of another version`;
    return refused([{ path: "", wrong, allowed: `ids that begin with ${hash}:` }]);
  }
  return accepted(BigInt(`0x${index}`));
}
