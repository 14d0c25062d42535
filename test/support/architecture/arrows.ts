/** Rules about imports: the allowed arrows, packages and cycles. */
import { COMPUTED, findingAt, importsOf, targetOf } from "./source.js";
import type { SourceFinding, Import, Source } from "./source.js";

interface Place {
  /** The places of ours that it may import, besides itself. */
  readonly ours: readonly string[];
  /** The packages that it may import. */
  readonly packages: readonly string[];
  /** Whether it imports of other places what they export to outsiders, and nothing else. */
  readonly outsider?: true;
  /** Whether it imports of other places their types, and nothing that runs. */
  readonly typesOnly?: true;
}

const LIB = [
  "lib/crypto",
  "lib/explore",
  "lib/properties",
  "lib/protocol",
  "lib/protocols/chained",
  "lib/protocols/diembft",
  "lib/protocols/fab",
  "lib/protocols/fast-hotstuff",
  "lib/protocols/hotstuff",
  "lib/protocols/pbft",
  "lib/protocols/simplex",
  "lib/protocols/simplex-style",
  "lib/protocols/streamlet",
  "lib/protocols/sync-hotstuff",
  "lib/protocols/tendermint",
  "lib/protocols/two-round-simplex",
  "lib/protocols/two-track",
  "lib/protocols/zyzzyva",
  "lib/random.ts",
  "lib/registry.ts",
  "lib/scenario",
  "lib/simulation",
  "lib/space",
  "lib/testing",
];

/** The tools know protocols by the registry's names only. */
const ANY_PROTOCOL = LIB.filter((place) => !place.startsWith("lib/protocols/"));

/** Who may import whom. All else is forbidden; a file in none of these places has no home. */
const ARROWS: Readonly<Record<string, Place>> = {
  "lib/explore": { ours: [], packages: [] },
  "lib/protocol": { ours: ["lib/explore"], packages: ["immer"] },
  "lib/crypto": { ours: ["lib/protocol"], packages: ["@noble/ed25519", "@noble/hashes"] },
  "lib/protocols/diembft": {
    ours: ["lib/explore", "lib/protocol", "lib/crypto", "lib/properties"],
    packages: [],
  },
  "lib/protocols/chained": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/fast-hotstuff": {
    ours: ["lib/protocol", "lib/protocols/chained"],
    packages: [],
    outsider: true,
  },
  "lib/protocols/hotstuff": {
    ours: ["lib/protocol", "lib/protocols/chained"],
    packages: [],
    outsider: true,
  },
  "lib/protocols/pbft": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/streamlet": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/sync-hotstuff": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/tendermint": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/two-track": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/fab": {
    ours: ["lib/protocol", "lib/protocols/two-track"],
    packages: [],
    outsider: true,
  },
  "lib/protocols/zyzzyva": {
    ours: ["lib/protocol", "lib/protocols/two-track"],
    packages: [],
    outsider: true,
  },
  "lib/protocols/simplex-style": { ours: ["lib/protocol"], packages: [], outsider: true },
  "lib/protocols/simplex": {
    ours: ["lib/protocol", "lib/protocols/simplex-style"],
    packages: [],
    outsider: true,
  },
  "lib/protocols/two-round-simplex": {
    ours: ["lib/protocol", "lib/protocols/simplex-style"],
    packages: [],
    outsider: true,
  },
  "lib/simulation": { ours: ["lib/explore", "lib/protocol"], packages: [] },
  "lib/properties": { ours: ["lib/explore", "lib/protocol"], packages: [] },
  "lib/random.ts": { ours: [], packages: ["seedrandom"] },
  "lib/scenario": { ours: ["lib/protocol"], packages: ["zod"] },
  "lib/space": {
    ours: ["lib/protocol", "lib/scenario", "lib/random.ts"],
    packages: ["@noble/hashes", "zod"],
  },
  "lib/testing": {
    ours: ["lib/explore", "lib/protocol", "lib/crypto", "lib/properties", "lib/simulation"],
    packages: ["fast-check"],
  },
  "lib/registry.ts": {
    ours: [
      "lib/protocol",
      "lib/protocols/diembft",
      "lib/protocols/fab",
      "lib/protocols/fast-hotstuff",
      "lib/protocols/hotstuff",
      "lib/protocols/pbft",
      "lib/protocols/simplex",
      "lib/protocols/streamlet",
      "lib/protocols/sync-hotstuff",
      "lib/protocols/tendermint",
      "lib/protocols/two-round-simplex",
      "lib/protocols/zyzzyva",
    ],
    packages: [],
  },
  "lib/index.ts": { ours: LIB, packages: [] },
  io: {
    ours: ["lib/properties", "lib/protocol", "lib/crypto", "lib/registry.ts", "lib/scenario"],
    packages: ["bullmq", "cli-progress", "commander", "ioredis", "zod"],
  },
  generator: {
    ours: ["lib/protocol", "lib/registry.ts", "lib/scenario", "lib/space", "lib/random.ts", "io"],
    packages: ["zod"],
  },
  // The types of traces, which are all that the viewer knows of the executor.
  "executor/run/trace-format.ts": { ours: ["lib/scenario", "executor"], packages: ["zod"] },
  viewer: { ours: ["executor/run/trace-format.ts"], packages: ["preact"], typesOnly: true },
  executor: {
    ours: [...ANY_PROTOCOL, "executor/run/trace-format.ts", "io", "viewer"],
    packages: ["@noble/hashes", "zod"],
  },
  cluster: {
    ours: [
      ...ANY_PROTOCOL.filter((place) => place !== "lib/space" && place !== "lib/testing"),
      "io",
    ],
    packages: ["zod"],
  },
};

