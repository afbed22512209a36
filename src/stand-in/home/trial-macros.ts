export type TrialRecords = {
  /** Name of the file, as searches find it. */
  readonly source: string;
  readonly columns: readonly string[];
  /** Column that names the picture. */
  readonly field: string;
  /** Addresses and options, as they were typed behind the field. */
  readonly rest: readonly string[];
};

/** Options that the dashboards' own searches give, and one that would rename the columns that they show. */
const OWN_TO_DASHBOARDS = /^(size|thumb|prefix)=/;

/**
 * Definitions of the app's macros for somebody's own records, as a site would write them into local/macros.conf. The first
 * columns beside the picture's are taken for what and whose a record is.
 */
export function macrosFor({ source, columns, field, rest }: TrialRecords): {
  readonly macros: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
} {
  const named = columns.map((name) => name.trim()).filter((name) => name !== "" && name !== field);
  const names = [...new Set(named)];
  const [title = "_raw", details = "source"] = names;
  const isOwn = (word: string): boolean => OWN_TO_DASHBOARDS.test(word);
  return {
    macros: {
      rx_records: `source=${quoted(source)}`,
      rx_image_field: quoted(field),
      rx_record_title: quoted(title),
      rx_record_details: quoted(details),
      rx_image_server: rest
        .filter((word) => !isOwn(word))
        .map(quoted)
        .join(" "),
    },
    leftOut: rest.filter(isOwn),
  };
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
