/** Compiles what a scenario says of links to tables of receivers. */
import type { Millis } from "../../../lib/protocol/ids.js";
import type { NodeInfo } from "../../../lib/protocol/judging/observed-event.js";
import type { MessageWords } from "../../../lib/protocol/message-words.js";
import { usesVersion2 } from "../../../lib/scenario/model.js";
import type { RoundConfiguration } from "../../../lib/scenario/model.js";
import { passesTheEnd } from "../../../lib/simulation/network/network.js";
import type { Outbound, Routes } from "../../../lib/simulation/network/network.js";
import { fateUnder, hits } from "./links.js";
import type { Groupings } from "./links.js";
import { isTabular } from "./parts.js";
import type { Script } from "./script.js";

type Receivers = readonly NodeInfo[];

const NOBODY: Receivers = [];

/** Who hears whom under one configuration. */
class RoundTable {
  readonly #configuration: RoundConfiguration;
  readonly #words: MessageWords;
  readonly #nodes: Receivers;
  /** By sender: the nodes of its group. */
  readonly #groups: readonly Receivers[];
  /** Whether all messages of a sender reach its group. */
  readonly #isPlain: boolean;
  readonly #usesVersion2: boolean;
  /** By type of message and sender: those that receive it. Made when first asked for. */
  readonly #left = new Map<string, Receivers[]>();

  constructor(
    configuration: RoundConfiguration,
    groups: readonly Receivers[],
    { nodes, words }: RouteTables,
  ) {
    this.#configuration = configuration;
    this.#groups = groups;
    this.#nodes = nodes;
    this.#words = words;
    this.#usesVersion2 = usesVersion2(configuration);
    this.#isPlain = configuration.drops.length === 0 && !this.#usesVersion2;
  }

  receivers({ index }: NodeInfo, type: string): Receivers {
    const group = this.#groups[index] ?? NOBODY;
    if (this.#isPlain) return group;
    let bySender = this.#left.get(type);
    if (bySender === undefined) {
      bySender = [];
      this.#left.set(type, bySender);
    }
    return (bySender[index] ??= this.#receivers(index, type));
  }

  #receivers(index: number, type: string): Receivers {
    const from = this.#nodes[index];
    if (from === undefined) return NOBODY;
    const message = { type };
    const configuration = this.#configuration;
    if (this.#usesVersion2) {
      return this.#nodes.filter(
        (to) => fateUnder(configuration, { from, to, message }, this.#words) === "",
      );
    }
    const { drops } = configuration;
    return (this.#groups[index] ?? NOBODY).filter(
      (to) => !drops.some((drop) => hits(this.#words, drop, { from, to, message })),
    );
  }
}

/** The tables of the configurations of a roster; scenarios share their configurations. */
export class RouteTables {
  readonly nodes: Receivers;
  readonly words: MessageWords;
  readonly #groupings: Groupings;
  readonly #known = new WeakMap<RoundConfiguration, RoundTable>();
  /** Partitions are few: each has its groups once. */
  readonly #partitions = new Map<string, readonly Receivers[]>();

  constructor(nodes: Receivers, words: MessageWords, groupings: Groupings) {
    this.nodes = nodes;
    this.words = words;
    this.#groupings = groupings;
  }

  of(configuration: RoundConfiguration): RoundTable {
    let table = this.#known.get(configuration);
    if (table === undefined) {
      const groups = this.#groupsOf(this.#groupings.of(configuration));
      table = new RoundTable(configuration, groups, this);
      this.#known.set(configuration, table);
    }
    return table;
  }

  #groupsOf(numbers: readonly number[]): readonly Receivers[] {
    const key = numbers.join();
    let groups = this.#partitions.get(key);
    if (groups === undefined) {
      const members = new Map<number, NodeInfo[]>();
      for (const node of this.nodes) {
        const number = numbers[node.index] ?? 0;
        const group = members.get(number);
        if (group === undefined) members.set(number, [node]);
        else group.push(node);
      }
      groups = numbers.map((number) => members.get(number) ?? NOBODY);
      this.#partitions.set(key, groups);
    }
    return groups;
  }
}

/**
 * The links of a script as routes. Undefined where a link holds, delays or counts messages, and
 * where rounds repeat: then each copy must be asked about.
 */
export function scriptedRoutes(
  script: Script,
  tables: RouteTables,
  delay: Millis,
): Routes | undefined {
  const { drops, repeatedTimeouts } = script.semantics;
  const isPlain = drops === "lose" && repeatedTimeouts === "obey";
  if (!isPlain && script.rounds.some((configuration) => configuration.drops.length > 0)) {
    return undefined;
  }
  if (script.semantics.suffix !== undefined || !script.rounds.every(isTabular)) return undefined;
  return new ScriptedRoutes(script, tables, delay);
}

class ScriptedRoutes implements Routes {
  readonly delay: Millis;
  readonly #script: Script;
  readonly #rounds: readonly RoundTable[];
  readonly #byMessage: boolean;
  /** After the last configured round. */
  readonly #after: Receivers;

  constructor(script: Script, tables: RouteTables, delay: Millis) {
    this.delay = delay;
    this.#script = script;
    this.#rounds = script.rounds.map((configuration) => tables.of(configuration));
    this.#byMessage = script.semantics.governs === "message";
    this.#after = script.semantics.afterLastRound === "heal" ? tables.nodes : NOBODY;
  }

  receivers({ from, senderRound, message }: Outbound): Receivers {
    const { round, type } = message;
    if (!passesTheEnd(message, this.#script.lastRound, this.#script.words)) return NOBODY;
    const table = this.#rounds[(this.#byMessage ? round : senderRound) - 1];
    return table === undefined ? this.#after : table.receivers(from, type);
  }
}
