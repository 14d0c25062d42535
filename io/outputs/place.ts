/** Resolves the path of an output: follows links and inspects the target. */
import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../../lib/scenario/input/problem.js";
import { fileError } from "../failure.js";

/** The kind of a path. A descriptor is an open file of this process, such as /dev/stdout. */
export type PlaceKind =
  "missing" | "file" | "folder" | "device" | "pipe" | "socket" | "disk" | "descriptor";

/** Each kind in words. */
export const WORDS: Readonly<Record<PlaceKind, string>> = {
  missing: "missing",
  file: "a file",
  folder: "a folder",
  device: "a device",
  pipe: "a pipe",
  socket: "a socket",
  disk: "a disk",
  descriptor: "an open file of this command",
};

export interface Place {
  /** The file, as the user named it. */
  readonly name: string;
  /** With every link followed. */
  readonly path: string;
  readonly kind: PlaceKind;
  /** Of what stands there; absent when that is nothing, or a descriptor. */
  readonly stats?: BigIntStats;
}

/** Linux follows as many. */
const MOST_LINKS = 40;

/** Throws {@link InputError} for an empty name, a circle of links, and folders without access. */
export function placeOf(name: string): Place {
  if (name === "") throw problem(name, "is empty");
  try {
    return follow(name, resolve(name), MOST_LINKS);
  } catch (error) {
    throw fileError(error, name, "written");
  }
}

function follow(name: string, path: string, links: number): Place {
  const folder = realFolder(dirname(path));
  const real = join(folder, basename(path));
  if (isDescriptorFolder(folder)) return { name, path: real, kind: "descriptor" };
  const stats = lstatSync(real, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return { name, path: real, kind: "missing" };
  if (!stats.isSymbolicLink()) return { name, path: real, kind: kindOf(stats), stats };
  if (links === 0) throw problem(name, "is a link that leads to itself");
  return follow(name, resolve(folder, readlinkSync(real)), links - 1);
}

/** A folder with links resolved, as far as it exists. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing || dirname(path) === path) throw error;
    return join(realFolder(dirname(path)), basename(path));
  }
}

/** Linux has the open files of a process there; /dev/stdout and /dev/fd lead to it. */
const isDescriptorFolder = (folder: string): boolean =>
  folder === `/proc/${process.pid}/fd` || folder === "/dev/fd";

function kindOf(stats: BigIntStats): PlaceKind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isFIFO()) return "pipe";
  if (stats.isSocket()) return "socket";
  return stats.isBlockDevice() ? "disk" : "device";
}

const problem = (name: string, wrong: string): InputError =>
  new InputError([{ path: "", wrong, allowed: "the name of a file" }], name);

/** Whether two names lead to the same file, be it by another path or a second name on the disk. */
export const isSame = (a: Place, b: Place): boolean =>
  a.path === b.path ||
  (a.stats !== undefined && a.stats.ino === b.stats?.ino && a.stats.dev === b.stats.dev);
