/**
 * Simplex-style protocols: a view ends with a certificate for a block or with one to skip it, and a
 * proposal proves that all views after its parent are skipped. What Simplex and its two-round
 * variant share. It is written with nothing but the contract.
 */
import { FIRST_ROUND, leaderInTurn } from "../../protocol/index.js";
import type { MessageType, Protocol } from "../../protocol/index.js";
import { describe, messageWords } from "./messages.js";
import type { Message, Proposal } from "./messages.js";
import { doneIn, initialState, progress } from "./replica.js";
import { recurrence } from "./recurrence.js";
import type { Replica, State } from "./replica.js";
import type { Rules } from "./rules.js";
import { whyInvalid } from "./verify.js";
import { advance, enterView, nullify, vote } from "./views.js";
import { countNullify, countVote, takePath } from "./votes.js";

/** What makes a protocol of this family. */
export interface SimplexStyleOptions extends Pick<Protocol<State, Message>, "name" | "promises"> {
  /** As in the contract: the signers of a certificate. */
  quorum?(replicas: number, faulty: number): number;
  /** As in the contract: the fewest replicas that it is for. */
  replicas?(faulty: number): number;
  readonly rules: Rules;
}

/** A protocol of this family. */
export const simplexStyle = ({
  rules,
  ...options
}: SimplexStyleOptions): Protocol<State, Message> => ({
  ...options,
  messageTypes: messageTypesOf(rules),
  leaderOf: (_, view, context) => leaderInTurn(context, view),
  init: initialState,
  describe: (message) => describe(message, rules),
  progress,
  recurrence,
  wording: { message: messageWords },
  handle(state, event, context) {
    const replica: Replica = { state, context, rules, effects: [] };
    if (event.kind === "start") enterView(replica, FIRST_ROUND, "start");
    else if (event.kind === "timer") onTimeout(replica);
    else if (event.kind === "message") {
      const { message, from } = event;
      const because = whyInvalid(message, from, replica);
      if (because === null) take(replica, message);
      else replica.effects.push({ kind: "refused", message, because });
    }
    return replica.effects;
  },
});

/** In the order of a view. */
const messageTypesOf = ({ finalizes }: Rules): readonly MessageType[] => [
  { type: "proposal", role: "proposal" },
  { type: "notarize", role: "vote" },
  { type: "nullify", role: "timeout" },
  { type: "certificate" },
  ...(finalizes ? [{ type: "finalize", role: "vote" } as const] : []),
];

function onTimeout(replica: Replica): void {
  const { state, rules } = replica;
  if (!rules.mayNullify(doneIn(state, state.view))) return;
  nullify(replica);
  advance(replica);
}

/** Certificates that a message brings are taken before it. */
function take(replica: Replica, message: Message): void {
  switch (message.kind) {
    case "proposal":
      takePath(replica, { certified: message.block.justify, skipped: message.skipped });
      keep(replica, message);
      break;
    case "notarize":
    case "finalize":
      countVote(replica, message);
      break;
    case "nullify":
      takePath(replica, message.path);
      countNullify(replica, message);
      break;
    case "certificate":
      takePath(replica, message.path);
  }
  advance(replica);
}

/** The first proposal of a view counts. */
function keep(replica: Replica, proposal: Proposal): void {
  const { state } = replica;
  const { view } = proposal.block;
  if (view < state.view) return;
  state.proposals = [...state.proposals, proposal];
  if (view === state.view) vote(replica);
}
