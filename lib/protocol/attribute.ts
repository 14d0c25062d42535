/** Parts of a replica's state that an injected failure may set. */
import type { ReplicaId, Round } from "./ids.js";

/** A part of a replica's state that a fault may set. */
export type Attribute<State extends object> =
  | {
      readonly takes: "round";
      /** What the value is, for people. */
      readonly means: string;
      /** Sets it in the state of a replica. */
      set(state: State, value: Round): void;
    }
  | {
      readonly takes: "replica";
      readonly means: string;
      /** Sets it in the state of a replica. */
      set(state: State, value: ReplicaId): void;
    };
