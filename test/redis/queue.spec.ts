/** Sweeps through a queue: a real Redis, real workers, and whatever may happen to them. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { RedisServer, until } from "./server.js";

const commandAt = (path: string): string =>
  fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));
const EXEC = commandAt("executor/cli.js");
const WORKER = commandAt("executor/queue/cli.js");
const TRUSTING = fileURLToPath(new URL("../support/protocols/trusting.mjs", import.meta.url));

const SPACE = {
  ...{ replicas: 4, twins: 1, rounds: 3, partitions: { groups: 2 } },
  leaders: { eligible: "any" },
};
/** A module whose replicas take this many milliseconds to start; nothing else depends on it. */
const SLOW = (milliseconds: number): NodeJS.ProcessEnv => ({ START_MS: String(milliseconds) });
const SLOW_MODULE = `import trusting from ${JSON.stringify(TRUSTING)};
const pause = new Int32Array(new SharedArrayBuffer(4));
const milliseconds = Number(process.env.START_MS ?? 0);
export default { ...trusting, create: (bugs) => {
  const protocol = trusting.create(bugs);
  return { ...protocol, handle(state, event, context) {
    if (event.kind === "start" && milliseconds > 0) Atomics.wait(pause, 0, 0, milliseconds);
    return protocol.handle(state, event, context);
  } };
} };`;
const SWEEP = [
  ...["--protocol", "./slow.mjs", "--limit", "2000", "--order", "random", "--no-corpus"],
];

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

/** A command that runs, and how it ended. */
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

