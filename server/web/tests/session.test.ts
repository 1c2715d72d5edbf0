import { afterEach, expect, test, vi } from "vitest";
import { roomAddress } from "../src/net/address";
import { ApiError, HttpApi } from "../src/net/api";
import { freshSlot } from "../src/net/slot";
import { endLater, endNow, forgetAll, forgetSeen } from "../src/net/traces";

afterEach(() => vi.unstubAllGlobals());

/** A client whose requests are kept, and answered all alike. */
function client(slot: string | null, status: number, body: unknown) {
  const asked: { path: string; init: RequestInit }[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push({ path, init });
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status }));
  });
  const lost = vi.fn();
  const api = new HttpApi(
    () => slot,
    lost,
    () => "fresh00000000000",
  );
  const header = (name: string) => new Headers(asked[0]?.init.headers).get(name);
  return { api, lost, asked, header };
}

test("who joins names a slot that no other tab has and the one that is given up, and gets no secret", async () => {
  const { api, header, asked } = client("mine000000000000", 201, { person: { name: "Alice" }, mustSign: true });
  const joined = await api.join("token", "Alice", "Freedonia");
  expect(joined).toEqual({ slot: "fresh00000000000", person: { name: "Alice" }, mustSign: true });
  expect(header("X-Adref-Slot")).toBe("fresh00000000000");
  expect(JSON.parse(asked[0]?.init.body as string)).toMatchObject({ replaces: "mine000000000000" });
});

test("each request names the slot of the tab, and carries nothing that opens a door", async () => {
  const { api, header } = client("mine000000000000", 200, []);
  await api.drafts();
  expect(header("X-Adref-Slot")).toBe("mine000000000000");
  expect(header("Authorization")).toBeNull();
});

test("a session that the server does not know is told as lost; signing out asks for its end", async () => {
  const gone = client("mine000000000000", 401, { code: "credential", message: "Ended.", hint: "" });
  await expect(gone.api.session()).rejects.toBeInstanceOf(ApiError);
  expect(gone.lost).toHaveBeenCalledOnce();
  const leaving = client("mine000000000000", 204, null);
  await leaving.api.signOut(false);
  await leaving.api.signOut(true);
  expect(leaving.asked.map(({ path, init }) => `${init.method} ${path}`)).toEqual([
    "DELETE /api/session",
    "DELETE /api/sessions",
  ]);
});

test("slots are fresh and fit what the server takes", () => {
  expect(freshSlot()).not.toBe(freshSlot());
  expect(freshSlot()).toMatch(/^[a-z0-9]{16,40}$/);
});

test("the address of a room names the slot", () => {
  const page = "https://drafts.example/#/drafts/a b";
  expect(roomAddress("a b", page, "mine000000000000")).toBe(
    "wss://drafts.example/ws/drafts/a%20b?slot=mine000000000000",
  );
  expect(roomAddress("a", "http://127.0.0.1:8080/")).toBe("ws://127.0.0.1:8080/ws/drafts/a");
});

/** A storage with these keys. */
function storage(...keys: string[]) {
  const kept = new Map(keys.map((key) => [key, "x"]));
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

test("a session that ends leaves no meeting and nothing that was read; who signs out leaves nothing but the language", () => {
  const tab = () => storage("adref-unsaved-tunis", "adref-meeting", "adref-read-tunis", "adref.away", "adref.slot");
  const browser = storage("adref-pin-tunis", "adref.language", "adref-pin-agenda");
  const lost = tab();
  forgetSeen(lost);
  expect([...lost.kept.keys()]).toEqual(["adref-unsaved-tunis", "adref.slot"]);
  const left = tab();
  forgetAll(left, browser);
  expect([...left.kept.keys()]).toEqual(["adref.slot"]);
  expect([...browser.kept.keys()]).toEqual(["adref.language"]);
});

test("what was signed out of without the server is ended once it can be reached", async () => {
  const browser = storage();
  endLater("one0000000000000", browser);
  endLater("two0000000000000", browser);
  const asked: string[] = [];
  const end = (reached: number) => (slot: string) => {
    asked.push(slot);
    return asked.length <= reached ? Promise.resolve() : Promise.reject(new Error("offline"));
  };
  await endNow(end(1), browser);
  expect(asked).toEqual(["one0000000000000", "two0000000000000"]);
  await endNow(end(9), browser);
  expect(asked).toEqual(["one0000000000000", "two0000000000000", "two0000000000000"]);
  expect(browser.kept.size).toBe(0);
});

test("to end another session than one's own says nothing of one's own", async () => {
  const { api, lost, header } = client("mine000000000000", 401, { code: "credential", message: "Ended.", hint: "" });
  await api.signOutOf("other00000000000");
  expect(header("X-Adref-Slot")).toBe("other00000000000");
  expect(lost).not.toHaveBeenCalled();
});
