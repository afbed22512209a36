/** What stands for all image servers in the dashboard's list. */
export const ALL_SERVERS = "*";

/** The term of a search that finds the rows of one image server. Whatever the address holds, it stays one quoted text. */
export function serverTerm(server: string): string {
  if (server === ALL_SERVERS) return "*";
  return `image_source="${server.replace(/[\\"]/g, "\\$&")}"`;
}
