/** Formats failed checks as GitHub workflow annotations. */
import type { TestSuite } from "./checks.js";

/** Lines by which GitHub shows, beside a file, what went wrong with it. */
export const annotations = (file: string, suites: readonly TestSuite[]): readonly string[] =>
  suites.flatMap(({ name, checks }) =>
    checks.flatMap(({ about, outcome, message, details }) => {
      if (outcome === "passed" || outcome === "skipped") return [];
      const level = outcome === "failed" ? "error" : "warning";
      const title = name === file ? about : `${name}: ${about}`;
      const place = `file=${escapedProperty(file)},title=${escapedProperty(title)}`;
      return [`::${level} ${place}::${escapedData([message, ...details].join("\n"))}`];
    }),
  );

/* Percent signs and line breaks would end a command; in a property so would commas and colons. */

const escapedData = (text: string): string => encoded(text, /[%\r\n]/g);
const escapedProperty = (text: string): string => encoded(text, /[%\r\n:,]/g);

const encoded = (text: string, characters: RegExp): string =>
  text.replace(characters, (character) => encodeURIComponent(character));
