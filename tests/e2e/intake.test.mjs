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

const FIRST = `1. We urge [all] States to act.

2. A paragraph of its own that goes away.

3. We recall the Declaration of 2003.
`;
const SECOND = `1. We urge all States to act [without delay].

1 bis. Something entirely different is said here.

3. We recall the Declaration of 2003.
`;

/** Makes a draft of a text; its slug. */
async function made(person, name, text) {
  const before = await slugs(person);
  await review(person, name, text);
  await confirm(person);
  const [slug] = (await slugs(person)).filter((one) => !before.includes(one));
  return slug;
}

const reads = async ({ page }) =>
  (await page.locator("[data-testid=paragraph]").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());

test("a second version of a draft is compared, written by the chair, and changes nothing when it comes again", async () => {
  const slug = await made(chair, "motion.txt", FIRST);
  await review(chair, "motion rev 2.txt", SECOND, slug);
  const { page } = chair;
  assert.match(await page.getByTestId("intake-tally").innerText(), /1 changed\s+1 new\s+1 gone\s+1 paragraph as it is/);
  const changed = page.getByTestId("intake-comparison").locator("[data-what=changed]");
  assert.deepEqual(await changed.locator("ins").allInnerTexts(), [" [without delay]"]);
  assert.equal(await page.getByTestId("intake-left").count(), 0);
  assert.deepEqual(await accessibilityFaults(page), []);
  await shot(chair, "intake-version");
  await confirm(chair);
  await openDraft(chair, server, slug);
  assert.match(await paragraph(chair, "1.").innerText(), /We urge all States to act \[without delay\]/);
  assert.match(await paragraph(chair, "1 bis.").innerText(), /Something entirely different/);
  assert.ok(!(await reads(chair)).some((text) => /goes away/.test(text)), "what is gone is not read");
  await review(chair, "motion rev 2.txt", SECOND, slug);
  await page.getByTestId("intake-no-difference").waitFor();
  assert.ok(await page.getByTestId("intake-confirm").isDisabled());
});

test("the secretariat writes what it may, and is told what waits for the chair", async () => {
  const slug = await made(pen, "paper.txt", FIRST);
  await review(pen, "paper rev 2.txt", SECOND, slug);
  const left = pen.page.getByTestId("intake-left").locator("li");
  const codes = await left.evaluateAll((lines) => lines.map((line) => line.dataset.code));
  assert.deepEqual(codes.toSorted(), ["bracket-to-lift", "paragraph-to-delete", "paragraph-to-take-in"]);
  await shot(pen, "intake-version-secretariat");
  await confirm(pen);
  await openDraft(pen, server, slug);
  assert.match(await paragraph(pen, "1.").innerText(), /We urge \[all\] States to act \[without delay\]/);
  assert.match(await paragraph(pen, "2.").innerText(), /\[A paragraph of its own that goes away\.\]/);
});

test("what somebody wrote between the review and the storing is not overrun", async () => {
  const slug = await made(chair, "letter.txt", FIRST);
  await review(pen, "letter rev 2.txt", SECOND, slug);
  await review(chair, "letter rev 1a.txt", FIRST.replace("2003", "2004"), slug);
  await confirm(chair);
  await pen.page.getByTestId("intake-confirm").click();
  const fault = pen.page.getByTestId("intake-fault");
  await fault.waitFor();
  assert.match(await fault.innerText(), /Somebody wrote in the draft meanwhile/);
  await fault.getByRole("button").click();
  await until(async () => (await fault.count()) === 0, { what: "another review" });
  await confirm(pen);
});

test("in a negotiation a version is proposed", async () => {
  const slug = await made(chair, "pact.txt", FIRST);
  await chair.page.evaluate(
    async ([slug]) => {
      location.hash = `#/drafts/${slug}`;
    },
    [slug],
  );
  await openDraft(chair, server, slug);
  await chair.page.getByTestId("phase").click();
  await chair.page.locator("input[name=phase][value=negotiation]").check();
  await chair.page.getByTestId("phase-confirm").click();
  await until(async () => (await chair.page.getByTestId("phase").getAttribute("data-phase")) === "negotiation", {
    what: "the negotiation",
  });
  await begin(chair);
  await chair.page.getByTestId("intake-as").selectOption(slug);
  await choose(chair, "pact rev 2.txt", SECOND);
  await chair.page.getByTestId("intake-proposed").waitFor();
  await confirm(chair);
  const text = (await exported(chair, slug, "text")).toString();
  assert.match(text, /We urge \[all\] States to act\[ \[without delay\]\]\./);
  assert.match(text, /\[Something entirely different is said here\.\]/);
  assert.match(text, /\[A paragraph of its own that goes away\.\]/);
});

