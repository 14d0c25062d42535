/**
 * Locks an output, so that two runs never write the same file.
 *
 * - A lock is a file beside the output, with the process in its name. A lock of an ended process is
 *   void, and any run removes it. So a lock ends with its process, and none is ever taken over.
 * - To lock, a run first creates a claim and then lists the others. It gives way to a lock, or to a
 *   claim with a lower process id. The run with the lowest id waits until all others have given
 *   way, or gives way to the lock of a faster one.
 * - Node has no lock of the operating system. Lock packages use the age of a file, which needs a
 *   timer that a busy run cannot serve.
 * - A lock does not apply across machines or containers.
 */
import { closeSync, openSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { onInterrupt } from "../interrupt.js";
import { THIS_PROCESS } from "./process-identity.js";
import { runFile, runFilesBeside } from "./run-files.js";
import type { RunFile } from "./run-files.js";

/** How long others have to give way. */
const PATIENCE_MS = 2000;
const POLL_MS = 10;

/** Another run holds the lock. */
export class Locked extends Error {
  readonly holder: number;

  constructor({ pid }: RunFile) {
    super(`process ${pid} holds the lock`);
    this.name = "Locked";
    this.holder = pid;
  }
}

/** Locks an output; returns what unlocks it. Throws {@link Locked}, or what the system says. */
export async function lock(output: string): Promise<() => void> {
  const [claim, own] = [runFile(output, "claim"), runFile(output, "lock")];
  create(claim);
  const forgetClaim = onInterrupt(() => {
    rmSync(claim, { force: true });
  });
  try {
    await untilAlone(output, claim);
    create(own);
  } finally {
    rmSync(claim, { force: true });
    forgetClaim();
  }
  const unlock = (): void => {
    rmSync(own, { force: true });
  };
  const forget = onInterrupt(unlock);
  return () => {
    unlock();
    forget();
  };
}

async function untilAlone(output: string, claim: string): Promise<void> {
  for (let left = PATIENCE_MS / POLL_MS; ; left--) {
    const others = runFilesBeside(output).filter(
      ({ path, role }) => role !== "partial" && path !== claim,
    );
    const first = others.find(({ role, pid }) => role === "lock" || pid < THIS_PROCESS.pid);
    const holder = left > 0 ? first : others[0];
    if (holder !== undefined) throw new Locked(holder);
    if (others.length === 0) return;
    await setTimeout(POLL_MS);
  }
}

function create(path: string): void {
  closeSync(openSync(path, "wx"));
}
