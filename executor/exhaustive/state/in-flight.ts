/** The messages of a stopped run that are in flight. */
import type { Effect } from "../../../lib/protocol/host/effect.js";
import type { BlockId, Round } from "../../../lib/protocol/ids.js";
import type { RunSnapshot } from "../../../lib/simulation/snapshot.js";
import type { MessageWords } from "../../../lib/protocol/message-words.js";
import type { AnyProtocol } from "../../../lib/protocol/protocol.js";

type Run = RunSnapshot<object, object>;

/** The messages of a run in flight, held, being handled or about to be sent. */
export class InFlight {
  readonly messages: readonly object[];
  /** Those about to be sent, by the node that the run has stopped at. */
  readonly outgoing: readonly object[];
  /** The rounds of votes, timeouts and proposals. */
  readonly rounds: readonly Round[];
  /** Blocks that are proposed or voted for. */
  readonly blocks: readonly BlockId[];
  readonly #protocol: AnyProtocol;
  /** By round: the nodes that will receive or send a message of it. */
  readonly #receivers = new Map<Round, number>();

  constructor(run: Run, protocol: AnyProtocol, words: MessageWords) {
    this.#protocol = protocol;
    const { scheduler, held, task } = run;
    const messages: object[] = [];
    const rounds: Round[] = [];
    const blocks: BlockId[] = [];
    const note = (payload: object, index: number): void => {
      messages.push(payload);
      const { type, round, block } = protocol.describe(payload);
      this.#receivers.set(round, this.receivers(round) | (1 << index));
      if (!words.isSync(type)) rounds.push(round);
      if (block !== undefined) blocks.push(block.id);
    };
    for (const [, item] of scheduler.items) {
      if ("payload" in item) note(item.payload, item.to.index);
    }
    for (const { delivery } of held) note(delivery.payload, delivery.to.index);
    if (task?.event?.kind === "message") note(task.event.message, task.node.index);
    this.outgoing = outgoingMessages(run);
    if (task !== undefined) for (const message of this.outgoing) note(message, task.node.index);
    this.messages = messages;
    this.rounds = rounds;
    this.blocks = blocks;
  }

  roundOf(message: object): Round {
    return this.#protocol.describe(message).round;
  }

  /** The nodes that will receive or send a message of a round: a bit for each index. */
  receivers(round: Round): number {
    return this.#receivers.get(round) ?? 0;
  }
}

/** What a run that stopped among effects is still to do. */
export const pendingEffects = ({ task }: Run): readonly Effect<object>[] =>
  task === undefined ? [] : task.effects.slice(task.next);

const outgoingMessages = (run: Run): object[] =>
  pendingEffects(run).flatMap((effect) =>
    effect.kind === "send" || effect.kind === "broadcast" ? effect.message : [],
  );
