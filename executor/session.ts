/* One use of the command: what was asked for, and where it speaks. */
import type { Screen } from "../io/screen.js";
import type { CryptoName } from "../lib/crypto/names.js";

/** What the user asked for besides the file. */
export interface Options {
  /** Run this case of a config only. */
  readonly case?: string | undefined;
  /** Run this scenario of a file only. */
  readonly scenario?: string | undefined;
  /** Bugs to inject besides those of the config. */
  readonly bug: readonly string[];
  /** The signatures, instead of the config's. */
  readonly crypto?: CryptoName | undefined;
  /** Judge every scenario of a generator config. */
  readonly exhaustive?: boolean | undefined;
  /** Judge only these properties of a whole space; `safety` stands for all safety properties. */
  readonly property?: readonly string[] | undefined;
  /** Where an exploration is kept while it is not complete. */
  readonly checkpoint?: string | undefined;
  /** Where the numbers of an exploration go, with all that they depend on. */
  readonly certificate?: string | undefined;
  /** Merge states that differ by a renaming. */
  readonly symmetry?: boolean | undefined;
  /** How many threads explore. */
  readonly workers?: number | undefined;
  /** How many witnesses of each failure are named. */
  readonly witnesses?: number | undefined;
  /** The certificate to compare with scenarios that are run one by one. */
  readonly audit?: string | undefined;
  /** How many of them. */
  readonly sample?: number | undefined;
  /** The protocol to hold against the laws, instead of a file to run. */
  readonly checkProtocol?: string | undefined;
  readonly trace?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Digests of all transcripts. */
  readonly digest?: boolean | undefined;
  /** Where the results go, a line a scenario. */
  readonly out?: string | undefined;
  /** Where a JUnit report goes. */
  readonly junit?: string | undefined;
  /** Print what GitHub shows beside the file. */
  readonly annotations?: boolean | undefined;
  /** Where the trace of one case or scenario goes, as JSON lines. */
  readonly traceOut?: string | undefined;
  /** Run the first so many scenarios only. */
  readonly limit?: number | undefined;
}

/** One invocation of the command, and where it speaks. */
export interface Session extends Screen {
  /** As the user named it. */
  readonly file: string;
  readonly options: Options;
  /**
   * Whether all that was printed has been taken; not if the reader closed the pipe before. Throws
   * {@link ToolFailure} if it could not be written.
   */
  readonly delivered: () => Promise<boolean>;
  /** Says a line on standard error. */
  readonly warn: (line: string) => void;
  /** Seconds since it began. */
  readonly elapsed: () => number;
  readonly version: string;
  /** How many threads this machine runs at once. */
  readonly cores: number;
  /** The module of a worker that explores. */
  readonly explorer: URL;
}
