/** Colours of one page: what the printer put on it, and what people added by hand. */

export type Theme = { paper: string; print: string; accent: string; faint: string; ink: string; stamp: string };

/** A fax knows black and white only; the greys here are chosen to survive the threshold. */
export const faxTheme: Theme = {
  paper: "#ffffff",
  print: "#000000",
  accent: "#000000",
  faint: "#3a3a3a",
  ink: "#000000",
  stamp: "#202020",
};

export const creamTheme: Theme = {
  paper: "#f6efdc",
  print: "#3b3a36",
  accent: "#2f5d50",
  faint: "#b9b096",
  ink: "#1d3f94",
  stamp: "#c0272d",
};

export const whiteTheme: Theme = {
  paper: "#fbfbf8",
  print: "#2e3440",
  accent: "#1f5f8b",
  faint: "#b4bcc6",
  ink: "#16224f",
  stamp: "#7a2f8f",
};

export const greenTheme: Theme = {
  paper: "#e9f2e4",
  print: "#27402f",
  accent: "#2d6a3e",
  faint: "#a9c3a6",
  ink: "#20242c",
  stamp: "#b3262e",
};

export const roseTheme: Theme = {
  paper: "#fbf1ee",
  print: "#4a2c32",
  accent: "#9b2f46",
  faint: "#d8b9b6",
  ink: "#1b2f6e",
  stamp: "#2b5aa8",
};
