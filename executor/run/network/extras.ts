/** What a scenario says besides its links: relays, restarts, and the order of arrivals. */
import type { Millis, Round } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type {
  ArrivalOrder,
  RelayRule,
  ScriptedRestart,
  Suffix,
} from "../../../lib/simulation/script.js";
import { configurationOf } from "./script.js";
import type { Script } from "./script.js";

/** The parts of a world that a scenario of version 2 sets. */
export interface Extras {
  readonly relay: RelayRule | undefined;
  readonly restarts: readonly ScriptedRestart[] | undefined;
  readonly arrivalOrder: ArrivalOrder | undefined;
  readonly holdsForTimers: boolean;
}

const NONE: Extras = {
  relay: undefined,
  restarts: undefined,
  arrivalOrder: undefined,
  holdsForTimers: false,
};

/** What a script says besides its links. `delay`: how long a message takes. */
export function extrasOf(script: Script, delay: Millis): Extras {
  const { rounds, semantics } = script;
  const { relay = "nothing" } = semantics;
  const isPlain = rounds.every(
    ({ exceptions, restarts, order }) =>
      exceptions === undefined && restarts === undefined && order === undefined,
  );
  if (isPlain && relay === "nothing") return NONE;
  return {
    relay: relay === "nothing" ? undefined : { what: relay, after: rounds.length as Round, delay },
    restarts: restartsOf(script),
    arrivalOrder: rounds.some(({ order }) => order !== undefined)
      ? arrivalOrderOf(script)
      : undefined,
    holdsForTimers: rounds.some(({ exceptions = [] }) => exceptions.some(isLate)),
  };
}

const isLate = ({ effect }: { readonly effect: unknown }): boolean =>
  effect === "late" || (typeof effect === "object" && effect !== null && "late" in effect);

/**
 * The rounds that repeat, if a livelock in them is one of the protocol: honest replicas lead all of
 * them, and honest nodes make a quorum.
 */
export function suffixOf(
  { rounds, semantics: { suffix } }: Script,
  nodes: readonly NodeInfo[],
  quorum: number,
): Suffix | undefined {
  if (suffix === undefined) return undefined;
  const honest = new Set(nodes.flatMap((node) => (node.honest ? node.replica : [])));
  const repeated = rounds.slice(-suffix.period);
  if (honest.size < quorum || !repeated.every(({ leader }) => honest.has(leader))) return undefined;
  return { first: (rounds.length + 1) as Round, period: suffix.period };
}

function restartsOf({ rounds }: Script): readonly ScriptedRestart[] | undefined {
  const restarts = rounds.flatMap(({ restarts = [] }, index) =>
    restarts.map((restart) => ({ ...restart, round: (index + 1) as Round })),
  );
  return restarts.length === 0 ? undefined : restarts;
}

/**
 * The nodes as judges see them: one that restarts without its state has broken its promises, and is
 * honest no longer.
 */
export function judgedNodes(
  nodes: readonly NodeInfo[],
  restarts: readonly ScriptedRestart[] | undefined,
): readonly NodeInfo[] {
  if (restarts === undefined) return nodes;
  const forgetful = new Set(restarts.flatMap(({ node, state }) => (state === "none" ? node : [])));
  if (forgetful.size === 0) return nodes;
  return nodes.map((node) => (forgetful.has(node.id) ? { ...node, honest: false } : node));
}

/** Messages of a round with a seed arrive in an order drawn from it. */
function arrivalOrderOf(script: Script): ArrivalOrder {
  return ({ from, to, message: { round, type } }) => {
    const seed = configurationOf(script, round)?.order;
    if (seed === undefined) return undefined;
    let hash = mixed(seed, round);
    hash = mixed(hash, from.index);
    hash = mixed(hash, to.index);
    for (let at = 0; at < type.length; at++) hash = mixed(hash, type.charCodeAt(at));
    return hash;
  };
}

/** A well-mixed number of 32 bits that depends on both (the finalizer of MurmurHash3). */
function mixed(hash: number, value: number): number {
  let mix = Math.imul(hash ^ value, 0x85ebca6b) + 0x9e3779b9;
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
