/** The one place that names the concrete protocols: those that are built in. */
import type { ProtocolModule } from "./protocol/module.js";
import { diembftModule } from "./protocols/diembft/protocol.js";
import { pbftModule } from "./protocols/pbft/pbft.js";
import { streamletModule } from "./protocols/streamlet/streamlet.js";
import { tendermintModule } from "./protocols/tendermint/tendermint.js";

const BUILT_IN: readonly ProtocolModule[] = [
  diembftModule,
  streamletModule,
  tendermintModule,
  pbftModule,
];

/** Every protocol that can be run by name. */
export const protocols: ReadonlyMap<string, ProtocolModule> = new Map(
  BUILT_IN.map((module) => [module.name, module]),
);

/** The one that is run where none is named. */
export const DEFAULT_PROTOCOL = diembftModule.name;
