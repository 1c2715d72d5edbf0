import { afterEach, expect, test, vi } from "vitest";
import { roomAddress } from "../src/net/address";
import { ApiError, HttpApi } from "../src/net/api";
import { forgetUnsaved } from "../src/net/keeper";
import { freshSlot } from "../src/net/slot";

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
  const { api, header, asked } = client("mine000000000000", 201, { person: { name: "Alice" } });
  const joined = await api.join("token", "Alice", "Freedonia");
  expect(joined).toEqual({ slot: "fresh00000000000", person: { name: "Alice" } });
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

test("who signs out leaves no words behind, and the tab its other settings", () => {
  const kept = new Map([
    ["adref-unsaved-tunis", "words"],
    ["adref-meeting", "3rd"],
    ["adref-unsaved-agenda", "more"],
  ]);
  const storage = {
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    removeItem: (key: string) => kept.delete(key),
  } as unknown as Storage;
  forgetUnsaved(storage);
  expect([...kept.keys()]).toEqual(["adref-meeting"]);
});
