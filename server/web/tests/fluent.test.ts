import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = new URL("../src/", import.meta.url).pathname;
const languages = ["en", "zh", "ar"];

function keysOf(language: string): string[] {
  const text = readFileSync(join(root, "locales", language, "adref.ftl"), "utf8");
  return [...text.matchAll(/^([a-z][\w-]*) =/gm)].map((match) => match[1] ?? "");
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "wasm" ? [] : sources(path);
    return /\.(svelte|ts)$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

const code = sources(root).join("\n");

test("every language says the same things, each once", () => {
  for (const language of languages) {
    const keys = keysOf(language);
    expect(new Set(keys).size, language).toBe(keys.length);
    expect(keys.toSorted(), language).toEqual(keysOf("en").toSorted());
  }
});

test("every language is valid Fluent and needs no variable that English does not give", () => {
  const variables = (language: string) => {
    const text = readFileSync(join(root, "locales", language, "adref.ftl"), "utf8");
    const bundle = new FluentBundle(language);
    expect(bundle.addResource(new FluentResource(text)), language).toEqual([]);
    const found = new Map<string, string[]>();
    for (const block of text.split(/\n(?=[a-z])/)) {
      const names = [...block.matchAll(/\$(\w+)/g)].map((match) => match[1] ?? "");
      found.set(block.split(" ")[0] ?? "", [...new Set(names)].toSorted());
    }
    return found;
  };
  const english = variables("en");
  for (const language of languages) {
    for (const [key, names] of variables(language)) {
      expect(english.get(key), `${language}: ${key}`).toEqual(expect.arrayContaining(names));
    }
  }
});

test("every key that the page uses exists, and every key is used", () => {
  const keys = new Set(keysOf("en"));
  const used = [...code.matchAll(/\bt\(\s*"([\w-]+)"/g)].map((match) => match[1] ?? "");
  const chosen = [...code.matchAll(/\? "([a-z][\w-]+)" : "([a-z][\w-]+)"/g)].flatMap((m) => [m[1] ?? "", m[2] ?? ""]);
  expect(used.filter((key) => !keys.has(key))).toEqual([]);
  // Keys made of a part that is known and a part that is data: `state-${state}`.
  const patterns = [...code.matchAll(/`([\w-]*\$\{[^}]+\}[\w-]*)`/g)].map(
    (match) => new RegExp(`^${(match[1] ?? "").replace(/\$\{[^}]+\}/g, "[\\w-]+")}$`),
  );
  const listed = new Set([...code.matchAll(/"(shortcut-[a-z-]+)"/g)].map((match) => match[1] ?? ""));
  const all = new Set([...used, ...chosen, ...listed]);
  const idle = [...keys].filter((key) => !all.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(idle).toEqual([]);
});

test("whatever an import may be unsure of is said in every language", () => {
  const diagnostic = new URL("../../../client-core/src/model/diagnostic.rs", import.meta.url).pathname;
  const [, listed = ""] = /pub const CODES: \[&str; \d+\] = \[(.*?)\];/s.exec(readFileSync(diagnostic, "utf8")) ?? [];
  const codes = [...listed.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] ?? "");
  expect(codes.length).toBeGreaterThan(40);
  const said = [...codes, "more"].flatMap((code) => [`finding-${code}`, `finding-${code}-hint`]).toSorted();
  for (const language of languages) {
    const keys = keysOf(language).filter((key) => key.startsWith("finding-"));
    expect(keys.toSorted(), language).toEqual(said);
  }
});

test("whatever a second version may leave is said in every language", () => {
  const left = new URL("../../../client-core/src/revise/left.rs", import.meta.url).pathname;
  const [, listed = ""] = /pub const CODES: \[&str; \d+\] = \[(.*?)\];/s.exec(readFileSync(left, "utf8")) ?? [];
  const codes = [...listed.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] ?? "");
  expect(codes.length).toBeGreaterThan(15);
  const said = codes.map((code) => `left-${code}`).toSorted();
  for (const language of languages) {
    const keys = keysOf(language).filter((key) => key.startsWith("left-"));
    expect(keys.toSorted(), language).toEqual(said);
  }
});
