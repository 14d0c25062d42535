/** Connections to Redis: where it is, and why it cannot be used. */
import type { Redis } from "ioredis";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { QueuePackages } from "./packages.js";

/** Where Redis is. */
export interface RedisAddress {
  /** With the password, if it has one: never printed. */
  readonly url: string;
  /** To be printed. */
  readonly shown: string;
}

const ALLOWED = "a URL, such as redis://host:6379, or rediss://... with TLS";
const PROTOCOLS: readonly string[] = ["redis:", "rediss:"];

/**
 * The address that `--queue` gives, or the environment. Throws {@link InputError}; what is said of
 * a text that is no address does not repeat it, as it may hold a password.
 */
export function redisAddress(given: string | true, fromEnvironment?: string): RedisAddress {
  const text = given === true ? fromEnvironment : given;
  if (text === undefined || text === "") {
    const wrong = "has no URL, and REDIS_URL is not set";
    throw new InputError([{ path: "--queue", wrong, allowed: ALLOWED }]);
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !PROTOCOLS.includes(url.protocol) || url.hostname === "") {
    throw new InputError([{ path: "--queue", wrong: "is no URL of Redis", allowed: ALLOWED }]);
  }
  return { url: text, shown: `${url.protocol}//${url.host}${url.pathname}` };
}

/** How long a first connection may take. */
const CONNECT_MS = 5000;
/** At most so long between attempts to connect again. */
const RETRY_MS = 1000;

/**
 * A connection that waits for Redis whenever it is gone. Throws {@link InputError} if Redis cannot
 * be reached now, or does not let us in.
 */
export async function connectRedis(
  { Redis: Client }: QueuePackages,
  { url, shown }: RedisAddress,
): Promise<Redis> {
  const trial = new Client(url, {
    ...{ lazyConnect: true, connectTimeout: CONNECT_MS, enableReadyCheck: false },
    ...{ maxRetriesPerRequest: 0, retryStrategy: () => null },
  });
  let reason: unknown;
  trial.on("error", (error) => (reason = error));
  try {
    await trial.connect();
    await trial.ping();
  } catch (error) {
    throw new InputError([
      { path: "--queue", wrong: `is ${shown}, which ${whyNot(reason ?? error)}` },
    ]);
  } finally {
    trial.disconnect();
  }
  const connection = new Client(url, {
    maxRetriesPerRequest: null,
    retryStrategy: () => RETRY_MS,
  });
  // Whoever uses the connection notices by time: see QueueWatch.
  connection.on("error", () => undefined);
  return connection;
}

function whyNot(error: unknown): string {
  const { message, code } = error as { readonly message?: string; readonly code?: unknown };
  const text = String(message);
  if (/^(WRONGPASS|ERR invalid password|ERR AUTH)/.test(text)) return "refuses the password";
  if (text.startsWith("NOAUTH")) return "asks for a password";
  return `cannot be reached: ${typeof code === "string" ? code : text}`;
}
