// What html-validate says of files: node validate.mjs PACKAGES FILE…, where PACKAGES is the folder in which `.ci/need.sh html`
// installed it. Prints one line a fault; nothing for files that are as they should be.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [packages, ...files] = process.argv.slice(2);
const { HtmlValidate } = createRequire(join(packages, "package.json"))("html-validate");
// The standard, its rules for documents that are read aloud, and nothing about taste.
const judge = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] });

for (const file of files) {
  const { results } = await judge.validateString(await readFile(file, "utf8"));
  for (const { line, column, ruleId, message } of results.flatMap((result) => result.messages)) {
    console.log(`${basename(file)}:${line}:${column} ${ruleId}: ${message}`);
  }
}
