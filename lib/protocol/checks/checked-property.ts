/** Guards a property of a user: what it throws, and each wrong verdict, is kept as a text. */
import type { Handlers, Property, Verdict } from "../judging/property.js";
import { vacuous } from "../judging/property.js";
import type { StateComparison } from "../judging/state-comparison.js";
import { isObject, show } from "./contract-values.js";
import { thrownWords } from "./thrown.js";

/** The state of a guarded property: plain data, as its own state is. */
interface CheckedState {
  own: unknown;
  /** Its first failure; null as long as there is none. */
  failure: string | null;
}

/** The property of a user with its own state, which is opaque. */
type Own = Property<unknown>;

/**
 * The same property, but it never throws. Once it has failed it is told of nothing any more, its
 * verdict is vacuous, and `failure` says why: a run in which a property fails has `crashed`. What
 * the host throws through it (`isOfHost`) is thrown as it is.
 */
export function checkedProperty(
  property: Own,
  isOfHost: (error: unknown) => boolean = () => false,
): Own {
  const guard = <T>(checked: CheckedState, where: string, call: () => T): T | undefined => {
    if (checked.failure !== null) return undefined;
    try {
      return call();
    } catch (error) {
      if (isOfHost(error)) throw error;
      checked.failure = failureIn(property, `${where} ${thrownWords(error, new Error())}`);
      return undefined;
    }
  };
  const { comparison } = property;
  const checked: Property<CheckedState> = {
    ...property,
    name: property.name,
    init(runInfo) {
      const state: CheckedState = { own: undefined, failure: null };
      guard(state, "init", () => {
        state.own = property.init(runInfo);
      });
      return state;
    },
    on: checkedHandlers(property, guard),
    verdict(state, run, end) {
      const verdict: unknown = guard(state, "verdict", () => property.verdict(state.own, run, end));
      if (state.failure === null && isVerdict(verdict)) return verdict;
      state.failure ??= failureIn(
        property,
        `verdict returned ${show(verdict)}; allowed: ${VERDICTS}`,
      );
      return vacuous(state.failure);
    },
    failure: ({ failure }) => failure,
    ...(comparison && { comparison: checkedComparison(comparison, guard) }),
  };
  return checked;
}

const failureIn = ({ name }: Own, what: string): string =>
  `broken contract: property ${name}, ${what}`;

type Guard = <T>(checked: CheckedState, where: string, call: () => T) => T | undefined;

/** Handlers for the same events as the property's own. */
function checkedHandlers(property: Own, guard: Guard): Handlers<CheckedState> {
  const own = property.on as Readonly<Record<string, (...given: readonly unknown[]) => void>>;
  const handlers = Object.keys(own).map((kind) => [
    kind,
    (checked: CheckedState, ...rest: readonly unknown[]) => {
      guard(checked, `at ${kind},`, () => own[kind]?.(checked.own, ...rest));
    },
  ]);
  return Object.fromEntries(handlers) as Handlers<CheckedState>;
}

function checkedComparison(
  comparison: StateComparison<unknown>,
  guard: Guard,
): StateComparison<CheckedState> {
  return {
    ...comparison,
    key: (checked, run, bounds) =>
      guard(checked, "comparison.key", () => comparison.key(checked.own, run, bounds)) ??
      String(checked.failure),
    ...(comparison.references !== undefined && {
      references: (checked, run, whole) =>
        guard(checked, "comparison.references", () =>
          comparison.references?.(checked.own, run, whole),
        ) ?? [],
    }),
  };
}

const VERDICTS = "HELD, vacuous(because), or violated({ rounds, blocks, nodes, explanation })";

function isVerdict(verdict: unknown): verdict is Verdict {
  if (!isObject(verdict)) return false;
  const { status, because, witness } = verdict;
  switch (status) {
    case "held":
      return true;
    case "vacuous":
      return typeof because === "string";
    case "violated":
      return isObject(witness) && PARTS.every((part) => Array.isArray(witness[part]));
    default:
      return false;
  }
}

const PARTS = ["rounds", "blocks", "nodes", "explanation"] as const;
