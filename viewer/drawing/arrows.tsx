/** The arrows of messages. */
import type { JSX } from "preact";
import { arrowOf } from "../model/layout.js";
import type { ArrowPlace } from "../model/layout.js";
import type { MessageKind } from "../model/message-kinds.js";
import type { Copy, Fate } from "../model/run.js";
import { messageWords } from "../model/words.js";
import { arrowClass } from "./arrow-class.js";
import type { DiagramPart } from "./diagram-part.js";
import type { LanePlaces } from "./lane-places.js";
import type { View } from "../app/view.js";

/** A copy that is lost, and its arrow. */
const LOST_LENGTH = 0.3;
const LOST_DROP = 16;

/** Shows the arrows that are in sight and that no filter hides. */
export function Arrows(props: DiagramPart): JSX.Element {
  const { scene, shown, part, view, lanes, select } = props;
  const kinds = new Map(scene.kinds.map((kind) => [kind.type, kind]));
  const arrows = shown.run.copies.flatMap((copy) => {
    if (!isShown(copy, view)) return [];
    const place = arrowOf(shown.layout, copy);
    const end = place.to ?? place.from + LOST_DROP;
    return end < part.from || place.from > part.to ? [] : [{ copy, place }];
  });
  const look = [
    "arrows",
    ...(view.block === undefined ? [] : ["selecting"]),
    ...(lanes.words ? [] : ["dense"]),
  ].join(" ");
  // One listener for all arrows: there may be thousands.
  const choose = ({ target }: Event): void => {
    const arrow = target instanceof Element ? target.closest("[data-copy]") : null;
    const copy = shown.run.copies[Number(arrow?.getAttribute("data-copy") ?? NaN)];
    if (copy !== undefined) select(copy.receivedIn ?? copy.sentIn, copy.message.block);
  };
  return (
    <g class={look} onClick={choose}>
      {arrows.map(({ copy, place }) => (
        <Arrow
          key={copy.index}
          copy={copy}
          place={place}
          kind={kinds.get(copy.message.type)}
          lanes={lanes}
          selected={view.block !== undefined && copy.message.block === view.block}
        />
      ))}
    </g>
  );
}

/** Whether no filter hides a copy. A node's message to itself is shown by its marks. */
function isShown({ message, from, to, fate }: Copy, view: View): boolean {
  const { hiddenTypes, hiddenNodes, fromRound = 0, toRound = Infinity, lost } = view;
  return (
    from !== to &&
    !hiddenTypes.includes(message.type) &&
    !hiddenNodes.includes(from) &&
    !hiddenNodes.includes(to) &&
    message.round >= fromRound &&
    message.round <= toRound &&
    (lost || fate !== "lost")
  );
}

interface ArrowProps {
  readonly copy: Copy;
  readonly place: ArrowPlace;
  readonly kind: MessageKind | undefined;
  readonly lanes: LanePlaces;
  readonly selected: boolean;
}

function Arrow({ copy, place, kind, lanes, selected }: ArrowProps): JSX.Element {
  const { fate, refused } = copy;
  const [x1 = 0, far = 0] = [lanes.x.get(copy.from), lanes.x.get(copy.to)];
  const x2 = place.to === undefined ? x1 + (far - x1) * LOST_LENGTH : far;
  const ends = { x1, y1: place.from, x2, y2: place.to ?? place.from + LOST_DROP };
  const look = [
    kind === undefined ? "arrow" : arrowClass(kind),
    `fate-${fate.replace(" ", "-")}`,
    ...(refused === undefined ? [] : ["refused"]),
    ...(selected ? ["selected"] : []),
  ].join(" ");
  const shaft = `M ${x1} ${ends.y1} L ${x2} ${ends.y2}`;
  const tip = TIPS[fate](ends);
  return (
    <g class={look} data-copy={copy.index}>
      <title>{copyWords(copy)}</title>
      {lanes.words ? (
        <>
          <line class="hit" {...ends} />
          <path class="shaft" d={shaft} />
          <path class="tip" d={tip} />
        </>
      ) : (
        // Many lanes have thousands of arrows: one element each.
        <path class="shaft tip" d={`${shaft} ${tip}`} />
      )}
    </g>
  );
}

/** The ends of an arrow. */
interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

const HEAD = 7;

/** The tip of an arrow: a head, hollow if refused; a cross if lost; a ring if under way. */
const TIPS: Readonly<Record<Fate, (ends: Ends) => string>> = {
  delivered: ({ x1, y1, x2, y2 }) => {
    const angle = Math.atan2(y2 - y1, x2 - x1);
    const corner = (turn: number): string => {
      const [x, y] = [Math.cos(angle + turn), Math.sin(angle + turn)];
      return `${(x2 - HEAD * x).toFixed(1)} ${(y2 - HEAD * y).toFixed(1)}`;
    };
    return `M ${x2} ${y2} L ${corner(0.4)} L ${corner(-0.4)} Z`;
  },
  lost: ({ x2, y2 }) => `M ${x2 - 3} ${y2 - 3} l 6 6 m 0 -6 l -6 6`,
  "under way": ({ x2, y2 }) => `M ${x2 - 3} ${y2} a 3 3 0 1 0 6 0 a 3 3 0 1 0 -6 0`,
};

/** A copy in a sentence. */
export function copyWords({ message, from, to, sentAt, fate, because, refused }: Copy): string {
  const sent = `${from} to ${to}, sent at ${sentAt} ms`;
  const what = `${messageWords(message)} (round ${message.round}), ${sent}`;
  const why = because === undefined ? "" : ` (${because})`;
  return `${what}: ${fate}${why}${refused === undefined ? "" : `, refused: ${refused}`}`;
}
