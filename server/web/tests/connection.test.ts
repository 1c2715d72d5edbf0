import { beforeEach, expect, test, vi } from "vitest";
import type { Effect, SessionApi } from "../src/contract";
import { backoff } from "../src/net/backoff";
import { Connection, type Link, type World } from "../src/net/connection";

class Socket {
  static readonly OPEN = 1;
  readyState = 0;
  binaryType = "";
  sent: Uint8Array[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: ArrayBuffer }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  send(frame: Uint8Array) {
    this.sent.push(frame);
  }
  close() {
    this.readyState = 3;
    this.onclose?.();
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
}

function room(sign: ((frame: Uint8Array) => Promise<Uint8Array>) | null = null) {
  let now = 0;
  const timers: { at: number; work: () => void }[] = [];
  const frames: (() => void)[] = [];
  const sockets: Socket[] = [];
  const links: Link[] = [];
  const effects: Effect[] = [];
  const outbox: Uint8Array[] = [];
  const pending = { count: 0 };
  const session = {
    opened: () => (outbox.push(new Uint8Array([1])), "[]"),
    frame: (bytes: Uint8Array) =>
      bytes[0] === 9 ? '[{"failed":{"code":"gone","message":"","hint":""}}]' : '[{"joined":{}}]',
    closed: () => "[]",
    outbox: () => outbox.splice(0),
    pending: () => pending.count,
    isReadOnly: () => false,
    flush: () => (outbox.push(new Uint8Array([2])), "[]"),
  } as unknown as SessionApi;
  const world: World = {
    now: () => now,
    random: () => 0.5,
    socket: () => {
      const socket = new Socket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    nextFrame: (work) => (frames.push(work), () => frames.splice(frames.indexOf(work), 1)),
    after: (ms, work) => {
      const timer = { at: now + ms, work };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  };
  const events = { effects: (list: Effect[]) => effects.push(...list), link: (link: Link) => links.push(link) };
  const connection = new Connection("ws://room", session, events, world, sign);
  return {
    ...{ connection, sockets, links, effects, timers, pending },
    last: () => sockets.at(-1) ?? new Socket(),
    paint: () => frames.splice(0).forEach((work) => work()),
    pass: (ms: number) => {
      now += ms;
      for (const timer of timers.filter((one) => one.at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.work();
      }
    },
  };
}

beforeEach(() => vi.stubGlobal("WebSocket", Socket));

test("says hello when the socket opens", () => {
  const { connection, last, links } = room();
  connection.start();
  last().open();
  expect(last().sent).toEqual([new Uint8Array([1])]);
  expect(links).toEqual(["connecting", "open"]);
});

test("says hello first on the next socket, whatever was left over from the one before", () => {
  const { connection, last, pass } = room();
  connection.start();
  last().open();
  // The socket is closing, and what is typed meanwhile finds nobody to take it.
  last().readyState = 2;
  connection.flush();
  last().onclose?.();
  pass(1_000);
  last().open();
  expect(last().sent).toEqual([new Uint8Array([1])]);
});

test("what is signed goes out in its order, also what needs no signature, and before the end", async () => {
  const waiting: (() => void)[] = [];
  const { connection, last } = room((frame) =>
    frame[0] === 1 ? Promise.resolve(frame) : new Promise((done) => waiting.push(() => done(new Uint8Array([2, 7])))),
  );
  connection.start();
  last().open();
  connection.flush();
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  expect(last().sent).toEqual([new Uint8Array([1])]);
  connection.stop();
  const socket = last();
  expect(socket.readyState).toBe(1);
  waiting.forEach((done) => done());
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting.forEach((done) => done());
  await vi.waitFor(() => expect(socket.readyState).toBe(3));
  expect(socket.sent).toEqual([1, 2, 2].map((first) => new Uint8Array(first === 1 ? [1] : [2, 7])));
});

test("what cannot be signed is sent as it is", async () => {
  const { connection, last } = room(() => Promise.reject(new Error("no key")));
  connection.start();
  last().open();
  await vi.waitFor(() => expect(last().sent).toEqual([new Uint8Array([1])]));
});

test("frames of one painted frame are taken together", () => {
  const { connection, last, effects, paint } = room();
  connection.start();
  last().open();
  last().onmessage?.({ data: new ArrayBuffer(1) });
  last().onmessage?.({ data: new ArrayBuffer(1) });
  expect(effects).toEqual([]);
  paint();
  expect(effects).toHaveLength(2);
});

test("comes back after a loss, later each time, and forgets that once joined", () => {
  const { connection, sockets, last, pass, timers, paint } = room();
  connection.start();
  const waits: number[] = [];
  for (let loss = 0; loss < 4; loss++) {
    last().close();
    const wait = timers[0]?.at ?? 0;
    waits.push(wait);
    pass(wait);
  }
  expect(sockets).toHaveLength(5);
  expect(waits.every((wait, index) => index === 0 || wait > (waits[index - 1] ?? 0))).toBe(true);
  last().open();
  last().onmessage?.({ data: new ArrayBuffer(1) });
  paint();
  const before = timers.length;
  last().close();
  expect(timers).toHaveLength(before + 1);
});

test("the first keystroke travels at once, those that follow together every 50 ms", () => {
  const { connection, last, pass } = room();
  connection.start();
  last().open();
  for (let key = 0; key < 10; key++) {
    connection.flushSoon();
    pass(10);
  }
  // The greeting, then at 10 ms (this clock moves in steps of 10) and at 60.
  expect(last().sent.length).toBe(3);
});

test("a fatal fault ends the connection for good", () => {
  const { connection, sockets, last, paint, links, pass } = room();
  connection.start();
  last().open();
  last().onmessage?.({ data: new Uint8Array([9]).buffer });
  paint();
  expect(links.at(-1)).toBe("stopped");
  pass(60_000);
  expect(sockets).toHaveLength(1);
});

test("unconfirmed changes do not wait for a silent network", () => {
  const { connection, sockets, last, pass, pending } = room();
  connection.start();
  last().open();
  pending.count = 1;
  connection.flush();
  pass(14_000);
  expect(sockets).toHaveLength(1);
  pass(2_000);
  pass(20_000);
  expect(sockets).toHaveLength(2);
});

test("going offline is noticed at once, even if the socket does not report it", () => {
  const { connection, sockets, last, links } = room();
  connection.start();
  last().open();
  last().close = () => undefined;
  connection.drop();
  expect(links.at(-1)).toBe("waiting");
  connection.retryNow();
  expect(sockets).toHaveLength(2);
});

test("waits grow to a ceiling and spread", () => {
  expect(backoff(0, 0)).toBe(250);
  expect(backoff(3, 0.999)).toBeLessThanOrEqual(4_000);
  expect(backoff(50, 0.999)).toBeLessThanOrEqual(20_000);
  expect(backoff(50, 0)).toBe(250);
});
