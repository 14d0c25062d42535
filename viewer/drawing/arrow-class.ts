/** The look of arrows, by the type of message. */
import type { MessageKind } from "../model/message-kinds.js";

/** The classes of an arrow: a colour for its role, dashes for its number among those types. */
export const arrowClass = ({ role, variant }: MessageKind): string =>
  `arrow role-${role} variant-${variant % 3}`;
