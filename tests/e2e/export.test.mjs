// The page on which the chair gives the text out: what is chosen, how it will read, and the file, which is the one that
// `adref export` writes. The steps follow one another.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { meet, openDraft, openHistory, paragraph, select, type } from "./people.mjs";
import { accessibilityFaults, adref, until } from "./support.mjs";

const SLUG = "tunis-commitment";

let meeting;
let chair;
let amina;
let olga;
let folder;
/** What the browser of the chair complained about, such as a breach of the page's policy. */
const complaints = [];

before(async () => {
  meeting = await meet(SLUG, ["chair", "Clara"], ["member", "Amina", "Senegal"], ["observer", "Olga"]);
  [chair, amina, olga] = meeting.people;
  folder = await mkdtemp(path(tmpdir(), "adref-export-"));
  chair.page.on("console", (message) => {
    // Refusals that are meant, of a final text and of an unknown moment, are told there as well.
    const isRefusal = /responded with a status of 40[49]/.test(message.text());
    if (message.type() === "error" && !isRefusal) complaints.push(message.text());
  });
});

after(async () => {
  await meeting?.end();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const part = (name, { page } = chair) => page.getByTestId(name);

// The edition is read from the page that its frame stands in: nothing runs in the frame itself.
const edition = () => part("preview").evaluate((frame) => frame.contentDocument.body.innerText);
const within = (selector) =>
  part("preview").evaluate(
    (frame, selector) => [...frame.contentDocument.querySelectorAll(selector)].map((element) => element.textContent),
    selector,
  );

/** Waits until the preview is that of the choices, and shows something that is asked of it. */
async function previewed(what, holds) {
  await until(
    async () => (await part("preview-status").getAttribute("data-busy")) === "false" && holds(await edition()),
    { what: `the preview: ${what}`, within: 10_000 },
  );
}

const has =
  (...texts) =>
  (text) =>
    texts.every((one) => text.includes(one));

/** Goes to an export by its address, as somebody would whom it was sent to. */
async function exporting(query, slug = SLUG) {
  await chair.page.goto(`${meeting.server.url}/#/drafts/${slug}/export?${query}`);
  await part("export-page").waitFor();
}

test("the text changes: a bracket with a wish, a decision in a meeting, a comment", async () => {
  await select(amina, "6.", "知识对于人类生存至关重要");
  await amina.page.getByTestId("wrap-bracket").click();
  await amina.page.getByTestId("wrap-confirm").click();
  await until(() => paragraph(chair, "6.").getByTestId("bracket-open").count(), { what: "the bracket" });
  // She leaves, and her name no longer fades behind the page.
  await amina.page.goto(`${meeting.server.url}/#/drafts`);
  await until(async () => (await part("remote-cursor").count()) === 0, { what: "her cursor to go" });
  await select(chair, "7.", "此外");
  await part("comment").click();
  await chair.page.locator("dialog[open] textarea").fill("Check the wording");
  await part("comment-confirm").click();
  await part("tab-brackets").click();
  const whole = await chair.page.locator("[data-testid=bracket-row]").first().getAttribute("data-id");
  await openHistory(chair, whole);
  await part("keep-bracket").click();
  await chair.page.locator("input[name=meeting]").fill("2nd meeting");
  await part("decision-confirm").click();
  await until(async () => (await part("decision-dialog").count()) === 0, { what: "the decision" });
});

test("as it stands, with the signs of what is open", async () => {
  await part("export-menu").click();
  await previewed("with signs", has("[正如]", "[知识对于人类生存至关重要]", "附件1"));
  assert.match(chair.page.url(), /\/export$/);
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  // Set as the file is: its own style, and nothing of the page's.
  const style = await part("preview").evaluate(
    (frame) => frame.contentWindow.getComputedStyle(frame.contentDocument.body).maxWidth,
  );
  assert.equal(style, "704px");
});

test("a compilation, with who wants what", async () => {
  await part("export-compilation").check();
  await previewed("with attribution", has("[知识对于人类生存至关重要 - Senegal]", "汇编案文"));
  await part("option-attribution").uncheck();
  await previewed("without attribution", (text) => text.includes("[知识对于人类生存至关重要]"));
  assert.match(chair.page.url(), /attribution=false/);
  await part("option-attribution").check();
  await previewed("with attribution again", has("Senegal"));
  assert.doesNotMatch(chair.page.url(), /attribution/, "what the mode does anyway");
});

test("marked, against the moment when it came in", async () => {
  await part("export-marked").check();
  await part("preview-missing").waitFor();
  assert.ok(await part("export-download").isDisabled(), "compared with nothing");
  await part("export-against").selectOption({ index: 1 });
  await previewed("marked", has("附件1"));
  const marks = await within("ins, del");
  assert.ok(
    marks.some((mark) => mark.includes("[")),
    `signs that came and went are marked: ${marks}`,
  );
});

test("agreed only, with a list of what is open", async () => {
  await part("export-agreed").check();
  await previewed("what is agreed", (text) => !text.includes("[正如]") && text.includes("附件1"));
  assert.ok((await within("section.back li")).length > 5, "what is open is listed");
  assert.ok(await part("option-attribution").isDisabled(), "nothing open is printed");
});

test("a final text is refused with what is open, each a link to its place", async () => {
  await part("export-final").check();
  await part("blockers").waitFor();
  assert.ok((await part("blocker").count()) > 5);
  assert.ok(await part("export-download").isDisabled());
  assert.ok(await part("preview").isHidden());
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  await part("blocker").first().click();
  await part("history").waitFor();
  assert.equal(await part("export-page").count(), 0);
});

test("a final text of a document in which nothing is open", async () => {
  const reference = await chair.page.evaluate(async () => {
    const headers = { "X-Adref-Slot": sessionStorage.getItem("adref.slot") };
    const drafts = await (await fetch("/api/drafts", { headers })).json();
    const settled = ({ open }) => Object.values(open).every((count) => count === 0);
    return drafts.find((draft) => draft.kind === "reference" && settled(draft))?.slug;
  });
  assert.ok(reference, "the seeds have one");
  await exporting("mode=final", reference);
  await previewed("a final text", (text) => text.length > 500);
  assert.equal(await part("blocker").count(), 0);
});

test("each option changes the preview", async () => {
  await exporting("mode=as-it-stands");
  const shows = (selector) => async () => (await within(selector)).length > 0;
  const check = async (option, what, holds) => {
    await part(`option-${option}`).check();
    await until(holds, { what: `${option}: ${what}` });
  };
  await until(async () => (await edition()).includes("[正如]"), { what: "the draft" });
  await check("columns", "a table around the text", shows("table.columns"));
  await check("lineNumbers", "numbers beside it", shows("main.numbered"));
  await check("comments", "what was said", async () => (await edition()).includes("Check the wording"));
  await check("renumber", "the old and the new numbers", shows("#concordance"));
  await part("option-symbol").fill("WSIS-II/PC-2/DT-1");
  await part("option-date").fill("11 January 2005");
  await previewed("symbol and date", has("WSIS-II/PC-2/DT-1", "11 January 2005"));
  await part("option-labels").selectOption("en");
  await previewed("English headings", has("Text as it stands"));
  await part("option-scheme").selectOption("option");
  await previewed("Option 1", has("Option 1"));
  await part("export-at").selectOption({ index: 1 });
  await previewed("as it came in", (text) => text.includes("[附件1") && !text.includes("[知识"));
  await part("export-at").selectOption({ label: "After the meeting: 2nd meeting" });
  await previewed("after the meeting", (text) => !text.includes("[附件1"));
});

test("the choices stand in the address: a reload, and somebody else, see the same", async () => {
  const text = await edition();
  const address = chair.page.url();
  assert.match(address, /symbol=WSIS-II%2FPC-2%2FDT-1/);
  await chair.page.reload();
  await previewed("the same", (now) => now === text);
  assert.equal(chair.page.url(), address);
  assert.ok(await part("option-renumber").isChecked());
});

test("links inside the edition lead to their places in it", async () => {
  const frame = part("preview");
  const place = () => frame.evaluate(({ contentWindow }) => [contentWindow.location.href, contentWindow.scrollY]);
  await frame.evaluate(({ contentDocument }) => contentDocument.querySelector('a[href*="#thread-"]').click());
  await until(async () => (await place())[0] === "about:srcdoc#thread-1" && (await place())[1] > 0, {
    what: "the place",
  });
  assert.match(await edition(), /Check the wording/, "the edition is still there");
});

test("the edition is what is printed, by the button and by the keys of the browser", async () => {
  const ways = [() => part("preview-print").click(), () => chair.page.keyboard.press("Control+p")];
  for (const print of ways) {
    // A browser without a window prints a frame once.
    await chair.page.reload();
    await previewed("the edition", has("Check the wording"));
    await part("preview").evaluate(({ contentWindow }) => {
      globalThis.printed = [];
      addEventListener("beforeprint", () => globalThis.printed.push("page"));
      contentWindow.addEventListener("beforeprint", () => globalThis.printed.push("edition"));
    });
    await print();
    await until(() => chair.page.evaluate(() => globalThis.printed.length > 0), { what: "something to be printed" });
    assert.deepEqual(await chair.page.evaluate(() => globalThis.printed), ["edition"]);
  }
});

test("the browser's own print prints the edition on its pages, and leaves the page as it was", async () => {
  await exporting("mode=as-it-stands");
  await previewed("the edition", has("附件1"));
  const { page } = chair;
  const looks = () =>
    page.evaluate(() => ({
      title: document.title,
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
      sheets: [...document.styleSheets].map((sheet) => sheet.disabled),
      adopted: document.adoptedStyleSheets.length,
      children: document.body.childElementCount,
      height: document.querySelector("[data-testid=export-page]").getBoundingClientRect().height,
    }));
  const before = await looks();
  const file = path(folder, "printed.pdf");
  await page.pdf({ path: file, format: "A4", preferCSSPageSize: true });
  assert.deepEqual(await looks(), before);
  const run = promisify(execFile);
  // Chromium cuts words where it changes the font; what is printed is the same.
  const bare = (text) => text.replaceAll(/\s+/g, "");
  const printed = bare((await run("pdftotext", ["-raw", file, "-"], { maxBuffer: 1 << 24 })).stdout);
  const whole = await part("preview").evaluate((frame) =>
    [...frame.contentDocument.querySelectorAll("main p, main h1")].map((element) => element.innerText),
  );
  assert.ok(whole.length > 10);
  for (const line of whole) {
    for (const words of line.split(/[，。；：、“”（）*\[\]]/).filter((words) => words.trim().length > 3))
      assert.ok(printed.includes(bare(words)), `printed: ${words}`);
  }
  const own = await part("export-download").innerText();
  assert.ok(!printed.includes(bare(own)), "nothing of the page");
  const pages = Number(/^Pages:\s+(\d+)/m.exec((await run("pdfinfo", [file])).stdout)?.[1]);
  assert.ok(pages > 1, `${pages} pages`);
  // Where there is no edition, the draft behind the dialog is what the page prints.
  await part("export-final").check();
  await part("blockers").waitFor();
  await page.pdf({ path: file });
  const said = bare((await run("pdftotext", ["-raw", file, "-"])).stdout);
  assert.match(said, /Alternativesto9·2versions/);
});

test("only the last choice is asked for, and what was asked before is given up", async () => {
  await exporting("mode=as-it-stands&labels=en");
  await previewed("the draft", has("[正如]"));
  const asked = [];
  const given = [];
  chair.page.on("request", (request) => request.url().includes("/export?") && asked.push(request.url()));
  chair.page.on("requestfailed", (request) => given.push(request.url()));
  await part("option-symbol").pressSequentially("A/CONF.1/L.2");
  await previewed("the symbol", has("A/CONF.1/L.2"));
  assert.ok(asked.length < 6, `12 letters, ${asked.length} questions`);
  // The answer to one choice is held back until another one is made.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await chair.page.route(/mode=compilation/, async (route) => {
    await held;
    await route.continue().catch(() => undefined); // it was given up meanwhile
  });
  const waiting = chair.page.waitForRequest(/mode=compilation/);
  await part("export-compilation").check();
  await waiting;
  await part("export-agreed").check();
  await until(() => given.some((url) => url.includes("mode=compilation")), { what: "the first to be given up" });
  release();
  await previewed("what was chosen last", (text) => text.includes("Agreed text") && !text.includes("[正如]"));
  await chair.page.unroute(/mode=compilation/);
});

