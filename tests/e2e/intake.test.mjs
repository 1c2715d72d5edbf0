// A file on its way into the room: chosen, reviewed, brought in or left; and a second version written into a draft.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { crc32 } from "node:zlib";
import { join, openDraft, paragraph } from "./people.mjs";
import { accessibilityFaults, launchBrowser, startServer, until } from "./support.mjs";

let server;
let browser;
let chair;
let pen;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  chair = await join(browser, server, "chair", "Clara");
  // The directory leaves of a member's link what its delegation is: the secretariat.
  pen = await join(browser, server, "member", "Selma", "Secretariat");
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const shot = ({ page }, name) =>
  process.env.ADREF_SHOTS && page.screenshot({ path: `${process.env.ADREF_SHOTS}/${name}.png`, fullPage: true });

async function begin({ page }) {
  await page.goto(`${server.url}/#/drafts`);
  await page.getByTestId("to-intake").click();
  await page.getByTestId("intake-drop").waitFor();
}

const choose = ({ page }, name, content, mimeType = "application/octet-stream") =>
  page.getByTestId("intake-file").setInputFiles({ name, mimeType, buffer: Buffer.from(content) });

/** What the review says of a file. */
async function review(person, name, content, onto) {
  await begin(person);
  if (onto) await person.page.getByTestId("intake-as").selectOption(onto);
  await choose(person, name, content);
  await person.page.getByTestId("intake-review").waitFor();
  return person.page.getByTestId("intake-review");
}

async function confirm({ page }) {
  await page.getByTestId("intake-confirm").click();
  await page.getByTestId("intake-done").waitFor();
}

/** A draft as a file, asked for as the page asks. */
async function exported({ page }, slug, format) {
  const bytes = await page.evaluate(
    async ([slug, format]) => {
      const headers = { "X-Adref-Slot": sessionStorage.getItem("adref.slot") };
      const answer = await fetch(`/api/drafts/${slug}/export?format=${format}&mode=as-it-stands`, { headers });
      if (!answer.ok) throw new Error(await answer.text());
      return [...new Uint8Array(await answer.arrayBuffer())];
    },
    [slug, format],
  );
  return Buffer.from(bytes);
}

const slugs = ({ page }) =>
  page.evaluate(async () => {
    const headers = { "X-Adref-Slot": sessionStorage.getItem("adref.slot") };
    return (await (await fetch("/api/drafts", { headers })).json()).map((draft) => draft.slug);
  });

test("whoever may not bring in files is not offered it, and is refused", async () => {
  const member = await join(browser, server, "member", "Nora", "Northland");
  assert.equal(await member.page.getByTestId("to-intake").count(), 0);
  await member.page.goto(`${server.url}/#/bring-in`);
  await choose(member, "a.txt", "1. We urge.\n");
  const fault = member.page.getByTestId("intake-fault");
  await fault.waitFor();
  assert.match(await fault.innerText(), /Your role does not allow this/);
  await member.page.context().close();
});

test("the seed that the room began with is known", async () => {
  const name = "000_f5c0fb1b3a270f9b.txt";
  await review(chair, name, await readFile(new URL(`../../seeds/${name}`, import.meta.url)));
  await shot(chair, "intake-seed");
  const there = chair.page.getByTestId("intake-there");
  assert.ok((await there.count()) > 0);
  assert.ok(await chair.page.getByTestId("intake-confirm").isDisabled());
});

test("a DOCX of our own becomes a draft, with its brackets", async () => {
  const before = await slugs(chair);
  const file = await exported(chair, "tunis-commitment", "docx");
  const shown = await review(pen, "Tunis, as of today.docx", file);
  assert.match(await shown.innerText(), /DOCX/);
  assert.match(await pen.page.getByTestId("intake-draft").innerText(), /\d+ brackets/);
  const preview = pen.page.getByTestId("intake-preview");
  assert.match(await preview.innerText(), /\[/);
  assert.deepEqual(await accessibilityFaults(pen.page), []);
  await shot(pen, "intake-docx");
  await pen.page.getByTestId("intake-cancel").click();
  await pen.page.getByTestId("intake-drop").waitFor();
  assert.deepEqual(await slugs(chair), before, "a review stores nothing");
  await choose(pen, "Tunis, as of today.docx", file);
  await pen.page.getByTestId("intake-review").waitFor();
  await confirm(pen);
  await shot(pen, "intake-done");
  await pen.page.getByTestId("intake-open").click();
  await pen.page.getByTestId("draft-text").waitFor();
  assert.equal((await slugs(chair)).length, before.length + 1);
});
