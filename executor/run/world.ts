/** The options of runs, and what all scenarios of a roster share. */
import { structuralSuite, structuralSuites } from "../../lib/crypto/structural.js";
import type { CryptoSuite } from "../../lib/protocol/crypto.js";
import type { Millis, Round } from "../../lib/protocol/ids.js";
import type { NodeInfo } from "../../lib/protocol/judging/observed-event.js";
import type { Memo } from "../../lib/protocol/memos/memo.js";
import { validatorSet } from "../../lib/protocol/validators.js";
import type { ValidatorSet } from "../../lib/protocol/validators.js";
import type { AnyProperty } from "../../lib/properties/all.js";
import type { AnyProtocol, Protocol } from "../../lib/protocol/protocol.js";
import { DEFAULT_SEMANTICS, DEFAULT_STABILIZATION } from "../../lib/scenario/model.js";
import type {
  Roster,
  RoundConfiguration,
  Semantics,
  Stabilization,
} from "../../lib/scenario/model.js";
import type { ScenarioFileHeader } from "../../lib/scenario/formats/file-header.js";
import type { Space } from "../../lib/space/space.js";
import { honestReplicas, rosterNodes } from "../../lib/scenario/roster.js";
import { MessageWords } from "../../lib/protocol/message-words.js";
import { Groupings, isQuorumless } from "./network/links.js";

/** All inputs of a run besides the scenario. */
export interface RunOptions<State extends object = object, Message extends object = object> {
  readonly protocol: Protocol<State, Message>;
  /** The properties to judge, in the order of reports; default: those of the protocol. */
  readonly properties?: readonly AnyProperty[];
  readonly roster: Roster;
  readonly stabilization?: Stabilization;
  readonly semantics?: Semantics;
  /** Δ; default: 800 ms. */
  readonly delta?: Millis;
  /** The delay of every message; default: 100 ms. */
  readonly delay?: Millis;
  /** Makes the signature suite of one run; default: structural. */
  readonly suite?: () => CryptoSuite;
  /** Makes the memo of one run; default: one without a bound. */
  readonly memo?: () => Memo;
  /** The first round that counts as stable, where it is declared. */
  readonly stableFrom?: Round;
  readonly limits?: { readonly events: number; readonly time: Millis };
  /** Whether a protocol that changes a message after it was sent is found; default: false. */
  readonly freezeMessages?: boolean;
}

/** Options that take from a space, or from a scenario file, what they do not say themselves. */
export type RunnerOptions<State extends object = object, Message extends object = object> =
  | RunOptions<State, Message>
  | (Partial<RunOptions<State, Message>> &
      Pick<RunOptions<State, Message>, "protocol"> & {
        /** Brings the roster and the semantics. */
        readonly space: Pick<Space, "config">;
      })
  | (Partial<RunOptions<State, Message>> &
      Pick<RunOptions<State, Message>, "protocol"> & {
        /** Brings the roster, the semantics and the stabilisation. */
        readonly header: ScenarioFileHeader;
      });

/** Options with defaults in place of what is left open. */
export function completeOptions<State extends object, Message extends object>(
  given: RunnerOptions<State, Message>,
): RunOptions<State, Message> & Required<Pick<RunOptions, keyof typeof DEFAULT_OPTIONS>> {
  const defaults = { ...DEFAULT_OPTIONS, suite: structuralSuites() };
  if ("space" in given) {
    const { roster, semantics } = given.space.config;
    return { ...defaults, roster, semantics, ...given };
  }
  if ("header" in given) {
    const { roster, semantics, stabilization } = given.header;
    return { ...defaults, roster, semantics, stabilization, ...given };
  }
  return { ...defaults, ...given };
}

/** Beyond these a run is inconclusive: far above what any scenario of a sane space needs. */
export const DEFAULT_LIMITS = { events: 1_000_000, time: 24 * 60 * 60 * 1000 } as const;

export const DEFAULT_OPTIONS = {
  stabilization: DEFAULT_STABILIZATION,
  semantics: DEFAULT_SEMANTICS,
  delta: 800,
  delay: 100,
  suite: structuralSuite,
  limits: DEFAULT_LIMITS,
} as const;

/** Options with nothing left open. */
export type CompleteOptions = RunOptions & Required<Pick<RunOptions, keyof typeof DEFAULT_OPTIONS>>;

/** The inputs that all scenarios of a roster share. */
export interface Topology {
  readonly validators: ValidatorSet;
  readonly nodes: readonly NodeInfo[];
  readonly groupings: Groupings;
  readonly words: MessageWords;
  /** Whether no quorum can form under a configuration; scenarios share their configurations. */
  isQuorumless(configuration: RoundConfiguration): boolean;
}

/** The parts of a protocol on which a topology depends. */
type CastOptions = Pick<AnyProtocol, "messageTypes" | "quorum">;

export function topologyOf(roster: Roster, { messageTypes, quorum }: CastOptions): Topology {
  const honest = honestReplicas(roster);
  const nodes = rosterNodes(roster).map(({ id, replica }, index) => ({
    id,
    index,
    replica,
    honest: honest.includes(replica),
  }));
  const { replicas, faulty } = roster;
  const validators = validatorSet(replicas, faulty, quorum?.(replicas.length, faulty));
  const words = new MessageWords(messageTypes);
  const groupings = new Groupings(nodes.map(({ id }) => id));
  const known = new WeakMap<RoundConfiguration, boolean>();
  return {
    validators,
    nodes,
    groupings,
    words,
    isQuorumless(configuration) {
      let answer = known.get(configuration);
      if (answer === undefined) {
        answer = isQuorumless(configuration, nodes, { quorum: validators.quorum, words });
        known.set(configuration, answer);
      }
      return answer;
    },
  };
}
