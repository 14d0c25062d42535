/** Checks that what a module exports is a protocol, before anything of it is run. */
import { invariant } from "../../lib/protocol/assert.js";
import { ANY_MESSAGE } from "../../lib/protocol/message-words.js";
import type { ProtocolModule } from "../../lib/protocol/module.js";
import type { Property } from "../../lib/protocol/judging/property.js";
import type { AnyProtocol } from "../../lib/protocol/protocol.js";
import { checkedProperty } from "../../lib/protocol/checks/checked-property.js";
import { LONGEST_ID } from "../../lib/scenario/input/limits.js";
import {
  fieldOf,
  InputError,
  isValue,
  itemOf,
  member,
  oneOf,
} from "../../lib/scenario/input/problem.js";
import type { Read } from "../../lib/scenario/input/problem.js";
import { Problems } from "../../lib/scenario/input/problems.js";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isFunction = (value: unknown): value is (...given: unknown[]) => unknown =>
  typeof value === "function";
const isName = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= LONGEST_ID;

const NAME = `a text of 1 to ${LONGEST_ID} characters`;
const DEFINITION = "export default defineProtocol({ name, bugs, create }), or such an object";
const LOST = ", or nothing";

/** The default export of a module as a protocol, or everything that is wrong with it. */
export function readProtocolModule(exported: Fields): Read<ProtocolModule> {
  const problems = new Problems();
  const { default: definition } = exported;
  if (!isObject(definition)) {
    problems.add({ path: "the default export", wrong: isValue(definition), allowed: DEFINITION });
    return problems.unless<ProtocolModule>(undefined);
  }
  const { name, bugs = {}, undetected = [], create } = definition;
  const expect = expectation(problems);
  expect("name", name, isName(name), NAME);
  const known = bugsIn(bugs, expect);
  expect("undetected", undetected, isListOf(known, undetected), `a list of bugs${LOST}`);
  expect("create", create, isFunction(create), "a function that takes a list of bugs");
  if (problems.list.length === 0 && isFunction(create)) {
    addProtocolProblems(problems, create, known);
  }
  return problems.unless(
    isName(name) && areTexts(bugs) && isFunction(create) && isListOf(known, undetected)
      ? { name, bugs, undetected, create: (names) => protocolFrom(create(names)) }
      : undefined,
  );
}

/** The names of the declared bugs. */
function bugsIn(bugs: unknown, expect: Expect): readonly string[] {
  expect("bugs", bugs, isObject(bugs) && !Array.isArray(bugs), "an object of texts, by bug");
  if (!isObject(bugs)) return [];
  for (const [bug, breaks] of Object.entries(bugs)) {
    expect(member("bugs", bug), breaks, typeof breaks === "string", "the rule that it breaks");
  }
  return Object.keys(bugs);
}

const areTexts = (bugs: unknown): bugs is Readonly<Record<string, string>> =>
  isObject(bugs) && Object.values(bugs).every((breaks) => typeof breaks === "string");

const isListOf = (allowed: readonly string[], list: unknown): list is readonly string[] =>
  Array.isArray(list) && list.every((each) => allowed.some((name) => name === each));

/** Reading has made each of them once; a module that answers otherwise later breaks its word. */
function protocolFrom(created: unknown): AnyProtocol {
  invariant(isProtocol(created), "a protocol's module always creates one");
  const { properties } = created;
  return properties ? withProperties(created, properties.map(guarded)) : created;
}

const guarded = (property: Property<unknown>): Property<unknown> =>
  checkedProperty(property, (error) => error instanceof InputError);

/** The same protocol with other properties. It may be of a class, with private fields. */
function withProperties(
  protocol: AnyProtocol,
  properties: readonly Property<unknown>[],
): AnyProtocol {
  const copy: Record<PropertyKey, unknown> = { properties };
  for (let from: object | null = protocol; from !== null; from = Reflect.getPrototypeOf(from)) {
    for (const key of Reflect.ownKeys(from)) {
      if (key in copy) continue;
      const value: unknown = Reflect.get(protocol, key);
      copy[key] = isFunction(value) ? value.bind(protocol) : value;
    }
  }
  invariant(isProtocol(copy), "a copy of a protocol is a protocol");
  return copy;
}

function isProtocol(created: unknown): created is AnyProtocol {
  const problems = new Problems();
  addShapeProblems(problems, created, "");
  return problems.list.length === 0;
}