describe("a queue", function () {
  this.timeout(180_000);
  let folder: string;
  let redis: RedisServer;
  let client: Redis;
  const started: ChildProcess[] = [];
  const inFolder = (name: string): string => join(folder, name);

  function start(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Running {
    const env = { ...process.env, REDIS_URL: "", ...more };
    const child = spawn(process.execPath, [command, ...args], { cwd: folder, env });
    started.push(child);
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text: Buffer) => (printed += text.toString()));
    }
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code) => {
        resolve({ code, printed });
      });
    });
    return { child, ended };
  }

  const exec = (...args: readonly string[]): Running => start(EXEC, ["space.json", ...args]);
  const worker = (more?: NodeJS.ProcessEnv): Running =>
    start(WORKER, ["--queue", redis.url, "--concurrency", "1", "--wait", "60s"], more);
  const announced = async (): Promise<string | undefined> =>
    (await client.keys("twins-bft-sweep:*"))[0];
  /** A worker has two connections, a coordinator one, and the test one. */
  const connected = async (): Promise<true | undefined> => {
    const list = String(await client.client("LIST"));
    return list.trimEnd().split("\n").length >= 3 * 2 + 1 + 1 ? true : undefined;
  };
  const textOf = (name: string): string => readFileSync(inFolder(name), "utf8");

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "twins-queue-"));
    writeFileSync(inFolder("space.json"), JSON.stringify(SPACE));
    writeFileSync(inFolder("slow.mjs"), SLOW_MODULE);
    redis = await RedisServer.start(folder);
    client = redis.client();
  });

  afterEach(async () => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
    await client.flushall();
  });

  after(async () => {
    client.disconnect();
    await redis.end();
    rmSync(folder, { recursive: true });
  });

  it("gives the bytes of one machine, whoever is killed meanwhile", async () => {
    const plain = exec(...SWEEP, "--out", "plain.jsonl");
    expect((await plain.ended).code).to.equal(1);
    const queued = [...SWEEP, "--queue", redis.url, "--out", "queue.jsonl"];
    // Five nodes that take 4 ms each: three workers have 13 s of work, however fast the machine is.
    const slowWorker = (): Running => worker(SLOW(4));
    const workers = [slowWorker(), slowWorker(), slowWorker()];
    let coordinator = exec(...queued);
    const chaos: readonly (() => Promise<unknown>)[] = [
      () => Promise.resolve(workers.shift()?.child.kill("SIGKILL")),
      async () => {
        coordinator.child.kill("SIGKILL");
        await coordinator.ended;
        coordinator = exec(...queued);
      },
      () => Promise.resolve(workers.shift()?.child.kill("SIGKILL")),
      async () => {
        await until(connected);
        await redis.restart();
      },
    ];
    for (const happen of chaos) {
      await setTimeout(1500);
      await happen();
      if (workers.length < 3) workers.push(slowWorker());
    }
    const { code, printed } = await coordinator.ended;
    expect(code, printed).to.equal(1);
    expect(textOf("queue.jsonl") === textOf("plain.jsonl")).to.equal(true);
  });

  it("runs scenarios of a file, part of them, until a failure, with a module", async () => {
    const module = ["--protocol", TRUSTING, "--no-corpus", "--order", "random"];
    const shard = [...module, "--limit", "900", "--shard", "2/3", "--bail", "7", "--all"];
    await exec(...shard, "--out", "shard.jsonl").ended;
    worker();
    await exec(...shard, "--queue", redis.url, "--out", "shard-queue.jsonl").ended;
    expect(textOf("shard-queue.jsonl")).to.equal(textOf("shard.jsonl"));
    const [line = ""] = textOf("shard.jsonl").split("\n");
    const { file } = JSON.parse(line) as { readonly file: object };
    const scenarios = Array.from({ length: 300 }, (_, index) => {
      return {
        id: `s${index}`,
        rounds: index % 2 === 0 ? "a: a b c | a' d" : "b: a b | a' c d x2",
      };
    });
    writeFileSync(inFolder("scenarios.json"), JSON.stringify({ ...file, scenarios }));
    const ofFile = ["scenarios.json", "--protocol", TRUSTING, "--no-corpus"];
    await start(EXEC, [...ofFile, "--out", "file.jsonl"]).ended;
    const { printed } = await start(EXEC, [
      ...ofFile,
      ...["--queue", redis.url, "--out", "file-queue.jsonl"],
    ]).ended;
    expect(textOf("file-queue.jsonl"), printed).to.equal(textOf("file.jsonl"));
  });

  it("says that a range failed three times, and keeps what is before", async () => {
    writeFileSync(
      inFolder("ends.mjs"),
      `import { isMainThread } from "node:worker_threads";
      import trusting from ${JSON.stringify(TRUSTING)};
      if (!isMainThread) process.exit(0);
      export default trusting;`,
    );
    const sweep = ["--protocol", "./ends.mjs", "--limit", "100", "--no-corpus", "--all"];
    const coordinator = exec(...sweep, "--queue", redis.url, "--out", "failed.jsonl");
    await until(announced);
    for (let times = 0; times < 3; times++) expect((await worker().ended).code).to.equal(4);
    const { code, printed } = await coordinator.ended;
    expect(printed).to.match(/places 0 to 99 failed three times on workers: a worker has ended/);
    expect(code).to.equal(4);
    expect(textOf("failed.jsonl").split("\n")[0]).to.match(/^\{"format":"twins-results"/);
  });

  it("is refused by a worker of another version, protocol or config, which takes nothing", async () => {
    copyFileSync(TRUSTING, inFolder("mine.mjs"));
    const sweep = ["--protocol", "./mine.mjs", "--limit", "50", "--no-corpus"];
    const coordinator = exec(...sweep, "--queue", redis.url, "--out", "version.jsonl");
    const key = await until(announced);
    const right = (await client.get(key)) ?? "";
    const refused = async (text: string): Promise<string> => {
      await client.set("twins-bft-sweep:other", text);
      const { code, printed } = await worker().ended;
      expect(code, printed).to.equal(2);
      await client.del("twins-bft-sweep:other");
      return printed;
    };
    writeFileSync(inFolder("mine.mjs"), `${readFileSync(TRUSTING, "utf8")}\n`);
    const { code, printed } = await worker().ended;
    expect(printed).to.match(/mine\.mjs is another module than that of the sweep; allowed: the mo/);
    expect(code).to.equal(2);
    coordinator.child.kill("SIGKILL");
    await coordinator.ended;
    await client.del(key);
    copyFileSync(TRUSTING, inFolder("mine.mjs"));
    expect(await refused(right.replace(/"tool":"[^"]*"/, '"tool":"9.9.9"'))).to.match(
      /the sweep is of version 9\.9\.9 of twins-bft, and this worker of/,
    );
    expect(await refused(right.replace('"delta":', '"delta":1'))).to.match(/config is/);
    const again = exec(...sweep, "--queue", redis.url, "--out", "version.jsonl");
    worker();
    expect((await again.ended).code).to.be.oneOf([0, 1]);
  });

  it("that cannot be used is refused, and no password is printed", async () => {
    const guarded = await RedisServer.start(folder, "right-secret");
    const at = (user: string): string => `redis://${user}127.0.0.1:${guarded.port}`;
    const rows: readonly (readonly [string, RegExp])[] = [
      [
        "redis://127.0.0.1:1",
        /--queue is redis:\/\/127\.0\.0\.1:1, which cannot be reached: ECONN/,
      ],
      [at(":wrong-secret@"), /which refuses the password/],
      [at(""), /which asks for a password/],
      ["http://:wrong-secret@127.0.0.1", /--queue is no URL of Redis; allowed: a URL, such as/],
    ];
    for (const [url, message] of rows) {
      const commands = [
        exec("--limit", "10", "--no-corpus", "--queue", url, "--out", "none.jsonl"),
        start(WORKER, ["--queue", url]),
        start(WORKER, ["--queue"], { REDIS_URL: url }),
      ];
      for (const { ended } of commands) {
        const { code, printed } = await ended;
        expect(printed).to.match(message).and.not.include("secret");
        expect(code).to.equal(2);
      }
    }
    const REDIS_URL = at(":right-secret@");
    const { printed } = await start(WORKER, ["--queue", "--wait", "1s"], { REDIS_URL }).ended;
    expect(printed).to.equal("nothing more to run; it has run 0 ranges\n");
    await guarded.end();
  });
});
