/** Plays a run: moves the cursor on at a steady pace. */
import { useEffect } from "preact/hooks";
import type { Change, View } from "./view.js";

/** Time between two steps while a run plays, in milliseconds. */
const PACE = 350;

/** While the view plays, moves the cursor on, and stops at the end. */
export function usePlaying(
  { playing }: View,
  positions: number,
  setView: (change: Change) => void,
): void {
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      setView((view) => {
        const next = view.cursor + 1;
        return next < positions ? { ...view, cursor: next } : { ...view, playing: false };
      });
    }, PACE);
    return () => {
      clearInterval(timer);
    };
  }, [playing, positions, setView]);
}
