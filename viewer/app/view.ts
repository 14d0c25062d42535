/** What a viewer of a run has chosen, and the link that says it. */

/** The choices of a viewer. */
export interface View {
  /** The position of the cursor, from 0 on. */
  readonly cursor: number;
  /** The selected block. */
  readonly block: string | undefined;
  /** The property whose witness is walked through, and where in it. */
  readonly property: string | undefined;
  readonly walk: number;
  readonly hiddenTypes: readonly string[];
  readonly hiddenNodes: readonly string[];
  /** Only messages of these rounds are shown. */
  readonly fromRound: number | undefined;
  readonly toRound: number | undefined;
  /** Whether copies that are lost are shown. */
  readonly lost: boolean;
  readonly playing: boolean;
}

/** A change of a view. */
export type Change = (view: View) => View;

/** The view of a run that is opened. */
export const startingView = (cursor: number): View => ({
  ...{ cursor, block: undefined, property: undefined, walk: 0 },
  ...{ hiddenTypes: [], hiddenNodes: [], fromRound: undefined, toRound: undefined },
  ...{ lost: true, playing: false },
});

/** The fragment of the address that leads to this view: `t=12&block=d@1`. */
export function linkOf(view: View, run: number | undefined): string {
  const words: [string, string | number | undefined][] = [
    ["run", run],
    ["t", view.cursor],
    ["block", view.block],
    ["property", view.property],
    ["step", view.property === undefined ? undefined : view.walk],
  ];
  return words
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`)
    .join("&");
}

/** What a fragment leads to. */
export interface Link {
  readonly run: number | undefined;
  readonly change: Change;
}

/** Reads a fragment, with or without `#`. What it does not say stays as it is. */
export function readLink(fragment: string, positions: number): Link {
  const words = new URLSearchParams(fragment.replace(/^#/, "").replaceAll("+", "%2B"));
  const number = (name: string, most: number): number | undefined => {
    const text = words.get(name);
    return text !== null && /^\d{1,9}$/.test(text) ? Math.min(Number(text), most) : undefined;
  };
  return {
    run: number("run", Number.MAX_SAFE_INTEGER),
    change: (view) => ({
      ...view,
      cursor: number("t", Math.max(0, positions - 1)) ?? view.cursor,
      block: words.get("block") ?? undefined,
      property: words.get("property") ?? undefined,
      walk: number("step", Number.MAX_SAFE_INTEGER) ?? 0,
      playing: false,
    }),
  };
}

/** Moves the cursor, within the run. */
export const moveTo =
  (cursor: number, positions: number): Change =>
  (view) => ({ ...view, cursor: Math.max(0, Math.min(cursor, positions - 1)) });

/** A list with an item if it had it not, and without it if it had. */
export const toggled = (items: readonly string[], item: string): readonly string[] =>
  items.includes(item) ? items.filter((each) => each !== item) : [...items, item];