type Expect = (path: string, value: unknown, isFine: boolean, allowed: string) => void;

const expectation =
  (problems: Problems): Expect =>
  (path, value, isFine, allowed) => {
    if (!isFine) problems.add({ path, wrong: isValue(value), allowed });
  };

/** The correct protocol is looked at first, then each bug alone. */
function addProtocolProblems(
  problems: Problems,
  create: (bugs: readonly string[]) => unknown,
  bugs: readonly string[],
): void {
  for (const names of [[], ...bugs.map((bug) => [bug])]) {
    const path = `create(${JSON.stringify(names)})`;
    try {
      addShapeProblems(problems, create(names), path);
    } catch (error) {
      problems.add({ path, wrong: `throws ${String(error)}`, allowed: "a protocol" });
    }
    if (problems.list.length > 0) return;
  }
}

const REQUIRED = ["init", "handle", "describe"] as const;
const OPTIONAL = ["quorum", "replicas", "leaderOf", "progress"] as const;
const ROLES: readonly unknown[] = ["proposal", "vote", "timeout", "request", "response"];

function addShapeProblems(problems: Problems, created: unknown, path: string): void {
  const expect = expectation(problems);
  if (!isObject(created) || isFunction(created["then"])) {
    const wrong = isObject(created) ? "is a promise" : isValue(created);
    problems.add({ path, wrong, allowed: "a protocol" });
    return;
  }
  const { name, messageTypes, promises = {}, properties = [] } = created;
  const placeOf = (field: string): string => fieldOf(path, field);
  expect(placeOf("name"), name, isName(name), NAME);
  for (const field of REQUIRED) {
    expect(placeOf(field), created[field], isFunction(created[field]), "a function");
  }
  for (const field of OPTIONAL) {
    const { [field]: value } = created;
    expect(placeOf(field), value, value === undefined || isFunction(value), `a function${LOST}`);
  }
  addMessageTypeProblems(problems, messageTypes, placeOf("messageTypes"));
  expect(placeOf("promises"), promises, isObject(promises), `an object${LOST}`);
  addPropertyProblems(problems, properties, placeOf("properties"));
}

function addMessageTypeProblems(problems: Problems, types: unknown, path: string): void {
  const expect = expectation(problems);
  const isWord = (value: unknown): boolean => isName(value) && value !== ANY_MESSAGE;
  if (!Array.isArray(types) || types.length === 0) {
    const allowed = 'a list of { type: "vote" }, in the order of a round';
    problems.add({ path, wrong: isValue(types), allowed });
    return;
  }
  const known = new Set<unknown>();
  for (const [index, each] of (types as readonly unknown[]).entries()) {
    const { type, phase, role } = isObject(each) ? each : {};
    const place = itemOf(path, index);
    const isNew = !known.has(type);
    expect(fieldOf(place, "type"), type, isWord(type) && isNew, `${NAME}, not *, each once`);
    known.add(type);
    expect(fieldOf(place, "phase"), phase, phase === undefined || isWord(phase), `${NAME}, not *`);
    const isRole = role === undefined || ROLES.includes(role);
    expect(fieldOf(place, "role"), role, isRole, `${oneOf(ROLES.map(String))}${LOST}`);
  }
}

/** What reports and options use for other things than properties. */
const RESERVED: readonly unknown[] = ["safety", "run", "crash"];

function addPropertyProblems(problems: Problems, properties: unknown, path: string): void {
  const expect = expectation(problems);
  if (!Array.isArray(properties)) {
    problems.add({ path, wrong: isValue(properties), allowed: `a list of properties${LOST}` });
    return;
  }
  const known = new Set<unknown>(RESERVED);
  for (const [index, each] of (properties as readonly unknown[]).entries()) {
    const { name, init, on, verdict } = isObject(each) ? each : {};
    const place = itemOf(path, index);
    const allowed = `${NAME}, each once, and not ${RESERVED.join(", ")}`;
    expect(fieldOf(place, "name"), name, isName(name) && !known.has(name), allowed);
    known.add(name);
    expect(fieldOf(place, "init"), init, isFunction(init), "a function");
    expect(fieldOf(place, "on"), on, isObject(on), "an object of handlers");
    expect(fieldOf(place, "verdict"), verdict, isFunction(verdict), "a function");
  }
}
