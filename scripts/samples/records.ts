/** The patient records that name the pictures: CSV as people keep it, with blanks and tabs strewn around the commas. */

type Row = [patient: string, prescription: string, file: string];

const rows: Row[] = [
  ["Patient_Name", "Prescription", "image_file"],
  ["Elena Garcia", "Amoxicillin 500 mg, 1 capsule 3 x daily for 7 days", "rx_garcia_0412.tif"],
  ["Chidi Okafor", "Metformin 850 mg, 1 tablet twice daily with meals", "rx_okafor_refills.tif"],
  ["Astrid Lindqvist", "Levothyroxine 75 µg every morning", "rx_lindqvist_colour.tif"],
  ["Layla Haddad", "Salbutamol 100 µg inhaler, 2 puffs when short of breath", "photo_haddad_turned.jpg"],
  ["Dmitri Petrov", "Amlodipine 5 mg once daily", "rx_petrov_mobile.webp"],
  ["Hiroshi Tanaka", "Atorvastatin 20 mg at bedtime", "label_tanaka_cmyk.jpg"],
  ["Jeanne Moreau-Blin", "Chest X-ray before antibiotics", "chest_moreau_16bit.tif"],
  ["Tomáš Novak", "Omeprazole 20 mg, 1 capsule before breakfast", "pill_novak.png"],
  ["Mariana Silva", "Ibuprofen 400 mg as charted", "chart_silva.gif"],
  ["Ingrid Solheim", "Nitrofurantoin 100 mg, 1 capsule twice daily for 5 days", "rx_scan_0042"],
  ["Åsa Sjöberg", "Cetirizine 10 mg if needed", "archive 2024/räksmörgås #7 100%.png"],
  ["Johanna Weiss", "Loratadine 10 mg once daily", "rx_weiss_small.png"],
  ["Thandi Mbeki", "Doxycycline 100 mg, 2 on day 1 then 1 daily", "rx_mbeki_truncated.jpg"],
  ["Camille Dubois", "Ramipril 2.5 mg every morning", "rx_dubois_login.jpg"],
  ["Giulia Rossi", "Sertraline 50 mg every morning", "rx_private_rossi.jpg"],
  ["Emre Yilmaz", "Pantoprazole 40 mg once daily", "rx_missing_yilmaz.tif"],
  ["Noah Becker", "Paracetamol 500 mg if needed", ""],
  ["Sofia Marchetti", "Warfarin 3 mg at night", "rx_marchetti_0907.tif"],
  ["Quentin Harrow", "Vitamin D 1000 IU once daily", "../../etc/passwd"],
];

const separators = [", ", ",\t", " , ", ",", "\t, ", ",  "];

function quoted(cell: string): string {
  return cell.includes(",") ? `"${cell}"` : cell;
}

/** Blanks next to a quote would become part of the cell or break it, so there the comma stands alone. */
function separator(turn: number, left: string, right: string): string {
  const chosen = separators[turn % separators.length] ?? ",";
  if (right.startsWith('"')) return ",";
  return left.endsWith('"') ? chosen.trimStart() : chosen;
}

export function patientRecords(): string {
  const lines = rows.map((row, index) => {
    const [patient, prescription, file] = row.map(quoted) as Row;
    const first = separator(index * 2, patient, prescription);
    return `${patient}${first}${prescription}${separator(index * 2 + 1, prescription, file)}${file}`;
  });
  return `${lines.join("\n")}\n`;
}
