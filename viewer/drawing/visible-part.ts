/** The part of a diagram that is drawn: what is in sight, and a margin. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** What is in sight of a scrolled area, in pixels. */
export interface Sight {
  /** Width of the area. */
  readonly width: number;
  /** The part to draw. */
  readonly from: number;
  readonly to: number;
}

/** Parts begin and end at multiples of this, so that scrolling redraws rarely. */
const GRAIN = 300;
/** Paper takes at most as much. */
const MOST_PRINTED = 12_000;

/**
 * What is to be drawn of a scrolled area, and keeps the cursor in sight. Undefined before the area
 * has a size: nothing is drawn in vain.
 */
export function useSight(
  area: { readonly current: HTMLElement | null },
  { height, cursor, isPrinting }: { height: number; cursor: number; isPrinting: boolean },
): Sight | undefined {
  const [seen, setSeen] = useState<Seen>();
  useLayoutEffect(() => {
    const { current } = area;
    if (current === null) return undefined;
    const look = (): void => setSeen((old) => sameOr(old, seenOf(current)));
    bringIntoSight(current, cursor);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, [area]);
  useEffect(() => {
    if (area.current !== null) bringIntoSight(area.current, cursor);
  }, [area, cursor]);
  if (seen === undefined) return undefined;
  const { width, top, bottom } = seen;
  return isPrinting
    ? { width, from: 0, to: Math.min(height, MOST_PRINTED) }
    : { width, from: Math.max(0, top - GRAIN), to: Math.min(height, bottom + GRAIN) };
}

/** The size and the place of an area, coarsely. */
interface Seen {
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

const seenOf = ({ clientWidth, clientHeight, scrollTop }: HTMLElement): Seen => ({
  width: clientWidth,
  top: Math.floor(scrollTop / GRAIN) * GRAIN,
  bottom: Math.ceil((scrollTop + clientHeight) / GRAIN) * GRAIN,
});

const sameOr = (old: Seen | undefined, now: Seen): Seen =>
  old?.width === now.width && old.top === now.top && old.bottom === now.bottom ? old : now;

/** Space above and below the cursor, for the heads of the lanes and for what it shows. */
const [ABOVE, BELOW] = [20, 90];

function bringIntoSight(area: HTMLElement, cursor: number): void {
  const { scrollTop, clientHeight } = area;
  const isInSight = cursor > scrollTop + ABOVE && cursor < scrollTop + clientHeight - BELOW;
  if (!isInSight) area.scrollTo({ top: cursor - clientHeight / 2, behavior: "instant" });
}
