/** The state that the modules of a replica share while one event is handled. */
import type { ReplicaContext } from "../../protocol/host/context.js";
import type { Effect } from "../../protocol/host/effect.js";
import type { ReplicaId, Round } from "../../protocol/ids.js";
import type { Genesis } from "./messages/genesis.js";
import type { DiemMessage } from "./messages/messages.js";
import type { Rules } from "./rules.js";
import type { DiemState } from "./state.js";

/** The message that is being processed, for a sync that it may trigger. */
export interface Trigger {
  readonly sender: ReplicaId;
  readonly round: Round;
}

/** The data that every procedure uses while one event is handled. */
export interface Replica {
  readonly state: DiemState;
  readonly context: ReplicaContext;
  readonly rules: Rules;
  readonly genesis: Genesis;
  /** The effects so far, in order. */
  readonly effects: Effect<DiemMessage>[];
  readonly trigger: Trigger | null;
}