test("the file is what `adref export` writes with the same choices, in every format that there is", async () => {
  await exporting("mode=as-it-stands");
  await part("format-html").waitFor();
  const formats = await chair.page.locator("input[name=format]").evaluateAll((all) => all.map((one) => one.value));
  assert.ok(formats.length >= 8, formats.join());
  const cases = formats.map((format) => [`mode=as-it-stands&format=${format}`, ["--format", format]]);
  for (const mode of ["compilation", "agreed"]) cases.push([`mode=${mode}&format=text`, ["--mode", mode]]);
  const chosen = [
    "--columns",
    "--line-numbers",
    "--renumber",
    "--symbol",
    "A/1",
    "--labels",
    "fr",
    "--scheme",
    "option",
  ];
  const query = "columns=true&lineNumbers=true&renumber=true&symbol=A%2F1&labels=fr&scheme=option";
  for (const format of ["docx", "html"]) {
    cases.push([
      `mode=marked&against=1&format=${format}&${query}`,
      ["--mode", "marked", "--against", "1", "--format", format, ...chosen],
    ]);
  }
  for (const [query, flags] of cases) {
    await exporting(query);
    await until(() => part("export-download").isEnabled(), { what: `the button for ${query}` });
    const [download] = await Promise.all([chair.page.waitForEvent("download"), part("export-download").click()]);
    const file = path(folder, "written");
    await adref("--data", meeting.server.data, "export", SLUG, ...flags, "-o", file);
    assert.ok((await readFile(await download.path())).equals(await readFile(file)), query);
    assert.match(download.suggestedFilename(), /^tunis-commitment-[a-z-]+\.[a-z]+$/);
    await until(async () => (await part("export-said").innerText()).includes(download.suggestedFilename()), {
      what: "the name of the file to be said",
    });
  }
});

