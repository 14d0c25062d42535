/** The interface of an encoder, and helpers for JSON as Python writes it. */
import type { RoundConfiguration, Scenario } from "../model.js";

/** The parts of a file, to be written in turn: nothing of it need be held. */
export interface ScenarioEncoder {
  /** Before the first scenario. */
  readonly opening: string;
  /**
   * One line, without its line break.
   * @throws {InputError} when the format cannot say what happens in the scenario.
   */
  scenario(scenario: Scenario): string;
  /** Between two scenarios. */
  readonly separator: string;
  /** After the last scenario. */
  readonly closing: string;
}

/** Round configurations are few and shared by many scenarios: each is written out once. */
export function onceEach<T>(write: (round: RoundConfiguration) => T): typeof write {
  const written = new WeakMap<RoundConfiguration, T>();
  return (round) => {
    const known = written.get(round);
    if (known !== undefined) return known;
    const text = write(round);
    written.set(round, text);
    return text;
  };
}

/** A list in the spacing of Python's json module. */
export const pythonList = (items: readonly string[]): string => `[${items.join(", ")}]`;

/** An object in the same spacing; of every field, its name and its value as JSON. */
export const pythonObject = (fields: readonly (readonly [string | number, string])[]): string =>
  `{${fields.map(([name, value]) => `"${name}": ${value}`).join(", ")}}`;
