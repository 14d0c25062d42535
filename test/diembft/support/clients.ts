/** Signed client requests for tests. */
import { ClientRequest, requestDigest, transactionOf } from "../../../lib/protocol/host/client.js";
import type { CryptoSuite } from "../../../lib/protocol/crypto.js";
import { clientId } from "../../../lib/protocol/ids.js";
import type { Transaction } from "../../../lib/protocol/ids.js";

interface Choice {
  readonly client?: string;
  readonly command?: string;
  /** Who signs: the client, unless it is forged. */
  readonly signer?: string;
}

/** A signed request, of the client `me` unless said otherwise. */
export function requestBy(
  crypto: CryptoSuite,
  sequence: number,
  choice: Choice = {},
): ClientRequest {
  const { client = "me", command = "command" } = choice;
  const content = { client: clientId(client), sequence, command, id: `${client}.${sequence}` };
  const signer = crypto.signerOf(clientId(choice.signer ?? client));
  return new ClientRequest({ ...content, signature: signer.sign(requestDigest(crypto, content)) });
}

export const transactionBy = (...request: Parameters<typeof requestBy>): Transaction =>
  transactionOf(requestBy(...request));