test("a format that has no such mode cannot be chosen, and a mode takes a format that has it", async () => {
  await exporting("mode=as-it-stands&format=csv");
  await until(() => part("format-csv").isChecked(), { what: "CSV" });
  await part("format-hint").waitFor();
  await part("export-compilation").check();
  await until(() => part("format-docx").isChecked(), { what: "a format that has compilations" });
  assert.ok(await part("format-csv").isDisabled());
});

test("it is done by keys alone", async () => {
  await exporting("mode=as-it-stands");
  await part("export-as-it-stands").focus();
  await chair.page.keyboard.press("ArrowDown");
  await until(() => part("export-compilation").isChecked(), { what: "the arrow to choose" });
  await chair.page.keyboard.press("Escape");
  await until(async () => (await part("export-page").count()) === 0, { what: "the page to close" });
  assert.match(chair.page.url(), /#\/drafts\/tunis-commitment$/);
  assert.equal(await part("draft-text").isVisible(), true);
});

test("a moment that the draft does not have is told, with what to do", async () => {
  await exporting("mode=as-it-stands&at=1999-01-01T00:00:00Z");
  const error = part("error-view");
  await error.waitFor();
  assert.equal(await error.getAttribute("data-code"), "unknown-moment");
});

test("the preview of now follows what others write", async () => {
  await exporting("mode=as-it-stands");
  await previewed("the draft", has("[正如]"));
  await openDraft(amina, meeting.server, SLUG);
  await type(amina, "3.", "本阶段峰会", "如前所述，");
  await previewed("her words", has("如前所述，本阶段峰会"));
});

test("an observer is told why not, and reads on", async () => {
  await openDraft(olga, meeting.server, SLUG);
  await olga.page.getByTestId("export-menu").click();
  const refused = part("export-refused", olga);
  await refused.waitFor();
  assert.match(await refused.innerText(), /Only the chair[\s\S]*Observer/);
  assert.equal(await part("export-download", olga).count(), 0);
  assert.deepEqual(await accessibilityFaults(olga.page), []);
  await refused.getByRole("link").click();
  await until(async () => (await part("export-page", olga).count()) === 0, { what: "the text" });
});

test("nobody's page had an error, and no policy was offended", () => {
  for (const person of meeting.people) assert.deepEqual(person.errors, [], person.name);
  assert.deepEqual(complaints, []);
});
