/** Translates a scenario into link policies: partitions and drops. */
import type { Description } from "../../lib/protocol/description.js";
import type { NodeId, ReplicaId, Round } from "../../lib/protocol/ids.js";
import type { Drop, RoundConfiguration, Semantics } from "../../lib/scenario/model.js";
import type { Envelope, Held, LinkPolicy, Lost } from "../../lib/simulation/network/network.js";
import type { MessageWords } from "../../lib/protocol/message-words.js";
import { lastRoundLink } from "../../lib/simulation/network/network.js";

/** The rounds that a scenario scripts, and what holds after them. */
export interface Script {
  readonly rounds: readonly RoundConfiguration[];
  readonly semantics: Semantics;
  /** The last stabilisation round: R+S. */
  readonly lastRound: Round;
  readonly words: MessageWords;
}

const PARTITIONED: Lost = { kind: "lost", because: "partition" };
const DROPPED: Lost = { kind: "lost", because: "drop" };
const SILENCE: Lost = { kind: "lost", because: "silence" };

/** The link policies of a script; they follow the policy that sets the delay. */
export function scriptedLinks(script: Script, groupings: Groupings): readonly LinkPolicy[] {
  const links = [partitionLink(script, groupings)];
  if (script.rounds.some(({ drops }) => drops.length > 0)) links.push(dropsLink(script));
  links.push(lastRoundLink(script.lastRound, script.words));
  return links;
}

const governingRound = ({ governs }: Semantics, { message, senderRound }: Envelope): Round =>
  governs === "message" ? message.round : senderRound;

/** Nodes in different groups of a round do not hear one another in it. */
function partitionLink({ rounds, semantics }: Script, groupings: Groupings): LinkPolicy {
  return {
    name: "partition",
    apply(envelope, fate) {
      const configuration = rounds[governingRound(semantics, envelope) - 1];
      if (configuration === undefined) return semantics.afterLastRound === "heal" ? fate : SILENCE;
      const groups = groupings.of(configuration);
      return groups[envelope.from.index] === groups[envelope.to.index] ? fate : PARTITIONED;
    },
  };
}

/** The number of each node's group, by the node's index; scenarios share their configurations. */
export class Groupings {
  readonly #indexOf: ReadonlyMap<NodeId, number>;
  readonly #known = new WeakMap<RoundConfiguration, readonly number[]>();

  constructor(nodes: readonly NodeId[]) {
    this.#indexOf = new Map(nodes.map((node, index) => [node, index]));
  }

  of(configuration: RoundConfiguration): readonly number[] {
    const known = this.#known.get(configuration);
    if (known !== undefined) return known;
    const groups = Array.from(this.#indexOf, () => -1);
    configuration.partition.forEach((group, number) => {
      for (const node of group) {
        const index = this.#indexOf.get(node);
        if (index !== undefined && groups[index] === -1) groups[index] = number;
      }
    });
    this.#known.set(configuration, groups);
    return groups;
  }
}

/** Messages that a round's configuration drops inside a group. */
function dropsLink({ rounds, semantics, words }: Script): LinkPolicy {
  const held: Held = { kind: "held", until: rounds.length as Round, because: "drop" };
  const dropped = semantics.drops === "hold" ? held : DROPPED;
  const { repeatedTimeouts } = semantics;
  const copies = new Map<string, number>();
  const isTimeout = ({ message }: Envelope): boolean => words.roleOf(message.type) === "timeout";
  const link: LinkPolicy = {
    name: "drops",
    apply(envelope, fate) {
      const configuration = rounds[governingRound(semantics, envelope) - 1];
      if (configuration === undefined || typeof fate !== "number") return fate;
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

/** Between whom a message of what type goes. */
export interface Ends extends Pick<Envelope, "from" | "to"> {
  readonly message: Pick<Description, "type">;
}

/** The reason for which a configuration stops a message; empty if it does not. */
export function fateUnder(
  configuration: RoundConfiguration,
  ends: Ends,
  words: MessageWords,
): string {
  const group = configuration.partition.find((members) => members.includes(ends.from.id));
  if (group?.includes(ends.to.id) !== true) return "partition";
  return configuration.drops.some((drop) => hits(words, drop, ends)) ? "drop" : "";
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
 * partition and drops.
 */
export function isQuorumless(
  { partition, drops }: RoundConfiguration,
  replicaOf: ReadonlyMap<NodeId, ReplicaId>,
  quorum: number,
  words: MessageWords,
): boolean {
  const reaches = (type: string) =>
    partition.some((group) =>
      group.some((to) => {
        const lost = drops.filter((drop) => drop.to === to && words.means(drop.type, type));
        const heard = group.filter((from) => !lost.some((drop) => drop.from === from));
        return new Set(heard.map((node) => replicaOf.get(node))).size >= quorum;
      }),
    );
  return !words.quorumTypes.some(reaches);
}
