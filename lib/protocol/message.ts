/** Messages are immutable class instances, shared by reference and never copied. */
export interface ProtocolMessage {
  readonly kind: string;
}
