import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import ar from "../locales/ar/adref.ftl?raw";
import en from "../locales/en/adref.ftl?raw";
import zh from "../locales/zh/adref.ftl?raw";

/** The languages of the interface. Direction is data: nothing else in the page knows which script runs which way. */
export const languages = {
  en: { name: "English", dir: "ltr", tag: "en", source: en },
  zh: { name: "中文", dir: "ltr", tag: "zh-Hans", source: zh },
  ar: { name: "العربية", dir: "rtl", tag: "ar", source: ar },
} as const;

export type Language = keyof typeof languages;

const KEPT_AS = "adref.language";

class I18n {
  language = $state<Language>(firstLanguage());
  readonly dir = $derived(languages[this.language].dir);
  readonly tag = $derived(languages[this.language].tag);
  private readonly bundles = new Map<Language, FluentBundle>();

  set(language: Language): void {
    this.language = language;
    try {
      localStorage.setItem(KEPT_AS, language);
    } catch {
      // A browser that keeps nothing still shows the language for this visit.
    }
  }

  has(id: string): boolean {
    return this.bundle(this.language).hasMessage(id) || this.bundle("en").hasMessage(id);
  }

  text(id: string, args?: Record<string, FluentVariable>): string {
    for (const language of [this.language, "en"] as const) {
      const bundle = this.bundle(language);
      const pattern = bundle.getMessage(id)?.value;
      if (pattern != null) return bundle.formatPattern(pattern, args, []);
    }
    return id;
  }

  date(at: number): string {
    const format = new Intl.DateTimeFormat(this.tag, { dateStyle: "medium", timeStyle: "short" });
    return format.format(at);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.tag).format(value);
  }

  list(items: string[]): string {
    return new Intl.ListFormat(this.tag, { type: "conjunction" }).format(items);
  }

  private bundle(language: Language): FluentBundle {
    let bundle = this.bundles.get(language);
    if (bundle === undefined) {
      const { tag, source, dir } = languages[language];
      // Isolation marks are needed where names may run against the interface, and only there.
      bundle = new FluentBundle(tag, { useIsolating: dir === "rtl" });
      bundle.addResource(new FluentResource(source));
      this.bundles.set(language, bundle);
    }
    return bundle;
  }
}

function firstLanguage(): Language {
  const wished = [kept(), ...(globalThis.navigator?.languages ?? [])];
  for (const tag of wished) {
    const base = tag?.split("-")[0] ?? "";
    if (base in languages) return base as Language;
  }
  return "en";
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

export const i18n = new I18n();

/** The words of the interface, by key. */
export function t(id: string, args?: Record<string, FluentVariable>): string {
  return i18n.text(id, args);
}

/** Which way a text of a language runs; the text and the interface may differ. */
export function directionOf(language: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur|ps|dv|yi)\b/.test(language) ? "rtl" : "ltr";
}
