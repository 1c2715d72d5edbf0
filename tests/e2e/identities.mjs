// A provider of identities beside a server that people may sign in to by it, and what a browser does on the way, without one.

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { adref, startServer } from "./support.mjs";

export const CLIENT = "adref";
const ANSWER_MS = 40_000;
export const SECRET = "a-secret-that-no-log-has";

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, "localhost");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Starts a provider process; `stop()` ends it, `start()` starts it again with other keys, `commit(fault)` makes its answers wrong. */
async function startProvider(options) {
  const program = fileURLToPath(new URL("provider.mjs", import.meta.url));
  const issuer = `${options.certificate ? "https" : "http"}://localhost:${options.port}`;
  let child;
  const provider = {
    issuer,
    async start() {
      child = fork(program, [JSON.stringify(options)], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
      let printed = "";
      child.stderr.on("data", (text) => (printed += text));
      const [first] = await Promise.race([once(child, "message"), once(child, "exit")]);
      assert.equal(first, "ready", `the provider ended: ${printed}`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    /** A logout token, which can be made wrong as `provider.mjs` says. */
    async logoutToken(changes = {}) {
      child.send({ logout: changes });
      return (await once(child, "message"))[0];
    },
    async commit(fault) {
      child.send(fault);
      await once(child, "message");
    },
  };
  await provider.start();
  return provider;
}

/**
 * A server and its provider, until `end()`.
 * @param {{ inToken?: boolean, env?: Record<string, string>, certificate?: { cert: string, key: string }, roles?: string[] }} [options]
 */
export async function startBoth({ inToken = true, env = {}, certificate, roles } = {}) {
  const [port, providerPort] = [await freePort(), await freePort()];
  const back = `http://127.0.0.1:${port}/api/sign-in/callback`;
  const provider = await startProvider({
    port: providerPort,
    client: CLIENT,
    secret: SECRET,
    back,
    inToken,
    certificate,
  });
  try {
    const oidc = {
      ADREF_OIDC_ISSUER: provider.issuer,
      ADREF_OIDC_CLIENT_ID: CLIENT,
      ADREF_OIDC_CLIENT_SECRET: SECRET,
    };
    const server = await startServer({ port, roles, env: { ...oidc, ...env } });
    return {
      server,
      provider,
      /** Lets somebody sign in: `register("Amina Diallo", "--email", "amina@mission.example", …)`. */
      register: (...parameters) =>
        adref("--data", server.data, "people", "register", ...parameters, "--issuer", provider.issuer),
      async end() {
        await server.stop();
        await provider.stop();
      },
    };
  } catch (error) {
    await provider.stop();
    throw error;
  }
}

/** The cookies of a browser, and requests with them: those of one origin do not go to another. */
export class Jar {
  /** @type {Map<string, Map<string, string>>} */
  #cookies = new Map();

  async fetch(address, init = {}) {
    const { origin } = new URL(address);
    const kept = this.#cookies.get(origin) ?? new Map();
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    const signal = AbortSignal.timeout(ANSWER_MS);
    const headers = { ...init.headers, cookie };
    const response = await fetch(address, { redirect: "manual", signal, ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === "" || /max-age=0\b/i.test(line)) kept.delete(name);
      else kept.set(name, value);
    }
    this.#cookies.set(origin, kept);
    return response;
  }

  /** The cookies for an address, to be put back later. */
  kept(address) {
    return new Map(this.#cookies.get(new URL(address).origin));
  }

  put(address, cookies) {
    this.#cookies.set(new URL(address).origin, new Map(cookies));
  }
}

export const SLOT = "tab0000000000001";

/** Begins to sign in, as the page does; the answer. */
export function begin(jar, server, slot = SLOT) {
  return jar.fetch(`${server.url}/api/sign-in`, { method: "POST", headers: { "X-Adref-Slot": slot } });
}

/** Goes through the provider as an account, or says no there (`null`); the address that it sends the browser back to. */
export async function through(jar, server, address, account) {
  for (let steps = 0; steps < 10; steps += 1) {
    if (address.startsWith(`${server.url}/`)) return address;
    let response = await jar.fetch(address);
    if (response.status === 200) {
      const body = new URLSearchParams(account === null ? { no: "1" } : { account });
      response = await jar.fetch(address, { method: "POST", body });
    }
    const next = response.headers.get("location");
    assert.ok(next, `${address} answered ${response.status}: ${await response.text()}`);
    address = new URL(next, address).href;
  }
  assert.fail("the provider sends the browser round and round");
}

/** Signs in from beginning to end; where the page is told to be, and the address of the way back. */
export async function signIn(jar, server, account) {
  const begun = await begin(jar, server);
  assert.equal(begun.status, 200);
  const back = await through(jar, server, (await begun.json()).address, account);
  const answer = await jar.fetch(back);
  assert.equal(answer.status, 303);
  return { place: answer.headers.get("location"), back };
}

/** Who the server takes the browser for; `null` when for nobody. */
export async function who(jar, server, slot = SLOT) {
  const answer = await jar.fetch(`${server.url}/api/session`, { headers: { "X-Adref-Slot": slot } });
  return answer.ok ? (await answer.json()).person : null;
}
