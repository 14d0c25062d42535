/** What the parts of a round that version 2 added say of one link. */
import type { Description } from "../../../lib/protocol/description.js";
import type { NodeId } from "../../../lib/protocol/ids.js";
import type { MessageWords } from "../../../lib/protocol/message-words.js";
import type { Envelope } from "../../../lib/simulation/network/network.js";
import type { LinkException, RoundConfiguration } from "../../../lib/scenario/model.js";

/** Between whom a message of what type goes. */
export interface Ends extends Pick<Envelope, "from" | "to"> {
  readonly message: Pick<Description, "type">;
}

type Partition = RoundConfiguration["partition"];

/** The groups for messages of a type: those of the type, of its phase, or of the round. */
export function partitionFor(
  { phases, partition }: RoundConfiguration,
  type: string,
  words: MessageWords,
): Partition {
  if (phases === undefined) return partition;
  const own =
    phases.find(({ of }) => of === type) ?? phases.find(({ of }) => words.means(of, type));
  return own?.partition ?? partition;
}

/** Whether hear sets let a node receive a message. A sender always receives its own. */
export function isHeard(
  { hears }: RoundConfiguration,
  { from, to, message: { type } }: Ends,
  words: MessageWords,
): boolean {
  if (hears === undefined || from.id === to.id) return true;
  return hears.every(({ of, hearers }) => !words.means(of, type) || hearers.includes(to.id));
}

/** The first exception that names a message on its link. */
export function exceptionFor(
  { exceptions }: RoundConfiguration,
  { from, to, message: { type } }: Ends,
  words: MessageWords,
): LinkException | undefined {
  return exceptions?.find(
    (each) => names(each, from.id, to.id) && each.types.some((word) => words.means(word, type)),
  );
}

/** A node's link to itself is named only by an exception of that link alone. */
function names({ from, to }: LinkException, sender: NodeId, receiver: NodeId): boolean {
  if (!from.includes(sender) || !to.includes(receiver)) return false;
  return sender !== receiver || (from.length === 1 && to.length === 1);
}

/** Whether all of a round that version 2 added can be compiled to tables of receivers. */
export const isTabular = ({ exceptions, restarts }: RoundConfiguration): boolean =>
  restarts === undefined &&
  (exceptions === undefined || exceptions.every(({ effect }) => effect === "drop"));
