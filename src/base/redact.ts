/** A text in which no address shows a user name or password. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/?#\s]*@/g, "//***@");
}
