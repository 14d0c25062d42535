/**
 * The body of the thread that keeps a child process: it starts the child, reads its log, and ends
 * it when it does not answer, while the thread that asks is blocked.
 */
import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { LogTail } from "./log-tail.js";
import { unblock } from "./pipes.js";
import { FATE, SHARED } from "./shared-words.js";
import type { KeeperData, Order, Report, SentOrder } from "./shared-words.js";

const { shared, seconds, env } = workerData as KeeperData;
const numbers = new Int32Array(shared);
const MILLIS = 1000;
/** How often it is looked whether an answer is overdue, in real milliseconds. */
const TICK = 100;
/** So long a child may take to end by itself, in real milliseconds. */
const GRACE = 1000;
/** So long a child's log may remain open after the child, in real milliseconds. */
const LOG_GRACE = 200;

/**
 * Ends a child's whole process group when the tool ends, however that comes about: then the end of
 * the guard's input comes without the word `done`.
 */
const GUARD = 'read -r word; [ "$word" = done ] || kill -KILL "-$1"; rm -rf -- "$2"';

/** A child, and what became of it. */
interface Kept {
  readonly child: ChildProcess;
  readonly guard: ChildProcess;
  readonly folder: string;
  readonly log: LogTail;
  killed: boolean;
  timedOut: boolean;
  /** Whether somebody waits for its end. */
  awaited: boolean;
  isClosed: boolean;
}

let kept: Kept | undefined;

/** Where the answer to the last order goes. */
let asker: MessagePort | undefined;

function tell(report: Report): void {
  asker?.postMessage(report);
  asker = undefined;
  Atomics.add(numbers, SHARED.news, 1);
  Atomics.notify(numbers, SHARED.news);
}

function start({ exec, cwd, input, output, folder }: Extract<Order, { kind: "start" }>): void {
  const [command = "", ...others] = exec;
  Atomics.store(numbers, SHARED.fate, FATE.runs);
  const stdio: StdioOptions = [input, output, "pipe"];
  const child = spawn(command, others, { cwd, env: { ...env }, stdio, detached: true });
  child.once("error", (error) => {
    if (child.pid === undefined) tell({ kind: "failed", because: error.message });
  });
  const { pid, stderr } = child;
  if (pid === undefined || stderr === null) return;
  const log = new LogTail(() => Atomics.load(numbers, SHARED.run));
  stderr.on("data", (bytes: Buffer) => {
    log.add(bytes);
  });
  const guard = spawn("/bin/sh", ["-c", GUARD, "twins-guard", String(pid), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  const own: Kept = {
    ...{ child, guard, folder, log },
    ...{ killed: false, timedOut: false, awaited: false, isClosed: false },
  };
  kept = own;
  child.once("exit", () => {
    killGroup(own);
    if (!own.timedOut) Atomics.store(numbers, SHARED.fate, FATE.ended);
    setTimeout(() => {
      close(own);
    }, LOG_GRACE);
  });
  child.once("close", () => {
    close(own);
  });
  child.once("spawn", () => {
    tell({ kind: "started" });
  });
}

/** The child has ended, and so has its log, or nobody waits for the rest of it. */
function close(own: Kept): void {
  if (own.isClosed) return;
  own.isClosed = true;
  own.guard.stdin?.end("done\n");
  if (own.awaited) report(own);
}

function report({ child, killed, timedOut, log }: Kept): void {
  const { exitCode: code, signalCode: signal } = child;
  tell({ kind: "ended", code, signal, killed, timedOut, log: log.lines() });
}

/** The child and all that it started, unless they left its process group. */
function killGroup({ child: { pid } }: Kept): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}

function kill(own: Kept): void {
  if (own.child.exitCode !== null || own.child.signalCode !== null) return;
  own.killed = true;
  killGroup(own);
}

function end(gently: boolean): void {
  const own = kept;
  if (own === undefined) return;
  own.awaited = true;
  if (own.isClosed) report(own);
  else if (!gently) kill(own);
  else {
    setTimeout(() => {
      kill(own);
    }, GRACE);
  }
}

parentPort?.on("message", ({ order, port }: SentOrder) => {
  asker = port;
  if (order.kind === "start") start(order);
  else end(order.gently);
});

let waiting = { call: 0, since: 0 };

/** Whoever waits is woken up once more when the child's death has not done it. */
function look(): void {
  const call = Atomics.load(numbers, SHARED.call);
  const now = performance.now();
  if (call !== waiting.call) waiting = { call, since: now };
  if (call === 0 || kept === undefined) return;
  const fate = Atomics.load(numbers, SHARED.fate);
  if (fate === FATE.timedOut || (fate === FATE.ended && kept.isClosed)) {
    unblock(kept.folder);
  } else if (fate === FATE.runs && now - waiting.since >= seconds * MILLIS) {
    Atomics.store(numbers, SHARED.fate, FATE.timedOut);
    kept.timedOut = true;
    kill(kept);
  }
}

setInterval(look, TICK);
