// What others do reaches the page while a person's hands are on the keys: the caret, and what is typed, stay the person's.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { meet, paragraph, type, words } from "./people.mjs";
import { until } from "./support.mjs";

let meeting;
let amina;
let bruno;

before(async () => {
  meeting = await meet("tunis-commitment", ["member", "Amina", "Delegation A"], ["member", "Bruno", "Delegation B"]);
  [amina, bruno] = meeting.people;
});

after(() => meeting?.end());

test("a caret that was just put somewhere stays there when a change of somebody else comes in", async () => {
  // Bruno's page works off what arrives with its next frame: here that is held back until his caret has moved and the
  // browser has not told of it yet.
  await bruno.page.evaluate(() => {
    const { requestAnimationFrame, setTimeout } = globalThis;
    const held = [];
    globalThis.requestAnimationFrame = (work) => held.push(work);
    globalThis.setTimeout = (work, ms) => (ms === 100 ? held.push(work) : setTimeout(work, ms));
    globalThis.held = held;
    globalThis.release = () => {
      Object.assign(globalThis, { requestAnimationFrame, setTimeout });
      for (const work of held) work(performance.now());
    };
  });
  await type(amina, "2.", "突尼斯阶段峰会", "再次，");
  await until(() => bruno.page.evaluate(() => globalThis.held.length > 0), { what: "Amina's words to arrive" });
  await paragraph(bruno, "2.")
    .locator(".para-text")
    .evaluate((element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() && !texts.currentNode.data.includes("深刻变化"));
      element.closest("[contenteditable=true]").focus();
      getSelection().collapse(texts.currentNode, texts.currentNode.data.indexOf("深刻变化"));
      globalThis.release();
    });
  assert.match(await words(bruno, "2."), /^再次，/);
  await bruno.page.keyboard.insertText("十分");
  for (const person of [bruno, amina]) {
    await until(async () => /^再次，突尼斯.*十分深刻变化/.test(await words(person, "2.")), {
      what: `${person.name} to see both`,
    });
  }
});

test("nobody's page had an error", () => {
  for (const person of [amina, bruno]) assert.deepEqual(person.errors, [], person.name);
});
