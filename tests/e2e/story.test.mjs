// The story of the first purpose: chair, members and an observer in browsers of their own, the draft Tunis Commitment and
// Tunis Agenda, edited together, decided, and taken away as clean text. The steps follow one another.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join, live, openDraft, openHistory, paragraph, select, type, words } from "./people.mjs";
import { accessibilityFaults, launchBrowser, startServer, until } from "./support.mjs";

let server;
let browser;
let chair;
let amina;
let bruno;
let olga;
const everybody = () => [chair, amina, bruno, olga];

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("four people join by their links", async () => {
  chair = await join(browser, server, "chair", "Clara");
  amina = await join(browser, server, "member", "Amina", "Delegation A");
  bruno = await join(browser, server, "member", "Bruno", "Delegation B");
  olga = await join(browser, server, "observer", "Olga", "Observers");
  for (const slug of ["tunis-commitment", "tunis-agenda"]) {
    assert.equal(await olga.page.locator(`[data-testid=draft-row][data-slug=${slug}]`).count(), 1, slug);
  }
  assert.deepEqual(await accessibilityFaults(olga.page), []);
});

test("the Commitment stands in its columns, with labels, brackets and alternatives", async () => {
  for (const person of everybody()) await openDraft(person, server, "tunis-commitment");
  for (const label of ["1.", "9.", "Alt 9", "10.", "Alt 10+11", "11.", "Alt 11A", "Alt 11B", "14."]) {
    assert.equal(await paragraph(olga, label).count(), 1, label);
  }
  assert.match(await olga.page.locator(".column-heads").innerText(), /构思\s*案文/);
  assert.match(await words(olga, "8."), /\[正如\].*\[一样\]\[，如果/);
  assert.equal(await olga.page.getByTestId("alternative-group").count(), 3);
  assert.deepEqual(await accessibilityFaults(olga.page), []);
});

test("the Agenda stands in three columns, with its table", async () => {
  const page = olga.page;
  await openDraft(olga, server, "tunis-agenda");
  assert.match(await page.locator(".column-heads").innerText(), /想法\s*案文草案\s*来源/);
  assert.equal(await page.locator(".draft-text tr").count(), 15, "a head and 14 rows");
  assert.deepEqual(await accessibilityFaults(page), []);
  await openDraft(olga, server, "tunis-commitment");
});

test("words typed at the same second are everybody's", async () => {
  await Promise.all([type(amina, "2.", "突尼斯阶段峰会", "再次，"), type(bruno, "2.", "深刻变化", "十分")]);
  for (const person of everybody()) {
    await until(async () => /^再次，突尼斯.*十分深刻变化/.test(await words(person, "2.")), {
      what: `${person.name} to see both`,
    });
  }
});

test("typing is seen live, with the name of who types", async (t) => {
  const sentence = "我们重申这一点。";
  await select(amina, "3.", "本阶段峰会", { collapse: "start" });
  // The pages note the times themselves, by the one clock of this machine: what drives the browsers does not count.
  await amina.page.evaluate(() => {
    globalThis.typedAt = [];
    addEventListener("beforeinput", () => globalThis.typedAt.push(Date.now()), true);
  });
  await paragraph(bruno, "3.").evaluate((element) => {
    globalThis.seenAt = [];
    const text = element.querySelector(".para-text");
    let length = text.textContent.length;
    new MutationObserver(() => {
      if (text.textContent.length > length) globalThis.seenAt.push(Date.now());
      length = text.textContent.length;
    }).observe(text, { childList: true, characterData: true, subtree: true });
  });
  for (let n = 1; n <= sentence.length; n++) {
    await amina.page.keyboard.insertText(sentence[n - 1]);
    await until(async () => (await words(bruno, "3.")).startsWith(sentence.slice(0, n)), {
      what: "the next character",
    });
  }
  const [typed, seen] = [
    await amina.page.evaluate(() => globalThis.typedAt),
    await bruno.page.evaluate(() => globalThis.seenAt),
  ];
  const took = typed.map((at) => Math.min(...seen.filter((then) => then >= at)) - at).sort((a, b) => a - b);
  // Told, not asserted: the machine may be busy.
  t.diagnostic(`edit to other browser: median ${took[took.length >> 1]} ms of ${took.length}, most ${took.at(-1)} ms`);
  const cursor = bruno.page.locator("[data-testid=remote-cursor][data-name=Amina]");
  await until(async () => (await cursor.count()) === 1, { what: "Amina's cursor" });
});

test("undo takes back one's own words alone", async () => {
  await amina.page.keyboard.press("Control+z");
  await until(async () => !(await words(bruno, "3.")).startsWith("我们重申这一点。"), { what: "the undo" });
  assert.match(await words(bruno, "2."), /十分深刻变化/);
});

let bracket;

test("a member opens a bracket around a selection, with a reason", async () => {
  await select(amina, "6.", "知识对于人类生存至关重要");
  await amina.page.getByTestId("wrap-bracket").click();
  await amina.page.locator("textarea[name=reason]").fill("语气太强");
  await amina.page.getByTestId("wrap-confirm").click();
  for (const person of everybody()) {
    await until(async () => (await words(person, "6.")).includes("[知识对于人类生存至关重要]"), { what: person.name });
  }
  bracket = await paragraph(olga, "6.").getByTestId("bracket-open").getAttribute("data-id");
  assert.ok(bracket);
});

test("brackets are typed, too", async () => {
  await select(bruno, "7.", "此外", { collapse: "start" });
  await bruno.page.keyboard.type("[尤其]，");
  await until(async () => (await words(olga, "7.")).startsWith("[尤其]，此外"), { what: "the typed bracket" });
});

test("an observer cannot write", async () => {
  const before = await words(olga, "1.");
  assert.equal(await olga.page.getByTestId("draft-text").getAttribute("contenteditable"), "false");
  await paragraph(olga, "1.").click();
  await olga.page.keyboard.type("x");
  assert.equal(await words(olga, "1."), before);
  assert.ok(await olga.page.getByTestId("wrap-bracket").isDisabled());
});

test("an observer reads the life of the bracket", async () => {
  await type(bruno, "6.", "至关重要", "真正");
  await until(async () => (await words(olga, "6.")).includes("真正至关重要"), { what: "the edit inside" });
  await paragraph(olga, "6.").getByTestId("bracket-open").click();
  const events = olga.page.getByTestId("history-event");
  await until(async () => (await events.count()) === 2, { what: "opened and changed" });
  const [opened, changed] = await events.allInnerTexts();
  assert.match(opened, /Amina|Delegation A/);
  assert.match(opened, /语气太强/);
  assert.match(changed, /Bruno|Delegation B/);
  assert.match(changed, /真正/);
  assert.deepEqual(await accessibilityFaults(olga.page), []);
});

test("the chair deletes the bracket, and the words go everywhere", async () => {
  await openHistory(chair, bracket);
  await chair.page.getByTestId("delete-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  for (const person of everybody()) {
    await until(async () => !(await words(person, "6.")).includes("至关重要"), {
      what: `${person.name} to lose the words`,
    });
  }
  const events = olga.page.getByTestId("history-event");
  await until(async () => (await events.count()) === 3, { what: "the decision in the history" });
});

test("the chair keeps a bracket that came with the source", async () => {
  const id = await paragraph(chair, "4.").getByTestId("bracket-open").first().getAttribute("data-id");
  await openHistory(chair, id);
  await chair.page.getByTestId("keep-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => /。本文件的执行部分／执行文件.*阐述。$/.test(await words(olga, "4.")), {
    what: "the words without signs",
  });
});

