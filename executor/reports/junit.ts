/** Writes checks as a JUnit XML report. */
import { unreachable } from "../../lib/protocol/assert.js";
import type { Check, TestSuite } from "./checks.js";

/*
 * The XML that JUnit made common, which build servers show. Without times, so that equal runs give
 * equal files.
 */

/** The document: a suite for each case or file, in it a test for each property and for the run. */
export function junitXml(suites: readonly TestSuite[]): string {
  const all = suites.flatMap(({ checks }) => checks);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="twins-exec" ${totals(all)}>`,
    ...suites.flatMap(({ name, checks }) => [
      `  <testsuite name="${escaped(name)}" ${totals(checks)}>`,
      ...checks.flatMap((check) => testCase(name, check)),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function totals(checks: readonly Check[]): string {
  const count = (wanted: Check["outcome"]) =>
    checks.filter(({ outcome }) => outcome === wanted).length;
  const [failures, errors, skipped] = [count("failed"), count("open"), count("skipped")];
  return `tests="${checks.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function testCase(suite: string, { about, outcome, message, details }: Check): readonly string[] {
  const named = `    <testcase classname="${escaped(suite)}" name="${escaped(about)}"`;
  const told = `message="${escaped(message)}"`;
  const text = details.map(escaped).join("\n");
  switch (outcome) {
    case "passed":
      return [`${named}/>`];
    case "skipped":
      return [`${named}>`, `      <skipped ${told}/>`, "    </testcase>"];
    case "failed":
      return [`${named}>`, `      <failure ${told}>${text}</failure>`, "    </testcase>"];
    case "open":
      return [`${named}>`, `      <error ${told}>${text}</error>`, "    </testcase>"];
    default:
      return unreachable(outcome);
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * A text as it may stand in an attribute or an element; what XML 1.0 cannot hold, or what would
 * turn the text around it, is replaced.
 */
const escaped = (text: string): string =>
  text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
