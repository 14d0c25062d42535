/** What a thread and the keeper of its child share: a few numbers, and messages. */

import type { MessagePort } from "node:worker_threads";

/** Places of the shared numbers. */
export const SHARED = {
  /** The number of the call that waits for an answer; 0: none does. */
  call: 0,
  /** The number of the run, to tell whose log a line is. */
  run: 1,
  /** How many messages the keeper has sent. */
  news: 2,
  /** What became of the child: one of {@link FATE}. */
  fate: 3,
  /** How many there are. */
  count: 4,
} as const;

export const FATE = { runs: 0, ended: 1, timedOut: 2 } as const;

/** What the keeper is asked for. */
export type Order =
  | {
      readonly kind: "start";
      readonly exec: readonly string[];
      readonly cwd: string;
      readonly input: number;
      readonly output: number;
      /** The folder of the pipes. */
      readonly folder: string;
    }
  /** What became of the child, which has closed its output or broken its word, and is to end. */
  | { readonly kind: "end"; readonly gently: boolean };

/** An order, and where its report is to be sent. */
export interface SentOrder {
  readonly order: Order;
  readonly port: MessagePort;
}

/** How a child ended. */
export interface ChildEnd {
  readonly kind: "ended";
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether the keeper had to end it. */
  readonly killed: boolean;
  readonly timedOut: boolean;
  /** The last lines of its log in the present run. */
  readonly log: readonly string[];
}

/** What the keeper answers. */
export type Report =
  { readonly kind: "started" } | { readonly kind: "failed"; readonly because: string } | ChildEnd;

/** What the keeper is given at its start. */
export interface KeeperData {
  readonly shared: SharedArrayBuffer;
  /** So many seconds of real time an answer may take. */
  readonly seconds: number;
  /** The environment of the child. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
