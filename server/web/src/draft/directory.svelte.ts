import type { Delegation } from "../contract";
import { i18n } from "../i18n/i18n.svelte";

/** In which order a name is looked for when the reader's language has none; the same as in client-core. */
const FALLBACK = ["en", "fr", "es", "ru", "zh", "ar"];

/** The delegations of the conference: the name that is kept of one tells its names in the reader's language. */
class Directory {
  list = $state.raw<readonly Delegation[]>([]);
  private readonly byName = $derived(
    new Map(this.list.flatMap((entry) => Object.values(entry.names).map((name) => [name, entry] as const))),
  );

  find(name: string): Delegation | undefined {
    return this.byName.get(name);
  }

  /** The name of a delegation in the reader's language; itself when it is not listed. */
  name(delegation: string): string {
    const entry = this.find(delegation);
    return entry === undefined ? delegation : nameOf(entry, i18n.language);
  }
}

export const directory = new Directory();

export function nameOf(entry: Delegation, language: string): string {
  const found = [language, ...FALLBACK].map((one) => entry.names[one]).find((name) => name !== undefined);
  return found ?? entry.code;
}
