/** What somebody chose of an export. A choice that is not made is empty, and left to the server. */
export interface Choices {
  mode: string;
  format: string;
  /** Empty: as the mode has it. */
  attribution: boolean | "";
  columns: boolean;
  lineNumbers: boolean;
  comments: boolean;
  renumber: boolean;
  scheme: string;
  labels: string;
  symbol: string;
  date: string;
  /** A time, or the number of a decision; empty: now. */
  at: string;
  /** As `at`: what a marked text is compared with. */
  against: string;
}

/** The languages that labels and headings are printed in. */
export const labelLanguages = ["ar", "zh", "en", "fr", "ru", "es"];

/** Reads the choices from the part of an address behind its `?`. What it has of anything else is left out. */
export function readChoices(query: string): Choices {
  const given = new URLSearchParams(query);
  const text = (name: string) => given.get(name) ?? "";
  const is = (name: string) => given.get(name) === "true";
  return {
    mode: text("mode") || "as-it-stands",
    format: text("format"),
    attribution: given.has("attribution") ? is("attribution") : "",
    columns: is("columns"),
    lineNumbers: is("lineNumbers"),
    comments: is("comments"),
    renumber: is("renumber"),
    scheme: text("scheme"),
    labels: text("labels"),
    symbol: text("symbol"),
    date: text("date"),
    at: text("at"),
    against: text("against"),
  };
}

/** The choices as a query: of the page's address, and of the server's. */
export function writeChoices(choices: Choices): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(choices) as [keyof Choices, string | boolean][]) {
    const isUsual = value === "" || (value === false && name !== "attribution");
    if (!isUsual) query.set(name, String(value));
  }
  return query.toString();
}

/** Whether a mode prints what is open, and so can say who wants what of it. */
export function showsOpen(mode: string): boolean {
  return mode !== "agreed" && mode !== "final";
}

/** Whether brackets tell who wants what. */
export function attributes({ mode, attribution }: Pick<Choices, "mode" | "attribution">): boolean {
  return showsOpen(mode) && (attribution === "" ? mode === "compilation" : attribution);
}

/** The choices with another answer to that question; what the mode does anyway is not said. */
export function withAttribution(choices: Choices, attribution: boolean): Choices {
  return { ...choices, attribution: attribution === (choices.mode === "compilation") ? "" : attribution };
}
