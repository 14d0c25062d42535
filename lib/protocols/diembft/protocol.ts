/** DiemBFT v4 as a protocol: dispatches events to the modules of the paper. */
import { unreachable } from "../../protocol/assert.js";
import type { ReplicaContext } from "../../protocol/host/context.js";
import type { CryptoSuite } from "../../protocol/crypto.js";
import type { MessageType } from "../../protocol/description.js";
import type { Effect } from "../../protocol/host/effect.js";
import type { Event } from "../../protocol/host/event.js";
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
import { accountability } from "./properties/accountability.js";
import { furtherProperties, promises, properties } from "./properties/all.js";
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
  const genesisOf = genesisOfSuite();
  return {
    name: NAME,
    messageTypes: MESSAGE_TYPES,
    promises,
    properties,
    furtherProperties,
    accountability,
    wording,
    init: (context) => initialState(genesisOf(context)),
    describe: (message) => message.description,
    progress,
    attributes,
    durability: durability(rules),
    leaderOf: (state, round, context) => getLeader({ state, context }, round),
    exploration: exploration(rules),
    handle: (state, event, context) => handle({ state, context, rules }, event),
  };
}

/** The genesis of a suite, computed for its first replica: all of a run have one suite. */
function genesisOfSuite(): (context: ReplicaContext) => Genesis {
  let suite: CryptoSuite | undefined;
  let last: Genesis | undefined;
  return (context) => {
    if (last !== undefined && suite === context.crypto) return last;
    suite = context.crypto;
    last = genesis(context);
    return last;
  };
}

type HandlerInput = Pick<Replica, "state" | "context" | "rules">;

function handle({ state, context, rules }: HandlerInput, event: Event<DiemMessage>) {
  const effects: Effect<DiemMessage>[] = [];
  const { genesis } = state;
  const trigger = event.kind === "message" ? event.message.description : null;
  const replica: Replica = { state, context, rules, genesis, effects, trigger };
  switch (event.kind) {
    case "start":
      main.start(replica);
      break;
    case "timer":
      main.processTimer(replica, event.timer);
      break;
    case "request":
      main.processRequest(replica, event.request);
      break;
    case "message": {
      const { message } = event;
      const verified = verifyMessage(replica, message);
      if (typeof verified !== "string") main.processMessage(replica, verified);
      else effects.push({ kind: "refused", message, because: verified });
      break;
    }
    default:
      unreachable(event);
  }
  return effects;
}
