/** Turns a cluster config into the inputs of a simulation and of the judges. */
import { moduleOf } from "../io/protocols/choose.js";
import { invariant } from "../lib/protocol/assert.js";
import type { ReplicaContext } from "../lib/protocol/host/context.js";
import { FIRST_ROUND, nodeId, round } from "../lib/protocol/ids.js";
import type { ClientId, Millis } from "../lib/protocol/ids.js";
import type { NodeInfo, RunInfo } from "../lib/protocol/judging/observed-event.js";
import { validatorSet } from "../lib/protocol/validators.js";
import type { ValidatorSet } from "../lib/protocol/validators.js";
import { randomStream } from "../lib/random.js";
import type { AnyProtocol } from "../lib/protocol/protocol.js";
import { MemoryLedger } from "../lib/simulation/ledger.js";
import type { LinkPolicy } from "../lib/simulation/network/network.js";
import type { NodeSpec } from "../lib/simulation/world.js";
import type { Client } from "./clients/client.js";
import { clientOf } from "./clients/client-of.js";
import type { ClusterConfig, Delay, Workload } from "./config/config.js";
import { corruptible } from "./failures/failures.js";
import { clientName } from "./names.js";
import type { Storage } from "./storage/storage.js";
import { cryptoSuiteOf } from "./config/crypto-suite.js";

/** Who takes part in a run. */
export interface ClusterSetup {
  readonly protocol: AnyProtocol;
  readonly runInfo: RunInfo;
  readonly nodes: readonly NodeSpec[];
  readonly clients: readonly Client[];
  readonly links: readonly LinkPolicy[];
  /** How long a message from or to a client takes. */
  readonly clientDelay: () => Millis;
}

/** `keep` bounds how many entries of its ledger a replica holds in memory. */
export function setupCluster(
  config: ClusterConfig,
  storage: Storage,
  keep = Infinity,
): ClusterSetup {
  const entry = moduleOf(config);
  invariant(entry !== undefined, "a config names a known protocol", { name: config.protocol });
  const protocol = entry.create(config.bugs);
  const { durability } = protocol;
  invariant(durability !== undefined, "a cluster's protocol can be restarted");
  const { replicas, faulty } = config;
  const quorum = protocol.quorum?.(replicas.length, faulty);
  const validators = validatorSet(replicas, faulty, quorum);
  const crypto = cryptoSuiteOf(config.crypto, config.seed);
  const shared = {
    validators,
    crypto,
    memo: new WeakMap<object, string>(),
    delta: config.delta,
    mempool: config.mempool,
    election: config.election,
  };
  const corrupt = corruptible(config);
  const nodes = config.replicas.map((self, index): NodeSpec => {
    const ledger = new MemoryLedger(keep);
    const info = { id: nodeId(self), index, replica: self, honest: !corrupt.has(self) };
    const context: ReplicaContext = { ...shared, self, signer: crypto.signerOf(self), ledger };
    const disk = storage.diskOf(self, { durability, ledger });
    return { info, context, ledger, disk, corrupt: corrupt.has(self) };
  });
  const runInfo = runInfoOf(
    nodes.map(({ info }) => info),
    protocol,
    validators,
    config.delta,
  );
  const delay = delayOf(config.delay, config.seed, "replicas");
  return {
    protocol,
    runInfo,
    nodes,
    clients: clientsOf(config, { validators, crypto }, storage),
    links: [{ name: "delay", apply: () => delay() }],
    clientDelay: delayOf(config.delay, config.seed, "clients"),
  };
}

/** No round is scripted: a judge looks at all of them, from the first on. */
const runInfoOf = (
  nodes: readonly NodeInfo[],
  { messageTypes, assumes }: AnyProtocol,
  validators: ValidatorSet,
  delta: Millis,
): RunInfo => ({
  nodes,
  validators,
  messageTypes,
  assumes,
  delta,
  scriptedRounds: 0,
  stabilizationRounds: Infinity,
  stableFrom: round(FIRST_ROUND),
  declaredStable: false,
  quorumless: () => false,
});

function delayOf(delay: Delay, seed: string, whose: string): () => Millis {
  if (delay.kind === "fixed") return () => delay.ms;
  const stream = randomStream(seed, "delays", whose);
  const { min, max } = delay;
  const span = BigInt(max - min + 1);
  return () => min + Number(stream.below(span));
}

type Shared = Pick<ReplicaContext, "validators" | "crypto">;

function clientsOf(config: ClusterConfig, shared: Shared, storage: Storage): readonly Client[] {
  const workloads = config.workloads.flatMap((workload) =>
    Array.from({ length: workload.clients }, (): Workload => workload),
  );
  return workloads.map((workload, i) => {
    const id = clientName(i);
    const commands = commandsOf(config.seed, id);
    return clientOf(workload, {
      ...shared,
      id,
      signer: shared.crypto.signerOf(id),
      command: commands,
      served: storage.servedTo(id),
      acknowledged: (request, stateId) => {
        storage.acknowledge(request, stateId);
      },
    });
  });
}

/** A client's commands set keys to values; they depend on the seed and their number alone. */
function commandsOf(seed: string, client: ClientId): (sequence: number) => string {
  const stream = randomStream(seed, "workload", client);
  const salt = stream.uint32();
  return (sequence) => `set ${client}/${sequence} ${mixed(salt, sequence)}`;
}

const MULTIPLIER = 0x9e3779b1;

/** A value that looks arbitrary, the same in every process. */
const mixed = (salt: number, sequence: number): string =>
  (Math.imul(salt ^ sequence, MULTIPLIER) >>> 0).toString(16);
