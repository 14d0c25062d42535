/**
 * Limits of inputs: sizes of files, texts and numbers. Each is checked before a larger input costs
 * time or memory. `docs/limits.md` lists them for users.
 */

const MIB = 1 << 20;

/** A config, in bytes. Larger work goes into a scenario file, which is read line by line. */
export const LARGEST_CONFIG = 16 * MIB;
/** Values in a config: every item of a list and every field, at any depth. */
export const MOST_VALUES = 1_000_000;
/** A certificate or the saved state of a replica, in bytes. */
export const LARGEST_RECORD = 64 * MIB;
/** A replica's ledger and the answers to clients, as an earlier run left them, in bytes. */
export const LARGEST_LOG = 256 * MIB;
/** Lines of such a file. */
export const MOST_LOG_LINES = 1_000_000;
/** A line of a file, and a document that has no scenario on each line, in characters. */
export const LONGEST_LINE = 64 * MIB;
/** A scenario on one line, in characters. */
export const LONGEST_NOTATION = 1_000_000;
/** Lists and objects within one another in a JSON text. */
export const DEEPEST_NESTING = 64;
/** Blank lines one after the other in a file that is read line by line. */
export const MOST_BLANK_LINES = 1000;
/** How many times its own size a compressed file may expand to. */
export const MOST_EXPANSION = 500;

/** More than any published experiment uses. */
export const MOST_REPLICAS = 128;
/** Rounds that a scenario scripts. */
export const MOST_ROUNDS = 10_000;
/** Rounds that follow the scripted ones. */
export const MOST_STABILIZATION_ROUNDS = 250;
/** The seed of an order of arrivals. */
export const MOST_ORDER = 1_000_000_000;
/** Cases of an executor config. */
export const MOST_CASES = 10_000;
/** A scenario's id and a case's name, in characters. */
export const LONGEST_ID = 200;
/** A seed, in characters. */
export const LONGEST_SEED = 200;
/** A description, in characters. */
export const LONGEST_DESCRIPTION = 10_000;
/** Groups of a partition: as many as there can be nodes. */
export const MOST_GROUPS = 256;
/** Choices of drops for each group. */
export const MOST_DROP_CHOICES = 1_000_000;
/** Exceptions, delays or restarts that a round of a space may have at most. */
export const MOST_CHOSEN_LINKS = 16;
/** Words for what may be dropped: on each link any set of them may be lost. */
export const MOST_DROP_TYPES = 8;

/** Clients of a cluster, of all its workloads together. */
export const MOST_CLIENTS = 1000;
/** Requests of a cluster, of all its clients together. */
export const MOST_REQUESTS = 100_000;
/** Failures that a cluster config injects. */
export const MOST_FAILURES = 10_000;

/** Problems of an input that are gathered; of more it is only said that there are more. */
export const MOST_GATHERED = 1000;
/** Problems that are shown at once. */
export const MOST_SHOWN = 20;
