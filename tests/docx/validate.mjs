// What the Open XML SDK of the maker of the format says of files: node validate.mjs PACKAGES FILE…, where PACKAGES is the
// folder in which `.ci/need.sh ooxml` installed it. Prints one line of JSON a fault; nothing for files that are as they should be.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, ...files] = process.argv.slice(2);
const library = join(packages, "node_modules/@ooxml-tools/validate/dist/npm/index.js");
const { default: validate } = await import(pathToFileURL(library).href);

for (const file of files) {
  for (const { description, path, id } of await validate(await readFile(file), "docx", "Microsoft365")) {
    console.log(JSON.stringify({ file: basename(file), part: path.partUri, path: path.xpath, id, description }));
  }
}
// The library leaves its runtime running.
process.exit(0);