test("the chair chooses Alt 10+11 and sees what becomes moot", async () => {
  await chair.page.locator("[data-testid=choose-variant]", { hasText: "Alt 10+11" }).click();
  assert.equal(await chair.page.getByTestId("moot-preview").count(), 4, "10, 11, 11A and 11B");
  await chair.page.getByTestId("choose-confirm").click();
  for (const label of ["10.", "11.", "Alt 11A", "Alt 11B"]) {
    await until(async () => /is-moot/.test(await paragraph(olga, label).getAttribute("class")), {
      what: `${label} to be moot`,
    });
  }
  assert.match(await paragraph(olga, "Alt 10+11").getAttribute("class"), /is-chosen/);
});

test("the page as the documents show it", async () => {
  await paragraph(chair, "Alt 10+11").scrollIntoViewIfNeeded();
  assert.ok(await paragraph(chair, "Alt 10+11").isVisible());
});

test("a decision can be reversed", async () => {
  await chair.page.getByTestId("tab-brackets").click();
  await chair.page.getByRole("button", { name: "Decided" }).click();
  await openHistory(chair, bracket);
  await chair.page.getByTestId("reopen-bracket").click();
  await chair.page.getByTestId("decision-confirm").click();
  await until(async () => (await words(amina, "6.")).includes("[知识对于人类生存真正至关重要]"), {
    what: "the bracket again",
  });
});

