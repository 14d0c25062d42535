/** Helpers that word the explanations of witnesses. */

const MOST_SENTENCES = 6;
const SHOWN_OF_AN_ID = 8;

/** `a`, `a and b`, `a, b and c`. */
export function joinWithAnd(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1] ?? ""}`;
}

/** The first few sentences of many, and how many more there are. */
export function firstFew(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= MOST_SENTENCES) return sentences;
  const shown = sentences.slice(0, MOST_SENTENCES - 1);
  return [...shown, `and ${sentences.length - shown.length} more of the same kind`];
}

/**
 * One sentence for each distinct predicate, with all its subjects, in order of first appearance.
 */
export function groupedSentences<T>(
  items: readonly T[],
  who: (item: T) => string,
  predicate: (item: T) => string,
): readonly string[] {
  const subjects = new Map<string, string[]>();
  for (const item of items) {
    const known = subjects.get(predicate(item));
    if (known === undefined) subjects.set(predicate(item), [who(item)]);
    else known.push(who(item));
  }
  return [...subjects].map(([what, names]) => `${joinWithAnd(names)} ${what}`);
}

/** `1 block`, `2 blocks`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Each item once, in order of first appearance. */
export const distinct = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

/** Rounds once each, ascending. */
export const ascending = <T extends number>(rounds: readonly T[]): readonly T[] =>
  [...new Set(rounds)].sort((a, b) => a - b);

/** The beginning of an id, enough to tell a few apart. */
export const shortened = (id: string): string =>
  id.length <= SHOWN_OF_AN_ID ? id : `${id.slice(0, SHOWN_OF_AN_ID)}…`;

/** Words of up to three letters are acronyms, as `qc`. */
const LONGEST_ACRONYM = 3;

/** A protocol's word for a thing, with its article: `a QC`, `a polka`, `an echo`. */
export function aWord(word: string): string {
  if (word.length <= LONGEST_ACRONYM) return `a ${word.toUpperCase()}`;
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}
