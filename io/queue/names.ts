/** The names that queues have in Redis. */

const PREFIX = "twins-bft-sweep:";

/** The key under which the work of a queue is announced. */
export const announcementKey = (queue: string): string => `${PREFIX}${queue}`;

/** Matches the keys of all announcements. */
export const ANNOUNCEMENTS = `${PREFIX}*`;

/** The queue of an announcement. */
export const queueOf = (key: string): string => key.slice(PREFIX.length);
