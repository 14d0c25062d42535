/** Identifies a process, also after its process id has been reused. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A process: its id, and a digest of its start time; `0` where that is unknown. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly began: string;
}

/** Where the start stands in /proc/PID/stat, after the name in parentheses; the state is first. */
const START_FIELD = 19;
const UNKNOWN = "0";
const DIGITS = 8;

/** The start time of a process from Linux; undefined on other systems or without such a process. */
function lookUp(pid: number): { readonly began: string; readonly isDead: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const start = `${boot}${fields[START_FIELD - 1] ?? ""}`;
    const began = createHash("sha256").update(start).digest("hex").slice(0, DIGITS);
    return { began, isDead: /[ZX]/.test(state) };
  } catch {
    return undefined;
  }
}

/** This process. */
export const THIS_PROCESS: ProcessIdentity = {
  pid: process.pid,
  began: lookUp(process.pid)?.began ?? UNKNOWN,
};

/**
 * Whether that process still runs. Exact on Linux; elsewhere a number that was given again counts
 * as the same process. Processes of other machines and containers count as ended.
 */
export function isRunning({ pid, began }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Anything but "no such process": it is there, and another user's.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  const found = lookUp(pid);
  return found === undefined || (!found.isDead && found.began === began);
}
