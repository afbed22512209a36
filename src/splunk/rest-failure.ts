/** splunkd gave no answer that can be used; the message says what was expected, what came and what to do. */
export class RestFailure extends Error {
  override readonly name = "RestFailure";
}
