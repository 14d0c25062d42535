/** DiemBFT v4 as a protocol: dispatches events to the modules of the paper. */
import { unreachable } from "../../protocol/assert.js";
import type { ReplicaContext } from "../../protocol/context.js";
import type { CryptoSuite } from "../../protocol/crypto.js";
import type { MessageType } from "../../protocol/description.js";
import type { Effect } from "../../protocol/effect.js";
import type { Event } from "../../protocol/event.js";
import type { ReplicaId } from "../../protocol/ids.js";
import { defineProtocol } from "../../protocol/module.js";
import type { Protocol } from "../../protocol/protocol.js";
import { attributes } from "./durability/attributes.js";
import { breaches, rulesWith, UNDETECTED } from "./bugs/bugs.js";
import type { BugName } from "./bugs/bugs.js";
import { exploration } from "./exploration.js";
import { genesis } from "./messages/genesis.js";
import type { Genesis } from "./messages/genesis.js";
import { getLeader } from "./leader-election.js";
import * as main from "./main.js";
import { PROPOSAL, SYNC_REQUEST, SYNC_RESPONSE, TIMEOUT, VOTE } from "./messages/messages.js";
import type { DiemMessage } from "./messages/messages.js";
import { promises, properties } from "./properties/all.js";
import { durability } from "./durability/restore.js";
import type { Replica } from "./replica.js";
import { correctRules } from "./rules.js";
import type { Rules } from "./rules.js";
import { initialState, progress } from "./state.js";
import type { DiemState } from "./state.js";
import { verifyMessage } from "./messages/verify.js";
import { wording } from "./messages/wording.js";

const NAME = "diembft";
const SYNC = "sync";

const MESSAGE_TYPES: readonly MessageType[] = [
  { type: PROPOSAL, role: "proposal" },
  { type: VOTE, role: "vote" },
  { type: TIMEOUT, role: "timeout" },
  { type: SYNC_REQUEST, phase: SYNC, role: "request" },
  { type: SYNC_RESPONSE, phase: SYNC, role: "response" },
];

/** DiemBFT v4 as the tools know it, with its bugs. */
export const diembftModule = defineProtocol({
  name: NAME,
  bugs: breaches,
  undetected: UNDETECTED,
  create: (names: readonly BugName[]) => diembft(rulesWith(names)),
});

/** DiemBFT as a protocol with all that it offers beyond what every protocol must. */
export type DiemProtocol = Protocol<DiemState, DiemMessage> &
  Required<
    Pick<
      Protocol<DiemState, DiemMessage>,
      "progress" | "properties" | "durability" | "exploration" | "leaderOf"
    >
  >;

/** DiemBFT v4 under the given rules: the paper's, or those of an injected bug (`bugs.ts`). */
export function diembft(rules: Rules = correctRules): DiemProtocol {
  const geneses = new WeakMap<CryptoSuite, Genesis>();
  return {
    name: NAME,
    messageTypes: MESSAGE_TYPES,
    promises,
    properties,
    wording,
    init: (context) => initialState(genesisOf(context, geneses)),
    describe: (message) => message.description,
    progress,
    attributes,
    durability: durability(rules),
    leaderOf: (state, round, context) => getLeader({ state, context }, round),
    exploration: exploration(rules),
    handle: (state, event, context) => handle({ state, context, rules }, event),
  };
}

/** The genesis of a suite, computed for its first replica. */
function genesisOf(context: ReplicaContext, geneses: WeakMap<CryptoSuite, Genesis>): Genesis {
  const known = geneses.get(context.crypto);
  if (known !== undefined) return known;
  const first = genesis(context);
  geneses.set(context.crypto, first);
  return first;
}

type HandlerInput = Pick<Replica, "state" | "context" | "rules">;

function handle({ state, context, rules }: HandlerInput, event: Event<DiemMessage>) {
  const effects: Effect<DiemMessage>[] = [];
  const { genesis } = state;
  switch (event.kind) {
    case "start":
      main.start({ state, context, rules, genesis, effects, trigger: null });
      break;
    case "timer":
      main.processTimer({ state, context, rules, genesis, effects, trigger: null }, event.timer);
      break;
    case "request":
      main.processRequest(
        { state, context, rules, genesis, effects, trigger: null },
        event.request,
      );
      break;
    case "message": {
      const { message } = event;
      const verified = verifyMessage({ context, rules, genesis }, message);
      if (typeof verified === "string") {
        effects.push({ kind: "refused", message, because: verified });
        break;
      }
      const trigger = { sender: senderOf(message), round: message.description.round };
      main.processMessage({ state, context, rules, genesis, effects, trigger }, verified);
      break;
    }
    default:
      unreachable(event);
  }
  return effects;
}

const senderOf = (message: DiemMessage): ReplicaId =>
  message.kind === "timeout" ? message.tmoInfo.sender : message.sender;
