/** splunkd's no: its status, 0 where there was no answer, and its own words. */
export type Refusal = { readonly status: number; readonly texts: readonly string[] };

/** What Splunk Web's service calls back with. */
export type WebAnswer = { readonly status?: unknown; readonly data?: unknown };

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

/** What the page does that a user may lack the right for, and what that right is called. */
const NEEDED = {
  "read the settings of this app": "read permission on the app (Apps > Manage Apps > Permissions)",
  "change the settings of this app":
    "write permission on the app (Apps > Manage Apps > Permissions), or the capability admin_all_objects",
  "see which secrets are stored": "the capability list_storage_passwords",
  "store or remove secrets":
    "the capabilities list_storage_passwords and edit_storage_passwords (admin_all_objects where Splunk has no such)",
  "mark the app as set up": "the capability admin_all_objects, or edit_local_apps",
  "run a search": "the capability search",
} as const;
export type Deed = keyof typeof NEEDED;

/** A sentence for whoever was refused: what was wanted, what Splunk said, what to do. */
export function refusalText(deed: Deed, { status, texts }: Refusal): string {
  const words = texts.length > 0 ? ` Splunk says: ${texts.join("; ")}` : "";
  switch (status) {
    case 0:
      return `Splunk gave no answer to the wish to ${deed}. Check that it runs, and try again.${words}`;
    case 401:
      return `Your session is over, so you cannot ${deed}. Log in to Splunk again.${words}`;
    case 403:
      return `You may not ${deed}. A role of yours needs ${NEEDED[deed]}.${words}`;
    default:
      return `Splunk refused the wish to ${deed} (${status}).${words || " It gave no reason; splunkd.log may tell more."}`;
  }
}
