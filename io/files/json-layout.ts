/** Lays out JSON documents for people: a field a line, and lists of texts on one line. */

/** A document over several lines. Its texts hold no line breaks, so that a break is layout. */
export const laidOut = (document: unknown): string =>
  JSON.stringify(document, null, 2).replaceAll(
    /\[\n\s+((?:"(?:[^"\\\n]|\\.)*",?\s+)+)\]/g,
    (_, items: string) => `[${items.trim().replaceAll(/,\n\s+/g, ", ")}]`,
  );
