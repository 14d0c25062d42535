/** Finds out that the rounds of a suffix repeat themselves without a decision. */
import type { Millis, Round } from "../../protocol/ids.js";
import type { Cycle } from "../../protocol/judging/property.js";
import type { RecurrenceNames } from "../../protocol/protocol.js";
import type { CheckedProtocol } from "../checks/checked-protocol.js";
import type { Node } from "../node.js";
import type { Suffix } from "../script.js";

/** A state of all nodes: when it was there first, and when it was there again. */
interface Sighting {
  readonly from: Round;
  again?: { readonly to: Round; readonly at: Millis };
}

/**
 * Compares the states of all nodes whenever the last honest node enters the first round of a
 * period. Equal states but for the numbers of rounds and the names of blocks, and no commit of an
 * honest node in between: the period repeats itself for ever. Messages in flight are not compared.
 * A state must therefore be there once more, more than Δ after it recurred: by then the messages
 * that honest nodes sent before it recurred have arrived, and have decided nothing.
 */
export class LassoDetector<S extends object, M extends object> {
  readonly #protocol: CheckedProtocol<S, M>;
  readonly #nodes: readonly Node<S>[];
  #suffix: Suffix | undefined;
  /** The first round of the next period. */
  #next = 0;
  readonly #seen = new Map<string, Sighting>();

  constructor(protocol: CheckedProtocol<S, M>, nodes: readonly Node<S>[]) {
    this.#protocol = protocol;
    this.#nodes = nodes;
  }

  /** Begins a run; without a suffix nothing is compared. */
  reset(suffix: Suffix | undefined): void {
    this.#suffix = suffix;
    this.#next = suffix?.first ?? 0;
    this.#seen.clear();
  }

  /** An honest node has committed: no earlier state recurs. */
  committed(): void {
    if (this.#seen.size > 0) this.#seen.clear();
  }

  /** A node has entered a round: the cycle that is complete by that, if one is. */
  entered(now: Millis): Cycle | undefined {
    const suffix = this.#suffix;
    if (suffix === undefined || !this.#nodes.every((node) => this.#hasArrived(node))) {
      return undefined;
    }
    const round = this.#next as Round;
    this.#next += suffix.period;
    const state = this.#state();
    if (state === undefined) return undefined;
    const seen = this.#seen.get(state);
    if (seen === undefined) this.#seen.set(state, { from: round });
    else if (seen.again === undefined) seen.again = { to: round, at: now };
    else if (now > seen.again.at + this.#delta) return { from: seen.from, to: seen.again.to };
    return undefined;
  }

  get #delta(): Millis {
    return this.#nodes[0]?.spec.context.delta ?? 0;
  }

  #hasArrived({ spec: { info }, round }: Node<S>): boolean {
    return !info.honest || round >= this.#next;
  }

  /** The states of all nodes; undefined if the protocol does not say what counts of them. */
  #state(): string | undefined {
    const names = new RelativeNames();
    const texts: string[] = [];
    for (const node of this.#nodes) {
      const text = this.#protocol.recurrence(node, names);
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return names.relative(texts.join("\n"));
  }
}

/** Blocks by first appearance; rounds by their places among all that are mentioned. */
class RelativeNames implements RecurrenceNames {
  readonly #blocks = new Map<string, string>();
  readonly #rounds = new Set<Round>();

  block(id: string): string {
    const known = this.#blocks.get(id) ?? `block${this.#blocks.size}`;
    this.#blocks.set(id, known);
    return known;
  }

  /** A placeholder, until all rounds are known. */
  round(round: Round): string {
    this.#rounds.add(round);
    return `<${round}>`;
  }

  /** The text with rounds in place of placeholders. */
  relative(text: string): string {
    const ascending = [...this.#rounds].sort((one, other) => one - other);
    return text.replace(
      /<(\d+)>/g,
      (_, round: string) => `round${ascending.indexOf(Number(round) as Round)}`,
    );
  }
}
