/** Notes what each event of a run changes in the state of its node, for traces. */
import { blockName } from "../../lib/properties/names.js";
import type { Facts } from "../../lib/protocol/judging/facts.js";
import type { BlockId } from "../../lib/protocol/ids.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import type { TraceEntry } from "../../lib/simulation/trace.js";
import { changesBetween, leavesOf } from "./state-view.js";
import type { StateLeaves } from "./state-view.js";
import type { TraceEvent } from "./trace-format.js";

/** Changes of states take as many characters of a trace, equal ones counted once. */
const MOST_CHARACTERS = 1_000_000;

/** An event that was handled, and the state after it. */
interface Handled {
  readonly at: number;
  readonly node: string;
  readonly state: object;
}

type StateEvent = Extract<TraceEvent, { event: "state" }>;

/**
 * Follows the states of a run. A state is read when the effects of its event were carried out,
 * before anything else happens: by then new blocks have their names.
 */
export class StateLog {
  readonly #states = new Map<string, StateLeaves>();
  readonly #texts = new Set<string>();
  #left = MOST_CHARACTERS;
  #input: Pick<Handled, "at" | "node"> | undefined;
  #handled: Handled | undefined;

  /** The same protocol, of whose states this log learns. */
  watched(protocol: AnyProtocol): AnyProtocol {
    const { remote } = protocol;
    return {
      ...protocol,
      handle: (state, event, context) => {
        const effects = protocol.handle(state, event, context);
        if (this.#input !== undefined) this.#handled = { ...this.#input, state };
        return effects;
      },
      ...(remote && {
        remote: {
          begin: (run) => {
            remote.begin({ ...run, showsStates: true });
          },
          expect: (upcoming) => {
            remote.expect(upcoming);
          },
        },
      }),
    };
  }

  /**
   * What the event before this entry changed; undefined if nothing, or if it goes on. The entry is
   * undefined at the end of the run.
   */
  note(
    entry: TraceEntry<object> | undefined,
    facts: Facts,
    { view = whole }: Pick<AnyProtocol, "view">,
  ): StateEvent | undefined {
    if (entry?.kind === "effect" || entry?.kind === "link") return undefined;
    const handled = this.#handled;
    this.#handled = undefined;
    this.#input = entry && { at: entry.at, node: entry.node.id };
    if (handled === undefined || this.#left <= 0) return undefined;
    const { tree } = facts;
    const nameOf = (id: BlockId) => (tree.blocks.has(id) ? blockName(tree, id) : undefined);
    return this.#changes(handled, leavesOf(view(handled.state), nameOf));
  }

  #changes({ at, node }: Handled, after: StateLeaves): StateEvent | undefined {
    const changes = changesBetween(this.#states.get(node) ?? new Map(), after);
    this.#states.set(node, after);
    if (changes.length === 0) return undefined;
    const text = JSON.stringify(changes);
    if (!this.#texts.has(text)) this.#left -= text.length;
    this.#texts.add(text);
    const event = { at, node, event: "state", changes: changes.map(copied) } as const;
    return this.#left > 0 ? event : { ...event, changes: [], ends: true };
  }
}

const whole = (state: object): unknown => state;

const copied = ({ path, value }: ReturnType<typeof changesBetween>[number]) =>
  value === undefined ? { path: [...path] } : { path: [...path], value };