test("a server that is killed loses nothing that was saved, and nothing that was typed meanwhile", async () => {
  await type(amina, "12.", "我们相信", "此外，");
  await live(amina);
  await server.kill();
  await until(async () => (await amina.page.getByTestId("status").getAttribute("data-state")) === "offline", {
    what: "the page to notice",
  });
  await type(amina, "12.", "各国政府", "所有");
  const port = Number(new URL(server.url).port);
  const again = await startServer({ data: server.data, port });
  const { data } = server;
  server = { ...again, invitations: server.invitations, data };
  for (const person of everybody()) await live(person, 30_000);
  for (const person of everybody()) {
    await until(async () => /^此外，我们相信，通过所有各国政府/.test(await words(person, "12.")), {
      what: `${person.name} after the restart`,
    });
  }
});

test("a page that is loaded again shows the same", async () => {
  const before = await words(bruno, "6.");
  await bruno.page.reload();
  await live(bruno);
  assert.equal(await words(bruno, "6."), before);
  assert.match(await words(bruno, "12."), /^此外/);
});

test("what was typed without a connection outlives the tab being loaded again", async () => {
  await server.kill();
  await until(async () => (await bruno.page.getByTestId("status").getAttribute("data-state")) === "offline", {
    what: "the page to notice",
  });
  await type(bruno, "13.", "峰会的结束", "正如我们所说，");
  await until(async () => (await words(bruno, "13.")).startsWith("正如我们所说"), { what: "the words here" });
  const { data, invitations } = server;
  // The page itself comes from the server, so it is there again before the tab is loaded; the socket is not.
  await bruno.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  const kept = await bruno.page.evaluate(() =>
    Object.keys(sessionStorage).filter((key) => key.startsWith("adref-unsaved")),
  );
  assert.deepEqual(kept, ["adref-unsaved-tunis-commitment"]);
  await bruno.page.goto("about:blank");
  server = { ...(await startServer({ data, port: Number(new URL(server.url).port) })), invitations, data };
  await bruno.page.goBack();
  await live(bruno, 30_000);
  for (const person of everybody()) {
    await live(person, 30_000);
    await until(async () => (await words(person, "13.")).startsWith("正如我们所说，峰会的结束"), { what: person.name });
  }
});

test("a final text is refused while something is open, with links to it", async () => {
  await chair.page.getByTestId("export-menu").click();
  await chair.page.getByTestId("export-final").check();
  const blockers = chair.page.getByTestId("blocker");
  await blockers.first().waitFor();
  assert.ok((await blockers.count()) > 5);
  await blockers.nth(1).click();
  await chair.page.getByTestId("history").waitFor();
});

test("the chair takes the text away as it stands", async () => {
  await chair.page.getByTestId("export-menu").click();
  await chair.page.getByTestId("format-text").check();
  const [download] = await Promise.all([
    chair.page.waitForEvent("download"),
    chair.page.getByTestId("export-download").click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  assert.match(text, /此外，我们相信，通过所有各国政府/);
  assert.equal(text.split("[").length, text.split("]").length, "balanced");
  assert.doesNotMatch(text, /备选11A|Alt 11A/, "what is moot is gone");
});

test("nobody's page had an error", () => {
  for (const person of everybody()) assert.deepEqual(person.errors, [], person.name);
});
