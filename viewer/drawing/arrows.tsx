/** The arrows of messages. */
import type { JSX } from "preact";
import { arrowOf, LINE } from "../model/layout.js";
import type { ArrowPlace } from "../model/layout.js";
import type { MessageKind } from "../model/message-kinds.js";
import type { Copy } from "../model/run.js";
import { messageWords } from "../model/words.js";
import { arrowClass } from "./arrow-class.js";
import type { DiagramPart } from "./diagram.js";
import type { View } from "../app/view.js";

/** A copy that is lost, and its arrow. */
const LOST_LENGTH = 0.3;
const LOST_DROP = 16;

/** Shows the arrows that are in sight and that no filter hides. */
export function Arrows(props: DiagramPart): JSX.Element {
  const { scene, shown, part, view } = props;
  const kinds = new Map(scene.kinds.map((kind) => [kind.type, kind]));
  const arrows = shown.run.copies.flatMap((copy) => {
    if (!isShown(copy, view)) return [];
    const place = arrowOf(shown.layout, copy);
    const end = place.to ?? place.from + LOST_DROP;
    return end < part.from || place.from > part.to ? [] : [{ copy, place }];
  });
  return (
    <g class={view.block === undefined ? "arrows" : "arrows selecting"}>
      {arrows.map(({ copy, place }) => (
        <Arrow
          key={copy.index}
          {...props}
          copy={copy}
          place={place}
          kind={kinds.get(copy.message.type)}
        />
      ))}
    </g>
  );
}

/** Whether no filter hides a copy. A node's message to itself is shown by its marks. */
export function isShown({ message, from, to, fate }: Copy, view: View): boolean {
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

interface ArrowProps extends DiagramPart {
  readonly copy: Copy;
  readonly place: ArrowPlace;
  readonly kind: MessageKind | undefined;
}

function Arrow({ copy, place, kind, lanes, view, select }: ArrowProps): JSX.Element {
  const { message, fate, refused } = copy;
  const [x1 = 0, far = 0] = [lanes.x.get(copy.from), lanes.x.get(copy.to)];
  const isWhole = place.to !== undefined;
  const x2 = isWhole ? far : x1 + (far - x1) * LOST_LENGTH;
  const y2 = place.to ?? place.from + LOST_DROP;
  const isSelected = view.block !== undefined && message.block === view.block;
  const look = [
    kind === undefined ? "arrow" : arrowClass(kind),
    `fate-${fate.replace(" ", "-")}`,
    ...(refused === undefined ? [] : ["refused"]),
    ...(isSelected ? ["selected"] : []),
  ].join(" ");
  const choose = (): void => select(copy.receivedIn ?? copy.sentIn, message.block);
  const ends = { x1, y1: place.from, x2, y2 };
  return (
    <g class={look} onClick={choose}>
      <title>{copyWords(copy)}</title>
      <line class="hit" {...ends} />
      <line {...ends} />
      <Head {...ends} fate={fate} refused={refused !== undefined} />
    </g>
  );
}

interface HeadProps {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly fate: Copy["fate"];
  readonly refused: boolean;
}

const HEAD = 7;

/** The end of an arrow: a head, hollow if refused; a cross if lost; a ring if under way. */
function Head({ x1, y1, x2, y2, fate, refused }: HeadProps): JSX.Element {
  if (fate === "lost") {
    const s = LINE / 5;
    return (
      <path
        class="cross"
        d={`M ${x2 - s} ${y2 - s} l ${2 * s} ${2 * s} m 0 ${-2 * s} l ${-2 * s} ${2 * s}`}
      />
    );
  }
  if (fate === "under way") return <circle class="ring" cx={x2} cy={y2} r={3} />;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const corner = (turn: number): string =>
    `${x2 - HEAD * Math.cos(angle + turn)} ${y2 - HEAD * Math.sin(angle + turn)}`;
  return (
    <path
      class={refused ? "tip refused" : "tip"}
      d={`M ${x2} ${y2} L ${corner(0.4)} L ${corner(-0.4)} Z`}
    />
  );
}

/** A copy in a sentence. */
export function copyWords({ message, from, to, sentAt, fate, because, refused }: Copy): string {
  const what = `${messageWords(message)} (round ${message.round}), ${from} to ${to}, sent at ${sentAt} ms`;
  const why = because === undefined ? "" : ` (${because})`;
  return `${what}: ${fate}${why}${refused === undefined ? "" : `, refused: ${refused}`}`;
}
