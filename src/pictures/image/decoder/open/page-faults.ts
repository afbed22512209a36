import type { DecodeFault } from "../faults.ts";
import { faultOf } from "../libvips-faults.ts";
import type { PageReader } from "../pages.ts";

/**
 * The same pages, whose faults tell which page they are of, and how many there are.
 * @param given pages that were given up by a way before this one; they stay so
 */
export function tellingPages(reader: PageReader, title: string, given: Map<number, DecodeFault>): PageReader {
  const { pages } = reader;
  const told = async <Value>(page: number, work: () => Promise<Value>): Promise<Value> => {
    const known = given.get(page);
    if (known) throw known;
    try {
      return await work();
    } catch (thrown) {
      const fault = faultOf(thrown, title).of({ page: page + 1, pages });
      if (fault.isFinal) given.set(page, fault);
      throw fault;
    }
  };
  return {
    pages,
    sizeOf: (page) => told(page, () => reader.sizeOf(page)),
    read: (page, box) => told(page, () => reader.read(page, box)),
  };
}
