/** The keys of the viewer. */
import { useEffect } from "preact/hooks";
import type { Commands } from "../app/commands.js";

/** The keys, as the help lists them. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["j, ↓, →", "next event"],
  ["k, ↑, ←", "previous event"],
  ["Home, End", "first, last event"],
  ["Space", "play, pause"],
  ["v", "go to the violation"],
  ["d", "go to the first difference"],
  ["n, p", "next, previous step of the witness"],
  ["b", "select the next block"],
  ["Esc", "clear what is selected"],
];

const commandOf = (key: string, commands: Commands): (() => void) | undefined => {
  const keys: Readonly<Record<string, () => void>> = {
    ...{ j: commands.next, ArrowDown: commands.next, ArrowRight: commands.next },
    ...{ k: commands.previous, ArrowUp: commands.previous, ArrowLeft: commands.previous },
    ...{ Home: commands.toStart, End: commands.toEnd, " ": commands.togglePlay },
    ...{ v: commands.toViolation, d: commands.toDifference, b: commands.nextBlock },
    n: () => commands.walkBy(1),
    p: () => commands.walkBy(-1),
    Escape: commands.clear,
  };
  return keys[key];
};

/** Keys that the focused control uses itself. */
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    const isText = !["checkbox", "range", "button"].includes(target.type);
    return (
      isText || (target.type === "range" ? key.startsWith("Arrow") || key.length > 1 : key === " ")
    );
  }
  return key === " " && target.matches("button, summary, a, select, [role=button]");
}

/** Listens to the keys of the page. */
export function useKeyboard(commands: Commands): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const command = commandOf(event.key, commands);
      if (command === undefined || belongsTo(event.target, event.key)) return;
      event.preventDefault();
      command();
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  });
}
