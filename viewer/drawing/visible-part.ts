/** The part of a diagram that is drawn: what is in sight, and a margin. */
import { useEffect, useState } from "preact/hooks";

/** A part of a diagram, in pixels from its top. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Parts begin and end at multiples of this, so that scrolling redraws rarely. */
const GRAIN = 400;
/** Paper takes at most as much. */
const MOST_PRINTED = 12_000;

/** The part of a scrolled area that is to be drawn. */
export function usePart(
  area: { readonly current: HTMLElement | null },
  height: number,
  isPrinting: boolean,
): Part {
  const [place, setPlace] = useState({ top: 0, seen: 1000 });
  useEffect(() => {
    const { current } = area;
    if (current === null) return undefined;
    const follow = (): void => {
      const top = Math.floor(current.scrollTop / GRAIN) * GRAIN;
      const seen = Math.ceil(current.clientHeight / GRAIN) * GRAIN;
      setPlace((old) => (old.top === top && old.seen === seen ? old : { top, seen }));
    };
    follow();
    current.addEventListener("scroll", follow, { passive: true });
    return () => {
      current.removeEventListener("scroll", follow);
    };
  }, [area]);
  if (isPrinting) return { from: 0, to: Math.min(height, MOST_PRINTED) };
  const { top, seen } = place;
  return { from: Math.max(0, top - GRAIN), to: Math.min(height, top + seen + 2 * GRAIN) };
}
