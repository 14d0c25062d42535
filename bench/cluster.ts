/**
 * Measures the cluster on the built package, without judges: `npm run bench:cluster`. A flood shows
 * how fast requests are ordered; clients that ask one by one show that memory stays flat however
 * long they do.
 */
import type * as run from "../cluster/config/read-config.js";
import type * as storage from "../cluster/storage/storage.js";
import type * as world from "../cluster/world.js";
import type * as simulation from "../lib/simulation/index.js";

const load = async (module: string): Promise<unknown> =>
  import(new URL(`../dist/${module}.js`, import.meta.url).href);

const { readConfig } = (await load("cluster/config/read-config")) as typeof run;
const { memoryStorage } = (await load("cluster/storage/storage")) as typeof storage;
const { setupCluster } = (await load("cluster/world")) as typeof world;
const { simulate } = (await load("lib/simulation/index")) as typeof simulation;

/** Committed blocks that a replica keeps in memory. */
const KEPT = 1000;
const FLOOD = 100_000;
const CLIENTS = 40;
/** Requests of each client, in the short run and in the long one. */
const LENGTHS = [250, 2500] as const;
const MEGABYTE = 1 << 20;

const BASE = {
  replicas: 4,
  transmissionDelayBound: 100,
  deadline: 1_000_000_000,
  seed: "bench",
  crypto: "structural",
};

const NOTHING_KEPT = {
  ...memoryStorage,
  diskOf: () => ({ save: () => undefined, append: () => undefined, load: () => null }),
};

/** Runs a document to the last answer. */
function measure(document: object) {
  const read = readConfig({ ...BASE, ...document }, () => "");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { protocol, nodes, links, clients, clientDelay } = setupCluster(
    read.value,
    NOTHING_KEPT,
    KEPT,
  );
  const heap = lowestHeap();
  const began = performance.now();
  const { events } = simulate({
    protocol,
    nodes,
    links,
    lastRound: Number.MAX_SAFE_INTEGER as simulation.Outcome["rounds"][number],
    limits: { events: Infinity, time: read.value.deadline },
    clientSettings: { clients, delay: clientDelay },
    until: () => {
      heap.look();
      return clients.every(({ progress }) => progress.kind !== "working");
    },
  });
  const seconds = (performance.now() - began) / 1000;
  const answered = clients.reduce((sum, { requests }) => sum + requests.answered, 0);
  return { events, seconds, answered, megabytes: heap.megabytes() };
}

/** How often memory is looked at, in events. */
const LOOK = 50_000;

/** The heap after the last collection, as seen from time to time. */
function lowestHeap() {
  let events = 0;
  let bytes = 0;
  const { gc } = globalThis as { readonly gc?: () => void };
  return {
    look(): void {
      events += 1;
      if (events % LOOK !== 0 || gc === undefined) return;
      gc();
      bytes = process.memoryUsage().heapUsed;
    },
    megabytes: (): string => (gc === undefined ? "?" : (bytes / MEGABYTE).toFixed(1)),
  };
}

const figure = (value: number): string => Math.round(value).toLocaleString("en");

function say(what: string, { events, seconds, answered, megabytes }: ReturnType<typeof measure>) {
  console.log(
    `${what}: ${figure(answered / seconds)} transactions/s, ${figure(events / seconds)} events/s, ` +
      `${figure(answered)} answered in ${seconds.toFixed(1)} s, heap ${megabytes} MB`,
  );
}

const mempool = { capacity: FLOOD, blockSize: 4 };
say("flood", measure({ workloads: [{ type: "flood", count: FLOOD }], mempool }));
for (const count of LENGTHS) {
  const workloads = [{ type: "retransmit", count, clients: CLIENTS, firstWait: 10_000 }];
  say(`one by one, ${figure(count * CLIENTS)}`, measure({ workloads }));
}
