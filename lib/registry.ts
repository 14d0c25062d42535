/** The one place that names the concrete protocols: those that are built in. */
import type { ProtocolModule } from "./protocol/module.js";
import { diembftModule } from "./protocols/diembft/protocol.js";
import { fabModule } from "./protocols/fab/fab.js";
import { fastHotstuffModule } from "./protocols/fast-hotstuff/fast-hotstuff.js";
import { hotstuffModule } from "./protocols/hotstuff/hotstuff.js";
import { pbftModule } from "./protocols/pbft/pbft.js";
import { simplexModule } from "./protocols/simplex/simplex.js";
import { streamletModule } from "./protocols/streamlet/streamlet.js";
import { syncHotstuffModule } from "./protocols/sync-hotstuff/sync-hotstuff.js";
import { tendermintModule } from "./protocols/tendermint/tendermint.js";
import { twoRoundSimplexModule } from "./protocols/two-round-simplex/two-round-simplex.js";
import { zyzzyvaModule } from "./protocols/zyzzyva/zyzzyva.js";

const BUILT_IN: readonly ProtocolModule[] = [
  diembftModule,
  streamletModule,
  tendermintModule,
  pbftModule,
  hotstuffModule,
  fastHotstuffModule,
  fabModule,
  zyzzyvaModule,
  simplexModule,
  twoRoundSimplexModule,
  syncHotstuffModule,
];

/** Every protocol that can be run by name. */
export const protocols: ReadonlyMap<string, ProtocolModule> = new Map(
  BUILT_IN.map((module) => [module.name, module]),
);

/** The one that is run where none is named. */
export const DEFAULT_PROTOCOL = diembftModule.name;
