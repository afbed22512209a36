const BEGIN = "<!-- written by npm run bench: begin -->";
const END = "<!-- written by npm run bench: end -->";

/** A document whose part between the markers is replaced. @throws when it has no such markers */
export function withResults(document: string, text: string): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`the document needs the lines ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}
