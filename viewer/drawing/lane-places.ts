/** Where the lanes of a diagram are, for the width that it has. */
import type { Lane } from "../model/lanes.js";

/** Lanes with their places. */
export interface LanePlaces {
  readonly lanes: readonly Lane[];
  readonly width: number;
  /** Width of a lane. */
  readonly laneWidth: number;
  /** The middle of each lane, by node. */
  readonly x: ReadonlyMap<string, number>;
  /** Whether there is room for words beside the marks. */
  readonly words: boolean;
}

/** Width of the times at the left. */
export const GUTTER = 62;
const NARROWEST = 34;
const WIDEST = 200;
/** Lanes are at least as wide if there are few. */
const ROOM_FOR_WORDS = 92;
const FEW = 8;
/** Space at the right, for the words of the last lane. */
const RIGHT = 26;

/** Places lanes from left to right. */
export function lanesAt(lanes: readonly Lane[], available: number): LanePlaces {
  const least = lanes.length <= FEW ? ROOM_FOR_WORDS : NARROWEST;
  const fair = (available - GUTTER - RIGHT) / Math.max(1, lanes.length);
  const laneWidth = Math.floor(Math.min(WIDEST, Math.max(least, fair)));
  const x = new Map(lanes.map(({ node }, index) => [node, GUTTER + laneWidth * index + 22]));
  const width = GUTTER + laneWidth * lanes.length + RIGHT;
  return { lanes, width, laneWidth, x, words: laneWidth >= ROOM_FOR_WORDS };
}
