import type { ActResult, Effect, SessionApi } from "../contract";
import { backoff } from "./backoff";

export type Link = "connecting" | "open" | "waiting" | "stopped";

/** What the connection needs of the world; tests give their own. */
export interface World {
  now(): number;
  random(): number;
  socket(url: string): WebSocket;
  /** Runs `work` with the next frame painted; returns a way to call it off. */
  nextFrame(work: () => void): () => void;
  after(ms: number, work: () => void): () => void;
}

export interface ConnectionEvents {
  /** Frames are about to be read: what the person has just done is to be taken in first. */
  arriving?(): void;
  effects(effects: Effect[]): void;
  link(link: Link): void;
}

/** Faults after which the same session may come back. */
const PASSING = new Set(["shutdown", "slow", "store"]);
/** How long changes may stay unconfirmed without a word from the server. */
const SILENCE_MS = 15_000;
/** Somebody who types without pause is heard this often. */
const FLUSH_EVERY_MS = 50;

/** Carries frames between a session of client-core and the server, and keeps trying. */
export class Connection {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private stopped = false;
  private inbox: Uint8Array[] = [];
  private callOffFrame: (() => void) | null = null;
  private callOffRetry: (() => void) | null = null;
  private callOffFlush: (() => void) | null = null;
  private callOffSilence: (() => void) | null = null;
  private lastFlush = Number.NEGATIVE_INFINITY;
  /** Frames that are being signed, in their order. */
  private signing: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly session: SessionApi,
    private readonly events: ConnectionEvents,
    private readonly world: World = browserWorld,
    /** Signs frames, where this device does. */
    private readonly sign: ((frame: Uint8Array) => Promise<Uint8Array>) | null = null,
  ) {}

  start(): void {
    if (this.stopped || this.socket !== null) return;
    this.callOffRetry?.();
    this.callOffRetry = null;
    this.events.link("connecting");
    const socket = this.world.socket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.events.link("open");
      // What the connection before did not take is no first message; whatever of it counts is sent again after the welcome.
      this.session.outbox();
      this.take(this.session.opened(this.world.now()));
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (this.socket !== socket || !(message.data instanceof ArrayBuffer)) return;
      this.inbox.push(new Uint8Array(message.data));
      this.callOffFrame ??= this.world.nextFrame(() => this.drainInbox());
    };
    socket.onclose = () => this.lost(socket);
    socket.onerror = () => socket.close();
  }

  /** Tries at once, for instance when the machine is online again. */
  retryNow(): void {
    if (this.socket !== null || this.stopped) return;
    this.attempt = 0;
    this.start();
  }

  /** The network is gone: a socket may take minutes to notice. */
  drop(): void {
    const socket = this.socket;
    if (socket === null) return;
    socket.close();
    // A close over a dead network is reported late or never.
    this.lost(socket);
  }

  stop(): void {
    if (this.stopped) return;
    this.flush();
    this.stopped = true;
    for (const callOff of [this.callOffFrame, this.callOffRetry, this.callOffFlush, this.callOffSilence]) callOff?.();
    const socket = this.socket;
    this.socket = null;
    // What is being signed is sent before.
    if (this.sign === null) socket?.close(1000);
    else void this.signing.then(() => socket?.close(1000));
    this.events.link("stopped");
  }

  /** To be called after every call into the session that may have queued frames. */
  sendOutbox(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const frames = this.session.outbox();
    for (const frame of frames) this.send(this.socket, frame);
    if (frames.length > 0) this.expectAnswer();
  }

  private send(socket: WebSocket, frame: Uint8Array): void {
    const { sign } = this;
    if (sign === null) {
      socket.send(frame as Uint8Array<ArrayBuffer>);
      return;
    }
    this.signing = this.signing.then(async () => {
      // One that cannot be signed goes as it is: the server says what is wrong.
      const signed = await sign(frame).catch(() => frame);
      if (socket.readyState === WebSocket.OPEN) socket.send(signed as Uint8Array<ArrayBuffer>);
    });
  }

  /** The first keystroke travels at once; those that follow within a short time travel together. */
  flushSoon(): void {
    if (this.callOffFlush !== null) return;
    const wait = Math.max(0, this.lastFlush + FLUSH_EVERY_MS - this.world.now());
    this.callOffFlush = this.world.after(wait, () => this.flush());
  }

  flush(): void {
    if (this.stopped) return;
    this.callOffFlush?.();
    this.callOffFlush = null;
    this.lastFlush = this.world.now();
    this.take(this.session.flush(this.world.now()));
  }

  /** A network can fall silent without closing anything. Changes that nobody confirms are sent again over a new socket. */
  private expectAnswer(): void {
    this.callOffSilence ??= this.world.after(SILENCE_MS, () => {
      this.callOffSilence = null;
      // Where nothing can be stored, nothing is confirmed.
      if (this.session.pending() > 0 && !this.session.isReadOnly()) this.drop();
    });
  }

  private heard(): void {
    this.callOffSilence?.();
    this.callOffSilence = null;
    if (this.session.pending() > 0) this.expectAnswer();
  }

  private drainInbox(): void {
    this.callOffFrame = null;
    const frames = this.inbox;
    this.inbox = [];
    if (frames.length > 0) this.events.arriving?.();
    const effects: Effect[] = [];
    for (const frame of frames) {
      effects.push(...parseEffects(this.session.frame(frame, this.world.now())));
    }
    if (frames.length > 0) this.heard();
    this.sendOutbox();
    this.report(effects);
  }

  private take(json: string): void {
    this.sendOutbox();
    this.report(parseEffects(json));
  }

  private report(effects: Effect[]): void {
    if (effects.length === 0) return;
    if (effects.some((effect) => "joined" in effect)) this.attempt = 0;
    const fatal = effects.some((e) => "failed" in e && !PASSING.has(e.failed.code));
    this.events.effects(effects);
    if (fatal) this.stop();
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return;
    // Frames that arrived before the end still count.
    this.callOffFrame?.();
    this.drainInbox();
    if (this.stopped) return;
    this.socket = null;
    this.report(parseEffects(this.session.closed(this.world.now())));
    if (this.stopped) return;
    this.events.link("waiting");
    const wait = backoff(this.attempt++, this.world.random());
    this.callOffRetry = this.world.after(wait, () => this.start());
  }
}

export function parseEffects(json: string): Effect[] {
  const answer = JSON.parse(json) as Effect[] | ActResult;
  if (Array.isArray(answer)) return answer;
  return "ok" in answer ? answer.ok : [answer];
}

export const browserWorld: World = {
  now: () => Date.now(),
  random: () => Math.random(),
  socket: (url) => new WebSocket(url),
  nextFrame(work) {
    // A hidden tab gets no animation frames, and must not fall behind.
    if (document.hidden) return browserWorld.after(0, work);
    let done = false;
    const once = () => {
      if (done) return;
      done = true;
      cancelAnimationFrame(frame);
      clearTimeout(late);
      work();
    };
    const frame = requestAnimationFrame(once);
    const late = setTimeout(once, 100);
    return () => {
      done = true;
      cancelAnimationFrame(frame);
      clearTimeout(late);
    };
  },
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
