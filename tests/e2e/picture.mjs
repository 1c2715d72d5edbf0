// Pictures for the documents, only when asked for: ADREF_PICTURES=1.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { until } from "./support.mjs";

/** Takes a picture of what somebody sees, when the page stands still. */
export async function picture(person, name) {
  if (!process.env.ADREF_PICTURES) return;
  const folder = fileURLToPath(new URL("../../docs/images", import.meta.url));
  mkdirSync(folder, { recursive: true });
  // Not in the middle of a movement.
  let before = -1;
  const still = async () => {
    const at = await person.page.evaluate(() => scrollY);
    const same = at === before;
    before = at;
    return same;
  };
  await until(still, { what: "the page to stand still", every: 150 });
  await person.page.screenshot({ path: `${folder}/${name}.png` });
}
