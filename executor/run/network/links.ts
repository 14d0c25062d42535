/** Translates a scenario into link policies: partitions, hear sets, drops and exceptions. */
import { previousRound } from "../../../lib/protocol/ids.js";
import type { NodeId, ReplicaId, Round } from "../../../lib/protocol/ids.js";
import { usesVersion2 } from "../../../lib/scenario/model.js";
import type {
  Drop,
  ExceptionEffect,
  RoundConfiguration,
  Semantics,
} from "../../../lib/scenario/model.js";
import type {
  Envelope,
  Fate,
  Held,
  LinkPolicy,
  Lost,
} from "../../../lib/simulation/network/network.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { MessageWords } from "../../../lib/protocol/message-words.js";
import { lastRoundLink } from "../../../lib/simulation/network/network.js";
import type { Ends } from "./parts.js";
import { exceptionFor, isHeard, partitionFor } from "./parts.js";
import { configurationOf, isUpForGood } from "./script.js";
import type { Script } from "./script.js";

const PARTITIONED: Lost = { kind: "lost", because: "partition" };
const DROPPED: Lost = { kind: "lost", because: "drop" };
const UNHEARD: Lost = { kind: "lost", because: "hear set" };
const EXCEPTED: Lost = { kind: "lost", because: "exception" };
const SILENCE: Lost = { kind: "lost", because: "silence" };

/** The link policies of a script; they follow the policy that sets the delay. */
export function scriptedLinks(script: Script, groupings: Groupings): readonly LinkPolicy[] {
  const links = [partitionLink(script, groupings)];
  if (script.rounds.some(({ hears }) => hears !== undefined)) links.push(hearSetLink(script));
  if (script.rounds.some(({ drops }) => drops.length > 0)) links.push(dropsLink(script));
  if (script.rounds.some(({ exceptions }) => exceptions !== undefined)) {
    links.push(exceptionLink(script));
  }
  links.push(lastRoundLink(script.lastRound, script.words));
  return links;
}

const governingRound = ({ governs }: Semantics, { message, senderRound }: Envelope): Round =>
  governs === "message" ? message.round : senderRound;

/** Nodes in different groups of a round do not hear one another in it. */
function partitionLink(script: Script, groupings: Groupings): LinkPolicy {
  const { semantics, words } = script;
  return {
    name: "partition",
    apply(envelope, fate) {
      const round = governingRound(semantics, envelope);
      const configuration = configurationOf(script, round);
      if (configuration === undefined) return semantics.afterLastRound === "heal" ? fate : SILENCE;
      if (isUpForGood(script, round, envelope)) return fate;
      const groups = groupings.of(configuration, envelope.message.type, words);
      return groups[envelope.from.index] === groups[envelope.to.index] ? fate : PARTITIONED;
    },
  };
}

/** Only the nodes of a hear set receive the messages that it is for. */
function hearSetLink(script: Script): LinkPolicy {
  return {
    name: "hear set",
    apply(envelope, fate) {
      const round = governingRound(script.semantics, envelope);
      const configuration = configurationOf(script, round);
      if (configuration === undefined || isUpForGood(script, round, envelope)) return fate;
      return isHeard(configuration, envelope, script.words) ? fate : UNHEARD;
    },
  };
}

/** The exceptions of a round. Between honest nodes only delays remain after the scripted rounds. */
function exceptionLink(script: Script): LinkPolicy {
  return {
    name: "exceptions",
    apply(envelope, fate) {
      const round = governingRound(script.semantics, envelope);
      const configuration = configurationOf(script, round);
      if (configuration === undefined || typeof fate !== "number") return fate;
      const exception = exceptionFor(configuration, envelope, script.words);
      if (exception === undefined) return fate;
      const next = fateBy(exception.effect, round, script);
      return typeof next !== "number" && isUpForGood(script, round, envelope) ? fate : next;
    },
  };
}

function fateBy(effect: ExceptionEffect, round: Round, { delta }: Script): Fate {
  if (effect === "drop") return EXCEPTED;
  if (effect === "late") return { kind: "held", until: round, timer: "", because: "late" };
  if ("late" in effect) {
    return { kind: "held", until: round, timer: effect.late, because: `until ${effect.late}` };
  }
  if ("delay" in effect) return Math.ceil((effect.delay * delta) / 2);
  const until = previousRound(effect.hold as Round);
  return { kind: "held", until, because: `until round ${effect.hold}` };
}

/** The number of each node's group, by the node's index; scenarios share their configurations. */
export class Groupings {
  readonly #indexOf: ReadonlyMap<NodeId, number>;
  readonly #known = new WeakMap<RoundConfiguration, readonly number[]>();
  readonly #byType = new WeakMap<RoundConfiguration, Map<string, readonly number[]>>();

  constructor(nodes: readonly NodeId[]) {
    this.#indexOf = new Map(nodes.map((node, index) => [node, index]));
  }

  /** Of messages of a type; a configuration without phases has the same groups for all types. */
  of(configuration: RoundConfiguration, type = "", words?: MessageWords): readonly number[] {
    if (configuration.phases === undefined || words === undefined) {
      return this.#ofRound(configuration);
    }
    let byType = this.#byType.get(configuration);
    if (byType === undefined) {
      byType = new Map();
      this.#byType.set(configuration, byType);
    }
    let groups = byType.get(type);
    if (groups === undefined) {
      groups = this.#numbersOf(partitionFor(configuration, type, words));
      byType.set(type, groups);
    }
    return groups;
  }

