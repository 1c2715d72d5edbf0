// Paragraphs as proposals on the Tunis Commitment: one is added, one gets an alternative, one is split, one moved; the chair
// rules, and the clean text shows it. The steps follow one another.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { live, meet, paragraph, words } from "./people.mjs";
import { accessibilityFaults, until } from "./support.mjs";

let meeting;
let chair;
let amina;
let olga;

before(async () => {
  meeting = await meet(
    "tunis-commitment",
    ["chair", "Clara"],
    ["member", "Amina", "Delegation A"],
    ["observer", "Olga", "Observers"],
  );
  [chair, amina, olga] = meeting.people;
});

after(() => meeting?.end());

/** Opens the menu at the margin of a paragraph and chooses what to propose. */
async function choose(person, label, intent) {
  await paragraph(person, label).hover();
  await paragraph(person, label).getByTestId("paragraph-menu").click();
  await person.page.getByTestId("paragraph-menu-list").waitFor();
  await person.page.getByTestId(`propose-${intent}`).click();
  await person.page.getByTestId("propose-dialog").waitFor();
}

/** The labels of the numbered paragraphs, in the order of the page. */
const labels = ({ page }) =>
  page.locator("[data-testid=paragraph].kind-operative").evaluateAll((all) => all.map((one) => one.dataset.label));

async function rule(verdict, kind) {
  await chair.page.getByTestId("tab-alternatives").click();
  const row = chair.page.locator("[data-testid=proposal-row]", { hasText: kind });
  await row.getByTestId(`${verdict}-proposal`).click();
}

test("a member adds a paragraph after 9", async () => {
  await choose(amina, "9.", "after");
  await amina.page.getByTestId("propose-words").fill("我们决心弥合数字鸿沟。");
  assert.deepEqual(await accessibilityFaults(amina.page), []);
  await amina.page.getByTestId("propose-confirm").click();
  await until(async () => (await words(olga, "9 bis.")) === "[我们决心弥合数字鸿沟。]", { what: "9 bis" });
  // Behind the alternative to 9, before 10.
  const order = await labels(olga);
  assert.equal(order.indexOf("9 bis."), order.indexOf("10.") - 1);
  assert.ok(order.indexOf("Alt 9") < order.indexOf("9 bis."));
});

test("the caret stands in the new paragraph, which is written on", async () => {
  await amina.page.keyboard.type("此外，");
  await until(async () => (await words(olga, "9 bis.")) === "[此外，我们决心弥合数字鸿沟。]", {
    what: "what was typed",
  });
  await live(amina);
});

test("another delegation's paragraph after 9 takes the next number", async () => {
  await choose(chair, "9.", "after");
  await chair.page.getByTestId("propose-words").fill("重复。");
  await chair.page.getByTestId("propose-confirm").click();
  await until(async () => (await labels(olga)).includes("9 -bis."), { what: "a number between 9 and 9 bis" });
  // Taken back with Undo: its words and its label go.
  await chair.page.keyboard.press("Control+z");
  await until(async () => (await words(olga, "9 -bis.")) === "", { what: "the paragraph to go" });
  await paragraph(olga, "9 -bis.").locator(".standing-text").waitFor();
});

test("an alternative to 12 is proposed, and compared word by word", async () => {
  const before = (await words(amina, "12.")).replaceAll(/[[\]]/g, "");
  await choose(amina, "12.", "alternative");
  await amina.page.getByTestId("propose-words").fill(`${before.replace("我们", "我们各国")}`);
  await amina.page.getByTestId("propose-confirm").click();
  await until(async () => (await labels(olga)).includes("Alt 12"), { what: "Alt 12" });
  await chair.page.getByTestId("tab-alternatives").click();
  const row = chair.page.locator("[data-testid=alternative-row]", { hasText: "Alt 12" });
  await row.getByTestId("compare").click();
  const right = chair.page.getByTestId("compare-right");
  assert.match(await right.locator("ins").first().innerText(), /各国/);
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  await chair.page.keyboard.press("Escape");
});

