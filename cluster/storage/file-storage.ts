/**
 * Storage in files: each replica's ledger and consensus state, and the answers given to clients.
 */
import { AppendLog } from "../../io/outputs/logs/append-log.js";
import { replaceFile, textIfAny } from "../../io/outputs/replace-file.js";
import { isSequence } from "../../lib/protocol/host/client.js";
import type { ClientRequest } from "../../lib/protocol/host/client.js";
import type { DurableState } from "../../lib/protocol/host/effect.js";
import type { ClientId, ReplicaId, StateId } from "../../lib/protocol/ids.js";
import type { LedgerEntry } from "../../lib/protocol/host/ledger.js";
import type { Durability } from "../../lib/protocol/protocol.js";
import { InputError } from "../../lib/scenario/input/problem.js";
import type { DiskOwner } from "../../lib/simulation/disk.js";
import type { Disk, Stored } from "../../lib/simulation/world.js";
import type { Storage } from "./storage.js";

/**
 * The files of a run in one folder: the ledger of each replica (`replica0.ledger.jsonl`, one line
 * per block), its consensus state (`replica0.state.json`), and the answers given to clients
 * (`answers.jsonl`). A run that opens a folder with files resumes from them.
 */
export class FileStorage implements Storage {
  readonly #folder: string;
  readonly #answers: AppendLog;
  readonly #served = new Map<string, Set<number>>();
  readonly #disks = new Map<ReplicaId, FileDisk>();

  constructor(folder: string) {
    this.#folder = folder;
    const path = `${folder}/answers.jsonl`;
    this.#answers = new AppendLog(path);
    for (const [i, line] of this.#answers.lines().entries()) {
      this.#remember(line, `${path}:${i + 1}`);
    }
  }

  diskOf(replica: ReplicaId, { durability }: DiskOwner): Disk {
    const disk = new FileDisk(`${this.#folder}/${replica}`, durability);
    this.#disks.set(replica, disk);
    return disk;
  }

  acknowledge({ client, sequence, id }: ClientRequest, stateId: StateId): void {
    this.#answers.append(JSON.stringify({ client, sequence, id, stateId }));
  }

  servedTo(client: ClientId): ReadonlySet<number> {
    return this.#served.get(client) ?? new Set();
  }

  /** Cuts off what is still torn; the files whose last line was found so. */
  repair(): readonly string[] {
    this.#answers.repair();
    for (const disk of this.#disks.values()) disk.repair();
    const torn = [...this.#disks.values()].flatMap((disk) => (disk.wasTorn ? [disk.path] : []));
    return this.#answers.wasTorn ? [`${this.#folder}/answers.jsonl`, ...torn] : torn;
  }

  close(): void {
    this.#answers.close();
    for (const disk of this.#disks.values()) disk.close();
  }

  #remember(line: string, place: string): void {
    const { client, sequence } = answerIn(line);
    if (typeof client !== "string" || !isSequence(sequence)) {
      throw new InputError([{ path: "", wrong: "is no answer to a client" }], place);
    }
    const served = this.#served.get(client) ?? new Set();
    this.#served.set(client, served.add(sequence));
  }
}

function answerIn(line: string): { readonly client?: unknown; readonly sequence?: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The files of one replica. */
class FileDisk implements Disk {
  readonly path: string;
  readonly #state: string;
  readonly #durability: Durability<object>;
  readonly #ledger: AppendLog;

  constructor(name: string, durability: Durability<object>) {
    this.path = `${name}.ledger.jsonl`;
    this.#state = `${name}.state.json`;
    this.#durability = durability;
    this.#ledger = new AppendLog(this.path);
  }

  get wasTorn(): boolean {
    return this.#ledger.wasTorn;
  }

  repair(): void {
    this.#ledger.repair();
  }

  save(durable: DurableState): void {
    replaceFile(this.#state, `${this.#durability.encodeState(durable)}\n`);
  }

  append(entry: LedgerEntry): void {
    this.#ledger.append(this.#durability.encodeEntry(entry));
  }

  load(): Stored | null {
    const durable = textIfAny(this.#state);
    const ledger = this.#ledger.lines();
    return durable === null && ledger.length === 0 ? null : { durable, ledger };
  }

  close(): void {
    this.#ledger.close();
  }
}