  #ofRound(configuration: RoundConfiguration): readonly number[] {
    const known = this.#known.get(configuration);
    if (known !== undefined) return known;
    const groups = this.#numbersOf(configuration.partition);
    this.#known.set(configuration, groups);
    return groups;
  }

  #numbersOf(partition: RoundConfiguration["partition"]): readonly number[] {
    const groups = Array.from(this.#indexOf, () => -1);
    partition.forEach((group, number) => {
      for (const node of group) {
        const index = this.#indexOf.get(node);
        if (index !== undefined && groups[index] === -1) groups[index] = number;
      }
    });
    return groups;
  }
}

/** Messages that a round's configuration drops inside a group. */
function dropsLink(script: Script): LinkPolicy {
  const { rounds, semantics, words } = script;
  const held: Held = { kind: "held", until: rounds.length as Round, because: "drop" };
  const dropped = semantics.drops === "hold" ? held : DROPPED;
  const { repeatedTimeouts } = semantics;
  const copies = new Map<string, number>();
  const isTimeout = ({ message }: Envelope): boolean => words.roleOf(message.type) === "timeout";
  const link: LinkPolicy = {
    name: "drops",
    apply(envelope, fate) {
      const round = governingRound(semantics, envelope);
      const configuration = configurationOf(script, round);
      if (configuration === undefined || typeof fate !== "number") return fate;
      if (isUpForGood(script, round, envelope)) return fate;
      if (!configuration.drops.some((drop) => hits(words, drop, envelope))) return fate;
      if (repeatedTimeouts === "obey" || !isTimeout(envelope)) return dropped;
      const copy = nextCopy(copies, envelope, repeatedTimeouts.override);
      return copy >= repeatedTimeouts.override ? fate : dropped;
    },
  };
  if (repeatedTimeouts === "obey") return link;
  return { ...link, memory: () => [...copies].map((entry) => entry.join(" ")).join(",") };
}

/** Whether a drop takes away a message. */
export const hits = (
  words: MessageWords,
  { from, to, type }: Drop,
  { message, ...ends }: Ends,
): boolean => from === ends.from.id && to === ends.to.id && words.means(type, message.type);

/** The reason for which a configuration stops a message; empty if it does not. */
export function fateUnder(
  configuration: RoundConfiguration,
  ends: Ends,
  words: MessageWords,
): string {
  const partition = partitionFor(configuration, ends.message.type, words);
  const group = partition.find((members) => members.includes(ends.from.id));
  if (group?.includes(ends.to.id) !== true) return "partition";
  if (!isHeard(configuration, ends, words)) return "hear set";
  if (configuration.drops.some((drop) => hits(words, drop, ends))) return "drop";
  return exceptionFor(configuration, ends, words)?.effect === "drop" ? "exception" : "";
}

/** Counts the copies of a timeout on one link, up to the number from which on they are alike. */
function nextCopy(copies: Map<string, number>, envelope: Envelope, most: number): number {
  const key = `${envelope.from.id} ${envelope.to.id} ${envelope.message.round}`;
  const copy = Math.min((copies.get(key) ?? 0) + 1, most);
  copies.set(key, copy);
  return copy;
}

/**
 * Whether no node can receive a round's votes, nor its timeouts, from a quorum of identities after
 * partitions, hear sets, drops and exceptions that lose messages. `isUp`: the links that nothing
 * cuts.
 */
export function isQuorumless(
  configuration: RoundConfiguration,
  nodes: readonly NodeInfo[],
  { quorum, words }: { readonly quorum: number; readonly words: MessageWords },
  isUp?: (from: NodeInfo, to: NodeInfo) => boolean,
): boolean {
  if (isUp === undefined && !usesVersion2(configuration)) {
    return isQuorumlessInGroups(configuration, nodes, { quorum, words });
  }
  const isReached = (to: NodeInfo, type: string): boolean => {
    const message = { type };
    const heard = nodes.filter(
      (from) =>
        isUp?.(from, to) === true || fateUnder(configuration, { from, to, message }, words) === "",
    );
    return new Set(heard.map(({ replica }) => replica)).size >= quorum;
  };
  return !words.quorumTypes.some((type) => nodes.some((to) => isReached(to, type)));
}

/** The same for a configuration of groups and drops alone. */
function isQuorumlessInGroups(
  { partition, drops }: RoundConfiguration,
  nodes: readonly NodeInfo[],
  { quorum, words }: { readonly quorum: number; readonly words: MessageWords },
): boolean {
  const reaches = (type: string) =>
    partition.some((group) =>
      group.some((to) => {
        const lost = drops.filter((drop) => drop.to === to && words.means(drop.type, type));
        const heard = group.filter((from) => !lost.some((drop) => drop.from === from));
        return identitiesOf(heard, nodes).size >= quorum;
      }),
    );
  return !words.quorumTypes.some(reaches);
}

const identitiesOf = (
  some: readonly NodeId[],
  nodes: readonly NodeInfo[],
): ReadonlySet<ReplicaId> =>
  new Set(nodes.flatMap(({ id, replica }) => (some.includes(id) ? replica : [])));
