/** The names of the signature suites. */
export const CRYPTO_NAMES = ["structural", "ed25519"] as const;
export type CryptoName = (typeof CRYPTO_NAMES)[number];
