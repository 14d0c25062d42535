/** The names of the signature suites. */
export const CRYPTO_NAMES = ["structural", "ed25519"] as const;
/**
 * A signature suite by name: `structural` (ideal signatures, fast) or `ed25519` (real ones).
 *
 * @useDeclaredType
 */
export type CryptoName = (typeof CRYPTO_NAMES)[number];
