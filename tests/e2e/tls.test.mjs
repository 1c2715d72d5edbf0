// The page over the server's own TLS, under a name that is not this machine's: over plain http its cookie could be neither `Secure` nor have
// its prefix.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate, createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { freePort } from "./identities.mjs";
import { join as comeIn, live, openDraft, type, words } from "./people.mjs";
import { launchBrowser, startServer, until } from "./support.mjs";

const NAME = "drafts.example";
const SLUG = "tunis-commitment";
let folder;
let server;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "adref-e2e-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const subject = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`];
  execFileSync("openssl", ["req", ...kind, ...subject, "-keyout", key, "-out", cert], {
    stdio: "ignore",
    timeout: 20_000,
  });
  const port = await freePort();
  const url = `https://${NAME}:${port}`;
  const env = { ADREF_TLS_CERTIFICATE: cert, ADREF_TLS_KEY: key, ADREF_PUBLIC_URL: url };
  const started = await startServer({ port, env });
  server = { ...started, url };
  // This one certificate is believed, and no other.
  const spki = new X509Certificate(await readFile(cert)).publicKey.export({ type: "spki", format: "der" });
  const believed = createHash("sha256").update(spki).digest("base64");
  browser = await launchBrowser([
    `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${believed}`,
  ]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("over the server's own TLS the session is in a cookie of this host alone, and words reach the others", async () => {
  const [amina, bruno] = [
    await comeIn(browser, server, "member", "Amina", "Delegation A"),
    await comeIn(browser, server, "member", "Bruno", "Delegation B"),
  ];
  for (const person of [amina, bruno]) await openDraft(person, server, SLUG);
  const cookies = await amina.page.context().cookies();
  assert.equal(cookies.length, 1);
  const [{ name, secure, httpOnly, sameSite, domain, path }] = cookies;
  assert.match(name, /^__Host-adref-/);
  assert.deepEqual(
    { secure, httpOnly, sameSite, domain, path },
    { secure: true, httpOnly: true, sameSite: "Strict", domain: NAME, path: "/" },
  );
  await type(amina, "3.", "我们", "今天");
  await live(amina);
  await until(async () => (await words(bruno, "3.")).includes("今天我们"), { what: "the words" });
  assert.deepEqual([amina.errors, bruno.errors], [[], []]);
});

test("browsers are told to come by nothing else, and plain http is not answered", async () => {
  const page = await (await browser.newContext()).newPage();
  const answer = await page.goto(`${server.url}/healthz`);
  assert.equal(answer.headers()["strict-transport-security"], "max-age=63072000; includeSubDomains");
  const { port } = new URL(server.url);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
  await page.context().close();
});
