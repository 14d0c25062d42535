/** A Redis server for tests: on loopback, on a free port, in a temporary folder. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";

/** A free port of this machine. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A server that keeps nothing on the disk: a restart loses all that it held. */
export class RedisServer {
  readonly port: number;
  readonly url: string;
  readonly #args: readonly string[];
  readonly #password: string | undefined;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, password?: string) {
    this.port = port;
    this.#password = password;
    this.url = `redis://127.0.0.1:${port}`;
    this.#args = [
      ...["--bind", "127.0.0.1", "--port", String(port), "--dir", folder],
      ...["--save", "", "--appendonly", "no"],
      ...(password === undefined ? [] : ["--requirepass", password]),
    ];
  }

  static async start(folder: string, password?: string): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), folder, password);
    await server.begin();
    return server;
  }

  async begin(): Promise<void> {
    this.#child = spawn("redis-server", this.#args, { stdio: "ignore" });
    const client = this.client();
    await client.ping();
    client.disconnect();
  }

  /** Ends it at once, by its process id. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null) return;
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  async restart(): Promise<void> {
    await this.end();
    await this.begin();
  }

  client(): Redis {
    const client = new Redis(this.url, {
      maxRetriesPerRequest: null,
      ...(this.#password === undefined ? {} : { password: this.#password }),
    });
    client.on("error", () => undefined);
    return client;
  }
}

/** Waits until something is there. */
export async function until<Found>(
  look: () => Promise<Found | undefined>,
  seconds = 60,
): Promise<Found> {
  for (let left = seconds * 10; left > 0; left--) {
    const found = await look();
    if (found !== undefined) return found;
    await setTimeout(100);
  }
  throw new Error("it did not come");
}
