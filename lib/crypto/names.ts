/** Ideal signatures, fast; or real ones. */
export const CRYPTO_NAMES = ["structural", "ed25519"] as const;
export type CryptoName = (typeof CRYPTO_NAMES)[number];
