// Every dialog of a draft, on a screen and on a phone, in a language that runs from left to right and in one that does not: it
// fits, no two of its buttons are called the same, and the words of the draft run their own way.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join, meet, openDraft, paragraph, select } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

const SLUG = "tunis-commitment";
const SCREENS = [
  { language: "en", width: 1280 },
  { language: "ar", width: 1280 },
  { language: "en", width: 390 },
  { language: "ar", width: 390 },
];

let meeting;

before(async () => {
  // Without a person: each screen is one.
  meeting = await meet(SLUG, ["member", "Amina", "Northland"]);
  const [amina] = meeting.people;
  // Something to rule on.
  await paragraph(amina, "5.").hover();
  await paragraph(amina, "5.").getByTestId("paragraph-menu").click();
  await amina.page.getByTestId("propose-move").click();
  await amina.page.getByTestId("propose-target").selectOption({ index: 2 });
  await amina.page.getByTestId("propose-confirm").click();
  await amina.page.goto(`${meeting.server.url}/#/drafts`);
});

after(() => meeting?.end());

/** How each dialog is opened, and the places beside the text. */
function ways(person, isNarrow) {
  const { page } = person;
  const by = (name) => page.getByTestId(name);
  const tab = async (name) => {
    if (isNarrow && !(await page.locator(".sheet-open").count())) await page.locator(".sheet-toggle").click();
    await by(`tab-${name}`).click();
  };
  const text = () => page.keyboard.press("Escape"); // shuts the sheet
  const life = async (words) => {
    await tab("brackets");
    await by("bracket-row").filter({ hasText: words }).first().click();
    await by("history").waitFor();
  };
  const menu = async (name) => {
    await text();
    await paragraph(person, "6.").scrollIntoViewIfNeeded();
    await paragraph(person, "6.").hover();
    await paragraph(person, "6.").getByTestId("paragraph-menu").click();
    await by(name).click();
  };
  const selected = async (name) => {
    await text();
    await select(person, "6.", "知识对于人类生存至关重要");
    await by(name).click();
  };
  return {
    keep: () => life("正如").then(() => by("keep-bracket").click()),
    replace: () => life("本文件的执行部分").then(() => by("replace-bracket").click()),
    choose: () => tab("alternatives").then(() => by("alternative-row").first().locator(".button").first().click()),
    compare: () => tab("alternatives").then(() => by("compare").first().click()),
    rule: () => tab("alternatives").then(() => by("accept-proposal").first().click()),
    matrix: () => tab("positions").then(() => by("open-matrix").click()),
    phase: () => text().then(() => by("phase").click()),
    standing: () => menu("paragraph-standing"),
    "propose-after": () => menu("propose-after"),
    "propose-alternative": () => menu("propose-alternative"),
    "propose-delete": () => menu("propose-delete"),
    "propose-move": () => menu("propose-move"),
    wrap: () => selected("wrap-bracket"),
    comment: () => selected("comment"),
    export: () => by("export-menu").click(),
    "sign-out": () => by("sign-out").click(),
  };
}

/** What is wrong with the dialog that is open: one line for each fault. */
const faultsOf = (dialog) =>
  dialog.evaluate((element) => {
    const faults = [];
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
    if (document.documentElement.scrollWidth > innerWidth) faults.push("the page is wider than the screen");
    for (const one of element.querySelectorAll(".content, .scroll:not(:has(table)), .head, header, footer, .foot")) {
      if (seen(one) && one.scrollWidth > one.clientWidth + 1) faults.push(`${one.className} is wider than its place`);
    }
    const names = [...element.querySelectorAll("button")].filter(seen).map((one) => one.textContent.trim());
    for (const name of new Set(names)) {
      if (name !== "" && names.filter((other) => other === name).length > 1)
        faults.push(`two buttons are called ${name}`);
    }
    // A Chinese sentence whose full stop stands before it.
    for (const one of element.querySelectorAll("*")) {
      const own = [...one.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.data)
        .join("");
      if (/^[^\p{Script=Arabic}a-z]*\p{Script=Han}.*。/su.test(own) && getComputedStyle(one).direction === "rtl") {
        faults.push(`runs from the right: ${own.slice(0, 20)}`);
      }
    }
    return faults;
  });

for (const { language, width } of SCREENS) {
  test(`every dialog in ${language}, ${width} wide`, async () => {
    const viewport = { width, height: 800 };
    const clara = await join(meeting.browser, meeting.server, "chair", "Clara", "Chair", viewport);
    const { page } = clara;
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.getByTestId("language").selectOption(language);
    await openDraft(clara, meeting.server, SLUG);
    for (const [name, open] of Object.entries(ways(clara, width < 700))) {
      await open();
      const dialog = page.locator("dialog[open]");
      await dialog.waitFor();
      assert.deepEqual(await faultsOf(dialog), [], `${name} in ${language}, ${width} wide`);
      if (width < 700 && language === "ar") assert.deepEqual(await accessibilityFaults(page), [], name);
      await page.keyboard.press("Escape");
      await until(async () => (await dialog.count()) === 0, { what: `${name} to close` });
    }
    assert.deepEqual(clara.errors, []);
    await page.context().close();
  });
}

test("the link of an invitation is revoked by a button that is not called as the one beside it", async () => {
  const clara = await join(meeting.browser, meeting.server, "chair", "Clara", "Chair");
  for (const language of ["en", "zh", "ar"]) {
    await clara.page.goto(`${meeting.server.url}/#/invitations`);
    await clara.page.getByTestId("language").selectOption(language);
    await clara.page.locator("[data-testid=invitations] button").last().click();
    const dialog = clara.page.locator("dialog[open]");
    await dialog.waitFor();
    assert.deepEqual(await faultsOf(dialog), [], language);
    await clara.page.keyboard.press("Escape");
  }
});
