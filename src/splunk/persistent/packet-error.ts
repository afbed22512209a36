/** Input that is not the protocol of a persistent handler. There is nobody to answer to, so the process ends. */
export class PacketError extends Error {
  override readonly name = "PacketError";
}
