/**
 * A lock on an output, against a second run that writes the same. It is a file beside the output
 * whose name says who holds it, so it dies with its holder: a lock of a process that has ended
 * counts for nothing, and is removed by whoever sees it. Node has no lock of the system's own, and
 * a time limit on a file's age (as lock packages have it) needs a timer that a busy run cannot
 * serve. No lock is ever taken over, so there is nothing to race for: a run first announces itself
 * by a claim, and then looks around. Who sees a lock, or the claim of a lower process number, gives
 * way; the lowest waits until the others have given way, or has seen the lock of one that was
 * faster. It does not reach across machines and containers.
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
