// What a person does on the page, by the names that the page gives its parts.

import { launchBrowser, startServer, until } from "./support.mjs";

/** A person in a browser of their own, joined by an invitation link. */
export async function join(browser, server, role, name, delegation = `Delegation of ${name}`, viewport) {
  const context = await browser.newContext({
    viewport: viewport ?? { width: 1440, height: 900 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(server.invitations[role]);
  await page.locator("input[name=name]").fill(name);
  const field = page.locator("input[name=delegation]");
  if (await field.count()) await field.fill(delegation);
  await page.locator("button[type=submit]").click();
  await page.getByTestId("draft-row").first().waitFor();
  return { page, errors, name, role };
}

/** Opens a draft and waits until the person is in the room. */
export async function openDraft({ page }, server, slug) {
  await page.goto(`${server.url}/#/drafts/${slug}`);
  await live({ page });
}

/** People around one draft, each `[role, name, delegation]`: with a server and a browser of their own, until `end`. */
export async function meet(slug, ...invited) {
  const meeting = {
    server: await startServer(),
    browser: null,
    people: [],
    async end() {
      await meeting.browser?.close();
      await meeting.server.stop();
    },
  };
  try {
    meeting.browser = await launchBrowser();
    for (const person of invited) meeting.people.push(await join(meeting.browser, meeting.server, ...person));
    for (const person of meeting.people) await openDraft(person, meeting.server, slug);
  } catch (error) {
    await meeting.end();
    throw error;
  }
  return meeting;
}

/** Waits until everything is saved and the connection stands. */
export async function live({ page }, within = 15_000) {
  const status = page.getByTestId("status");
  await until(async () => (await status.getAttribute("data-state")) === "live", {
    what: "the page to be live",
    within,
  });
}

/** The paragraph with a label. */
export function paragraph({ page }, label) {
  return page.locator(`[data-testid=paragraph][data-label="${label}"]`).first();
}

/** The words of a paragraph, signs included, without what the page puts between them: carets of others, name tags. */
export function words(person, label) {
  return paragraph(person, label)
    .locator(".para-text")
    .evaluate((element) => {
      const text = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data;
        if (node.nodeType !== Node.ELEMENT_NODE || node.classList.contains("ProseMirror-widget")) return "";
        if (getComputedStyle(node).display === "none") return "";
        return [...node.childNodes].map(text).join("");
      };
      return text(element).replaceAll(/[\u200b\n]/g, "");
    });
}

/** Puts the caret, or a selection, into the first run of words that holds `text`. */
export async function select(person, label, text, { collapse } = {}) {
  await paragraph(person, label)
    .locator(".para-text")
    .evaluate(
      (element, { text, collapse }) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.data.indexOf(text);
          if (at < 0) continue;
          element.closest("[contenteditable=true]")?.focus();
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + text.length);
          if (collapse) range.collapse(collapse === "start");
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          return;
        }
        throw new Error(`no run of words holds ${text}`);
      },
      { text, collapse },
    );
  // The editor hears of the selection with the next event, as it does of a person's click.
  await person.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Types before, or behind, a run of words. */
export async function type(person, label, beside, typed, collapse = "start") {
  await select(person, label, beside, { collapse });
  await person.page.keyboard.type(typed);
}

/** Opens the history of a bracket from the list. */
export async function openHistory({ page }, id) {
  await page.getByTestId("tab-brackets").click();
  await page.locator(`[data-testid=bracket-row][data-id="${id}"]`).click();
  await page.locator(`[data-testid=history][data-id="${id}"]`).waitFor();
}
