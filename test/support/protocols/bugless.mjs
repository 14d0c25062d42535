/** A protocol that declares no bugs. */
import { register } from "tsx/esm/api";

register();
const { defineProtocol } = await import("../../../lib/protocol/index.ts");
const { pbftModule } = await import("../../../lib/protocols/pbft/pbft.ts");
export default defineProtocol({ name: "bugless", create: () => pbftModule.create([]) });