test("the chair sets how alternatives are labelled", async () => {
  await chair.page.getByTestId("label-scheme").selectOption("option");
  await until(async () => (await labels(olga)).includes("12. Option 1"), { what: "the option" });
  await chair.page.getByTestId("label-scheme").selectOption("editorial-manual");
  await until(async () => (await labels(olga)).includes("12 bis."), { what: "the second version as 12 bis" });
  await chair.page.getByTestId("label-scheme").selectOption("alt");
  await until(async () => (await labels(olga)).includes("Alt 12"), { what: "Alt 12 again" });
  await olga.page.getByTestId("tab-alternatives").click();
  assert.ok(await olga.page.getByTestId("label-scheme").isDisabled());
});

test("a member proposes to split 2 at the caret, by keyboard", async () => {
  await paragraph(amina, "2.").locator(".para-text").click();
  await amina.page.keyboard.press("Home");
  for (let step = 0; step < 8; step++) await amina.page.keyboard.press("ArrowRight");
  await amina.page.keyboard.press("Shift+F10");
  await amina.page.getByTestId("paragraph-menu-list").waitFor();
  assert.deepEqual(await accessibilityFaults(amina.page), []);
  await amina.page.getByTestId("propose-split").click();
  await amina.page.getByTestId("propose-confirm").click();
  await until(async () => (await paragraph(olga, "2.").getByTestId("split-mark").count()) === 1, { what: "the sign" });
  assert.ok(!(await labels(olga)).includes("2 bis."));
});

test("the chair sees the result, accepts the split, and reopens nothing else", async () => {
  await rule("accept", /^(Split|拆分) 2/);
  assert.match(await chair.page.getByTestId("rule-then").innerText(), /2 bis\./);
  assert.deepEqual(await accessibilityFaults(chair.page), []);
  await chair.page.getByTestId("rule-confirm").click();
  const mark = paragraph(olga, "2.").getByTestId("split-mark");
  await until(async () => (await mark.getAttribute("data-label")) === "2 bis.", { what: "the second number" });
});

test("a paragraph is proposed to be moved, and moves when the chair accepts", async () => {
  const before = await labels(olga);
  assert.ok(before.indexOf("3.") < before.indexOf("5."));
  await choose(amina, "3.", "move");
  const target = amina.page.getByTestId("propose-target");
  const five = await paragraph(amina, "5.").getAttribute("data-id");
  const confirm = amina.page.getByTestId("propose-confirm");
  // Where it stands already there is nothing to propose.
  assert.equal(await target.inputValue(), await paragraph(amina, "2.").getAttribute("data-id"));
  assert.ok(await confirm.isDisabled());
  await target.selectOption(five);
  await confirm.click();
  await rule("accept", /^(Move|移动) 3/);
  await chair.page.getByTestId("rule-confirm").click();
  await until(
    async () => {
      const now = await labels(olga);
      return now.indexOf("3.") === now.indexOf("5.") + 1;
    },
    { what: "3 behind 5" },
  );
});

test("the chair keeps 9 bis, and the clean text shows it, and the split", async () => {
  const bracket = await paragraph(chair, "9 bis.").getByTestId("bracket-open").getAttribute("data-id");
  await chair.page.getByTestId("tab-brackets").click();
  await chair.page.locator(`[data-testid=bracket-row][data-id="${bracket}"]`).click();
  await chair.page.getByTestId("keep-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await words(olga, "9 bis.")) === "此外，我们决心弥合数字鸿沟。", {
    what: "9 bis without signs",
  });
  await chair.page.getByTestId("export-menu").click();
  await chair.page.getByTestId("format-text").check();
  const [download] = await Promise.all([
    chair.page.waitForEvent("download"),
    chair.page.getByTestId("export-download").click(),
  ]);
  await chair.page.keyboard.press("Escape");
  const text = await readFile(await download.path(), "utf8");
  assert.match(text, /\n9 bis\. 此外，我们决心弥合数字鸿沟。\n/);
  assert.match(text, /\n2\. [^\n]+\n\n2 bis\. [^\n]+\n/);
  assert.doesNotMatch(text, /重复/);
  assert.ok(text.indexOf("\n3. ") > text.indexOf("\n5. "));
});

test("the chair agrees a paragraph from its menu", async () => {
  await paragraph(chair, "6.").hover();
  await paragraph(chair, "6.").getByTestId("paragraph-menu").click();
  await chair.page.getByTestId("paragraph-standing").click();
  await chair.page.locator("dialog[open]").waitFor();
  await chair.page.keyboard.press("Escape");
});

test("nobody's page had an error", () => {
  for (const person of [chair, amina, olga]) assert.deepEqual(person.errors, [], person.name);
});
