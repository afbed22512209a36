import { faultOf } from "../faults.ts";
import type { PageReader } from "../pages.ts";

/** The same pages, whose faults tell which page they are of, and how many there are. */
export function tellingPages(reader: PageReader, title: string): PageReader {
  const { pages } = reader;
  const told = <Value>(page: number, work: Promise<Value>): Promise<Value> =>
    work.catch((thrown) => {
      throw faultOf(thrown, title).of({ page: page + 1, pages });
    });
  return {
    pages,
    sizeOf: (page) => told(page, reader.sizeOf(page)),
    read: (page, box) => told(page, reader.read(page, box)),
  };
}
