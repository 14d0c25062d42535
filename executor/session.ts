/** One use of the command: what was asked for, and where it speaks. */
import type { Screen } from "../io/terminal/screen.js";
import type { CryptoName } from "../lib/crypto/names.js";

/** The test runners for which a test can be printed. */
export const TEST_RUNNERS = ["mocha", "vitest", "node"] as const;
export type TestRunner = (typeof TEST_RUNNERS)[number];

/** The options of twins-exec. */
export interface Options {
  /** Run only this case of a config. */
  readonly case?: string | undefined;
  /** Run only this scenario of a file. */
  readonly scenario?: string | undefined;
  /** The protocol to run instead of the config's: a name, or the path of a module. */
  readonly protocol?: string | undefined;
  /** Bugs to inject besides those of the config. */
  readonly bug: readonly string[];
  /** Search for a scenario that violates this property; true: any. */
  readonly find?: string | true | undefined;
  /** The signature suite, instead of that of the config. */
  readonly crypto?: CryptoName | undefined;
  /** Judge every scenario of a generator config. */
  readonly exhaustive?: boolean | undefined;
  /** Judge only these properties; `safety` stands for all safety properties. */
  readonly property?: readonly string[] | undefined;
  /** The reductions to leave out; `all` stands for every one. */
  readonly withoutReduction?: readonly string[] | undefined;
  /** The checkpoint of an incomplete exploration. */
  readonly checkpoint?: string | undefined;
  /** The certificate file. */
  readonly certificate?: string | undefined;
  /** Merge states that are equal up to renaming. */
  readonly symmetry?: boolean | undefined;
  /** The number of threads. */
  readonly workers?: number | undefined;
  /** The number of witnesses for each kind of failure. */
  readonly witnesses?: number | undefined;
  /** The certificate to audit. */
  readonly audit?: string | undefined;
  /** The number of scenarios to run. */
  readonly sample?: number | undefined;
  /** The protocol to hold against the laws, instead of a file to run. */
  readonly checkProtocol?: string | undefined;
  readonly trace?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Compute digests of all transcripts. */
  readonly digest?: boolean | undefined;
  /** The results file. */
  readonly out?: string | undefined;
  /** The JUnit report file. */
  readonly junit?: string | undefined;
  /** Print GitHub annotations. */
  readonly annotations?: boolean | undefined;
  /** The trace file. */
  readonly traceOut?: string | undefined;
  /** The page that shows the run, or the sweep. */
  readonly html?: string | undefined;
  /** Open that page. */
  readonly open?: boolean | undefined;
  /** Show beside it the same scenario by the correct rules. */
  readonly againstCorrect?: boolean | undefined;
  /** Print a sequence diagram instead of a report. */
  readonly mermaid?: boolean | undefined;
  /** The file for the trace in the Informal Trace Format. */
  readonly itf?: string | undefined;
  /** Where to write a protocol to begin with; nothing is run then. */
  readonly newProtocol?: string | undefined;
  /** So many seconds of real time a scenario may take, or with --exhaustive a batch of states. */
  readonly nodeTimeout?: number | undefined;
  /** Run the first so many twice, to see that the protocol answers alike. */
  readonly verifyDeterminism?: number | undefined;
  /** Run the first so many scenarios only, over all shards. */
  readonly limit?: number | undefined;
  /** Skip so many scenarios of the order of a space. */
  readonly offset?: string | undefined;
  /** The order of the scenarios of a space. */
  readonly order?: string | undefined;
  /** The seed of every random choice of a generator config. */
  readonly seed?: string | undefined;
  /** Run only part i of n, such as `2/5`. */
  readonly shard?: string | undefined;
  /** Begin nothing more after so many seconds. */
  readonly maxTime?: number | undefined;
  /** End after so many failures. */
  readonly bail?: number | undefined;
  /** Spread the ranges over workers through Redis at this URL; true: at that of REDIS_URL. */
  readonly queue?: string | true | undefined;
  /** The corpus; false: none. */
  readonly corpus?: string | false | undefined;
  /** Score the scenarios of a space by the declared bugs that they find. */
  readonly gauntlet?: boolean | undefined;
  /** The same for the protocol of this module. */
  readonly mutate?: string | undefined;
  /** Count how often a verdict changes when nodes exchange names. */
  readonly auditSymmetry?: boolean | undefined;
  /** Count how often each decision of the protocol said yes and no. */
  readonly coverage?: boolean | undefined;
  /** Shrink what fails; false: not even the first scenarios of the families of a sweep. */
  readonly shrink?: boolean | undefined;
  /** List the steps of shrinking. */
  readonly shrinkLog?: boolean | undefined;
  /** Explain what fails. */
  readonly explain?: boolean | undefined;
  /** The executor config to which what fails is added as cases, shrunk. */
  readonly saveCase?: string | undefined;
  /** Print a test that replays what fails, shrunk, for this test runner. */
  readonly asTest?: TestRunner | undefined;
  /** Write a line for every scenario. */
  readonly all?: boolean | undefined;
}

/** One invocation of the command, with its output streams. */
export interface Session extends Screen {
  /** The file, as the user named it. */
  readonly file: string;
  readonly options: Options;
  /**
   * Whether all printed text was delivered; false if the reader closed the pipe before. Throws
   * {@link ToolFailure} if writing failed.
   */
  readonly delivered: () => Promise<boolean>;
  /** Prints a line on standard error. */
  readonly warn: (line: string) => void;
  /** Seconds since the start of the command. */
  readonly elapsed: () => number;
  readonly version: string;
  /** The URL of Redis in the environment. */
  readonly redisUrl: string | undefined;
  /** The number of cores. */
  readonly cores: number;
  /** The page of the viewer, without data. Throws {@link ToolFailure} if it was not built. */
  readonly viewerPage: () => string;
  /** Opens a file with what the system shows such files with. */
  readonly openFile: (path: string) => void;
  /** The worker module of an exploration. */
  readonly explorer: URL;
  /** The worker module of a sweep. */
  readonly sweeper: URL;
}
