// A provider of identities as a process of its own: oidc-provider, the one that the OpenID Foundation certifies, with people who come in by
// their name alone, and with a switch for each way in which its answers can be wrong.
//
// Started with what it is in JSON as its argument; says "ready" to the process that started it, and takes a message with the fault to commit.

import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import Provider from "oidc-provider";

const { port, client, secret, back, inToken, certificate } = JSON.parse(process.argv[2]);
const issuer = `${certificate ? "https" : "http"}://localhost:${port}`;

/** Who has an account here; `email_verified` is what the provider says of the address, `acr` and `amr` how sure it is of the person. */
const ACCOUNTS = {
  amina: { sub: "s-amina", email: "Amina@Mission.example", email_verified: true, acr: "two", amr: ["pwd", "otp"] },
  boris: { sub: "s-boris", email: "boris@mission.example", email_verified: false },
  chen: { sub: "s-chen", acr: "one", amr: ["pwd"] },
  // Somebody who was given the address of another.
  usurper: { sub: "s-usurper", email: "amina@mission.example", email_verified: true },
  stranger: { sub: "s-stranger", email: "stranger@mission.example", email_verified: true },
};

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [own, foreign] = [pair(), pair()];
const kid = randomUUID();

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [back],
      backchannel_logout_uri: new URL("logout", back).href,
      backchannel_logout_session_required: true,
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  jwks: { keys: [{ ...own.privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }] },
  cookies: { keys: [randomUUID()] },
  acrValues: ["one", "two"],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"] },
  // Whether the address is in the identity token, or is told when it is asked for.
  conformIdTokenClaims: !inToken,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  // It would speak to no server on its own machine, where all of this is.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, accountId) => ({
    accountId,
    claims: () => Object.values(ACCOUNTS).find(({ sub }) => sub === accountId),
  }),
  // Whoever comes in agrees.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

provider.on("server_error", (_, error) => console.error(error));

let fault = null;
process.on("message", (message) => {
  if (message?.logout) {
    process.send(logoutToken(message.logout));
    return;
  }
  fault = message;
  process.send("understood");
});

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An identity token with other claims, or signed otherwise. */
function spoilt(token) {
  const [head, body] = token.split(".", 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    nonce: { nonce: "another" },
    "no-nonce": { nonce: undefined },
    audience: { aud: "somebody-else" },
    audiences: { aud: [client, "somebody-else"] },
    party: { azp: "somebody-else" },
    issuer: { iss: "https://id.example" },
    expired: { exp: now - 120, iat: now - 240 },
    future: { exp: now + 7200, iat: now + 3600 },
    old: { exp: now + 7200, iat: now - 3600 },
    skew: { exp: now - 30, iat: now - 90 },
    ahead: { exp: now + 300, iat: now + 30 },
    subject: { sub: "s".repeat(300) },
    "no-acr": { acr: undefined },
    "no-amr": { amr: undefined },
  };
  if (fault === "none") return `${encoded({ ...head, alg: "none" })}.${encoded(body)}.`;
  if (fault === "shared") {
    const text = `${encoded({ ...head, alg: "HS256" })}.${encoded(body)}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  }
  const text = `${encoded(head)}.${encoded({ ...body, ...claims[fault] })}`;
  const key = fault === "signature" ? foreign.privateKey : own.privateKey;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

/**
 * A logout token as the provider writes it, with other claims (`null` leaves one out), another head, or signed with a key of nobody's.
 * @param {{ claims?: object, head?: object, foreign?: boolean }} changes
 */
function logoutToken({ claims = {}, head = {}, foreign: byForeign = false }) {
  const now = Math.floor(Date.now() / 1000);
  const usual = {
    iss: issuer,
    aud: client,
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    sub: "s-amina",
    sid: "a-session",
  };
  const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
  const all = Object.entries({ ...usual, events, ...claims }).filter(([, value]) => value !== null);
  const text = `${encoded({ alg: "RS256", kid, typ: "logout+jwt", ...head })}.${encoded(Object.fromEntries(all))}`;
  if (head.alg === "none") return `${text}.`;
  if (head.alg === "HS256") return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  const key = byForeign ? foreign.privateKey : own.privateKey;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

provider.use(async (ctx, next) => {
  if (ctx.path.startsWith("/interaction/")) return ask(ctx);
  await next();
  if (ctx.path === "/token" && ctx.body?.id_token && fault !== null) {
    if (fault === "slow") await pause(7000);
    const token = fault === "no-token" ? undefined : spoilt(ctx.body.id_token);
    ctx.body = { ...ctx.body, id_token: token, ...(fault === "huge" && { padding: "x".repeat(2 << 20) }) };
  }
  if (ctx.path === "/me" && fault === "other-person") ctx.body = { ...ctx.body, sub: "s-somebody-else" };
  if (ctx.path.endsWith("openid-configuration")) {
    if (fault === "metadata") ctx.body = { ...ctx.body, issuer: "https://id.example" };
    if (fault === "open") ctx.body = { ...ctx.body, token_endpoint: "http://id.example/token" };
    if (fault === "elsewhere") ctx.redirect("https://id.example/.well-known/openid-configuration");
  }
});

const login = ({ sub, acr, amr }) => ({ login: { accountId: sub, acr, amr } });

/** The page that asks who somebody is. */
async function ask(ctx) {
  if (ctx.method === "GET") {
    ctx.type = "html";
    ctx.body = `<!doctype html><html lang="en"><title>Who are you?</title><form method="post">
      <label>Account <input name="account"></label> <button>Continue</button> <button name="no" value="1">Cancel</button>
      </form></html>`;
    return;
  }
  let body = "";
  for await (const part of ctx.req) body += part;
  const form = new URLSearchParams(body);
  const result = form.has("no") ? { error: "access_denied" } : login(ACCOUNTS[form.get("account")]);
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  ctx.status = 303;
}

const secure = certificate && { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) };
const server = secure ? createSecureServer(secure, provider.callback()) : createServer(provider.callback());
server.listen(port, "localhost", () => process.send("ready"));