/** A package with parts that are not packed. */
function zip(parts) {
  const [local, central] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(path.length, 22);
    local.push(Buffer.from("PK\x03\x04"), head, path, data);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    central.push(Buffer.from("PK\x01\x02\x14\0"), head, entry, path);
    at += 30 + path.length + data.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...central, end]);
}

test("a hostile file does nothing but be refused, or shown as the text that it is", async () => {
  const { page } = chair;
  const document = `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`;
  await begin(chair);
  for (const [name, bytes, said] of [
    ["entities.docx", zip({ "word/document.xml": document }), /declares a document type, which is refused/],
    ["old.doc", Buffer.from("d0cf11e0a1b11ae10000", "hex"), /cannot be read/],
    ["cut.docx", zip({ "word/document.xml": "<w:document>" }).subarray(0, 40), /cannot be read/],
    ["large.txt", Buffer.alloc(16 * 1024 * 1024 + 1, "a"), /larger than 16 MB/],
  ]) {
    await choose(chair, name, bytes);
    const fault = page.getByTestId("intake-fault");
    await until(async () => said.test(await fault.innerText()), { what: `${name} to be refused` });
  }
  await shot(chair, "intake-refused");
  const text = `<html><body><p>1. We <script>document.title = "taken"</script><img src=x onerror="document.title = 'taken'"> urge.</p></body></html>`;
  await review(chair, "<img src=x onerror=alert(1)>.html", text);
  assert.match(await page.getByTestId("intake-preview").innerText(), /urge/);
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.notEqual(await page.title(), "taken");
  assert.deepEqual(chair.errors, []);
});

test("what was uncertain is said in the language of the page, with what it is about", async () => {
  const { page } = chair;
  await begin(chair);
  const said = {
    en: [/A bracket closes here and none is open/, /A second title stands here: .*Programme/, /the numbers go on/],
    zh: [/此处有右方括号/, /第二个标题.*Programme/, /编号连续/],
    ar: [/يُغلق هنا قوس ولم يُفتح قوس/, /عنوان ثان: .*Programme/, /الترقيم متصل/],
  };
  const html = `<!DOCTYPE html><html><body><h1 class="title">Declaration</h1><p>1. We urge] all [States].</p>
    <h1 class="title">Programme</h1><p>2. We call.</p></body></html>`;
  await choose(chair, "two.html", html);
  const findings = page.getByTestId("intake-findings");
  for (const language of ["ar", "zh", "en"]) {
    await page.getByTestId("language").selectOption(language);
    await findings.waitFor();
    const text = (await findings.innerText()).replaceAll(/[\u2066-\u2069]/g, "");
    for (const words of said[language]) assert.match(text, words);
    if (language !== "en") assert.doesNotMatch(text, /bracket|kept|draft/, "no English of the server");
    assert.equal(await findings.locator("[lang=en]").count(), 0);
    assert.deepEqual(await accessibilityFaults(page), [], language);
    if (language === "ar") await shot(chair, "intake-findings-ar");
  }
});

test("all of it by the keyboard, in Arabic", async () => {
  const { page } = pen;
  await begin(pen);
  await page.getByTestId("language").selectOption("ar");
  // Asked for first: the browser has to know of it before the key is pressed.
  const asked = page.waitForEvent("filechooser");
  await page.getByTestId("intake-as").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), "intake-file");
  await page.keyboard.press("Enter");
  await (
    await asked
  ).setFiles({ name: "مشروع.txt", mimeType: "text/plain", buffer: Buffer.from("1. نحث [جميع] الدول على العمل.\n") });
  await page.getByTestId("intake-review").waitFor();
  await until(() => page.evaluate(() => document.activeElement?.id === "intake-review"), {
    what: "the review to be read",
  });
  assert.deepEqual(await accessibilityFaults(page), []);
  await shot(pen, "intake-ar");
  await page.getByTestId("intake-confirm").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("intake-open").waitFor();
  await page.getByTestId("language").selectOption("en");
});