/** Command lines, the demonstration and the build put parts together and may import anything. */
const isCompositionRoot = (path: string): boolean =>
  path === "demo.ts" || path === "viewer/build.ts" || path.endsWith("/cli.ts");

/** Whoever touches the machine: files, arguments, exit codes, threads. */
const touchesMachine = (path: string): boolean =>
  isCompositionRoot(path) || path.startsWith("io/") || /\/worker[^/]*\.ts$/.test(path);

const isDoor = (path: string): boolean => path.endsWith("/index.ts");

const placeOf = (path: string): string | undefined =>
  Object.keys(ARROWS).find((place) => path === place || path.startsWith(`${place}/`));

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** Imports that no arrow allows. */
export function arrows(source: Source): readonly SourceFinding[] {
  if (isCompositionRoot(source.path)) return [];
  const from = placeOf(source.path);
  const rights = from === undefined ? undefined : ARROWS[from];
  if (from === undefined || rights === undefined) {
    return [`${source.path}:1: has no place in the architecture; move it, or add it to the arrows`];
  }
  return importsOf(source).flatMap((found) => {
    const message = objection(source, from, rights, found);
    return message === undefined ? [] : [findingAt(source, found.node, message)];
  });
}

function objection(source: Source, from: string, rights: Place, found: Import): string | undefined {
  const { specifier } = found;
  const target = targetOf(source, specifier);
  if (target === undefined) return objectionToPackage(source.path, from, rights, specifier);
  const to = placeOf(target);
  if (to === undefined || (to !== from && !rights.ours.includes(to))) {
    const allowed = rights.ours.length === 0 ? "nothing of ours" : rights.ours.join(", ");
    return `${from} may not import ${to ?? target}; it may import ${allowed}`;
  }
  if (to !== from && rights.typesOnly === true) {
    return found.typeOnly ? undefined : `${from} may import types of ${to}, and nothing that runs`;
  }
  const isOutsider = to !== from && rights.outsider === true;
  return objectionToDoor(isOutsider, to, target, isDoor(source.path));
}

/** Outsiders come through doors, and nobody else does but doors. */
function objectionToDoor(
  isOutsider: boolean,
  to: string,
  target: string,
  fromDoor: boolean,
): string | undefined {
  if (isOutsider) {
    return isDoor(target) ? undefined : `${target} is not public; import it from ${to}/index.ts`;
  }
  return isDoor(target) && !fromDoor
    ? `${target} is a door for outsiders; import the file that declares the name`
    : undefined;
}

function objectionToPackage(
  path: string,
  from: string,
  rights: Place,
  specifier: string,
): string | undefined {
  if (specifier === COMPUTED) {
    return path.startsWith("io/protocols/")
      ? undefined
      : `${from} may not import ${COMPUTED}; io/protocols loads what a user names`;
  }
  if (specifier.startsWith("node:")) {
    return touchesMachine(path)
      ? undefined
      : `${specifier} is out of reach here; call a helper of io/, or pass the data in`;
  }
  if (rights.packages.includes(packageOf(specifier))) return undefined;
  const owners = Object.entries(ARROWS)
    .filter(([, { packages }]) => packages.includes(packageOf(specifier)))
    .map(([place]) => place);
  const instead = owners.length === 0 ? "write it, or add it to the arrows" : owners.join(", ");
  return `${from} may not import the package ${specifier}; its home: ${instead}`;
}

/** The table of ARCHITECTURE.md: a place, what of ours it may import, and which packages. */
export function arrowsInWords(): readonly string[] {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? "nothing" : names.map((name) => `\`${name}\``).join(", ");
  return Object.entries(ARROWS).map(
    ([place, { ours, packages }]) => `\`${place}\` | ${list(ours)} | ${list(packages)}`,
  );
}

/** Files that import one another in a circle, be it for types only. */
export function cycles(sources: readonly Source[]): readonly SourceFinding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const findings: SourceFinding[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const circle = [...trail.slice(start), path].join(" -> ");
      findings.push(`${path}:1: imports itself in a circle: ${circle}; move the shared part out`);
      return;
    }
    // Components are imported like other files: "./x.js" is x.ts or x.tsx.
    const source = byPath.get(path) ?? byPath.get(`${path}x`);
    if (source === undefined || done.has(path)) return;
    for (const { specifier } of importsOf(source)) {
      const target = targetOf(source, specifier);
      if (target !== undefined) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return findings;
}
