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
import { linksQuestion } from "../sharing/questions.js";
import type { Questions } from "../sharing/questions.js";
import type { Script } from "./script.js";

type Receivers = readonly NodeInfo[];

const NOBODY: Receivers = [];

/** Who hears whom under one configuration. */
class RoundTable {
  /** Whether it says all that the configuration says of links. */
  readonly isTabular: boolean;
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
    this.isTabular = isTabular(configuration);
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
  telling: Telling,
): Routes | undefined {
  const { rounds, semantics } = script;
  const { drops, repeatedTimeouts, suffix } = semantics;
  const isPlain = drops === "lose" && repeatedTimeouts === "obey";
  if (!isPlain && rounds.some((configuration) => configuration.drops.length > 0)) return undefined;
  if (suffix !== undefined) return undefined;
  const roundTables: RoundTable[] = [];
  for (const configuration of rounds) {
    const table = tables.of(configuration);
    if (!table.isTabular) return undefined;
    roundTables.push(table);
  }
  return new ScriptedRoutes(script, { rounds: roundTables, everybody: tables.nodes }, telling);
}

/** What routes tell besides receivers, and to whom they tell what was asked of a scenario. */
interface Telling {
  readonly delay: Millis;
  readonly questions?: Questions | undefined;
}

class ScriptedRoutes implements Routes {
  readonly delay: Millis;
  readonly #script: Script;
  readonly #rounds: readonly RoundTable[];
  readonly #byMessage: boolean;
  /** After the last configured round. */
  readonly #after: Receivers;
  readonly #questions: Questions | undefined;

  constructor(
    script: Script,
    {
      rounds,
      everybody,
    }: { readonly rounds: readonly RoundTable[]; readonly everybody: Receivers },
    { delay, questions }: Telling,
  ) {
    this.delay = delay;
    this.#questions = questions;
    this.#script = script;
    this.#rounds = rounds;
    this.#byMessage = script.semantics.governs === "message";
    this.#after = script.semantics.afterLastRound === "heal" ? everybody : NOBODY;
  }

  receivers({ from, senderRound, message }: Outbound): Receivers {
    const { round, type } = message;
    if (!passesTheEnd(message, this.#script.lastRound, this.#script.words)) return NOBODY;
    const governing = this.#byMessage ? round : senderRound;
    const table = this.#rounds[governing - 1];
    if (table === undefined) return this.#after;
    this.#questions?.note(linksQuestion(governing));
    return table.receivers(from, type);
  }
}
