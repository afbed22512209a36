/** What Splunk Web's service calls back with. */
export type WebAnswer = { readonly status?: unknown; readonly data?: unknown };

/** splunkd's no: its status, 0 where there was no answer, and its own words. */
export type Refusal = { readonly status: number; readonly texts: readonly string[] };

export function refusalOf({ status, data }: WebAnswer): Refusal {
  // Splunk Web's service invents 600 and above for what never arrived.
  const isAnswer = typeof status === "number" && status < 600;
  return { status: isAnswer ? status : 0, texts: messagesOf(data) };
}

/** The texts of `messages` in an answer of splunkd. */
export function messagesOf(data: unknown): string[] {
  const messages: unknown = Object(data).messages;
  if (!Array.isArray(messages)) return [];
  const texts = messages.map((message: unknown) => Object(message).text);
  return texts.filter((text): text is string => typeof text === "string").map((text) => text.trim());
}

/** Whether splunkd speaks of this key, so that its words belong beside that field. */
export function isNamed(key: string, { status, texts }: Refusal): boolean {
  return status === 400 && texts.some((text) => text.split(/[^\w.-]+/).includes(key));
}
