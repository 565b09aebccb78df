import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP way between two parts that can be made bad, as a line between two sites. It begins by passing everything. */
export interface TestProxy {
  /** The address given, by this way. */
  url: string;
  /** Hands on what comes, and what was held back; refused connections are taken again. */
  pass(): Promise<void>;
  /** Breaks what is open, and refuses new connections. */
  cut(): Promise<void>;
  /** Breaks what is open, and every new connection a moment after it was made. */
  hangUp(): void;
  /** Holds back every byte, or those of answers only; connections stay open, and new ones are taken. */
  stall(what?: 'everything' | 'answers'): void;
  /** Hands on answers at this pace only. */
  trickle(bytesPerSecond: number): void;
  /** Hands on the request in which this text is met and resets its connection instead of answering, once; resolves then. */
  resetAfter(text: string): Promise<void>;
  /** Connections made since `hangUp` or `stall`, and the most of them at once. */
  tried(): number;
  most(): number;
  close(): Promise<void>;
}

interface Line {
  near: Socket;
  far: Socket;
  held: (() => void)[];
}

type Mode = 'pass' | 'hang up' | 'everything' | 'answers' | { bytesPerSecond: number };

export async function openProxy(to: string): Promise<TestProxy> {
  const target = new URL(to);
  const open = new Set<Line>();
  let mode: Mode = 'pass';
  let trap: { text: string; sprung: () => void } | undefined;
  let tried = 0;
  let most = 0;

  const server = createServer((near) => {
    const far = connect(Number(target.port), '127.0.0.1');
    const line: Line = { near, far, held: [] };
    open.add(line);
    tried++;
    most = Math.max(most, open.size);
    near.on('error', () => {}).once('close', () => end(line));
    far.on('error', () => {}).once('close', () => onward(line, near, 'close', false));
    near.on('data', (chunk) => onward(line, far, chunk, isTrapped(chunk)));
    far.on('data', (chunk) => onward(line, near, chunk, false));
    near.once('end', () => onward(line, far, 'end', false));
    if (mode === 'hang up') setTimeout(() => end(line), 400);
  });

  const end = (line: Line) => {
    open.delete(line);
    line.near.destroy();
    line.far.destroy();
  };
  const isTrapped = (chunk: Buffer) => trap !== undefined && chunk.includes(trap.text);

  const onward = (line: Line, to: Socket, chunk: Buffer | 'end' | 'close', trapped: boolean) => {
    if (mode === 'everything' || (mode === 'answers' && to === line.near))
      return void line.held.push(() => onward(line, to, chunk, trapped));
    if (chunk === 'close') return end(line);
    if (chunk === 'end') return void to.end();
    if (trapped) return spring(line, chunk);
    if (typeof mode === 'object' && to === line.near) return slowly(line, chunk, mode.bytesPerSecond);
    to.write(chunk);
  };
  const spring = (line: Line, chunk: Buffer) => {
    const { sprung } = trap!;
    trap = undefined;
    line.far.removeAllListeners('data').removeAllListeners('close').resume();
    line.far.write(chunk);
    // Once it answers it has acted.
    line.far.once('data', () => {
      line.near.resetAndDestroy();
      end(line);
      sprung();
    });
  };
  const slowly = async ({ near, far }: Line, chunk: Buffer, bytesPerSecond: number) => {
    far.pause();
    const step = Math.max(1, Math.round(bytesPerSecond / 20));
    for (let at = 0; at < chunk.length && !near.destroyed; at += step) {
      near.write(chunk.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    far.resume();
  };
  const begin = (next: Mode) => {
    mode = next;
    tried = 0;
    most = 0;
  };
  const breakAll = () => {
    for (const line of [...open]) end(line);
  };
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };

  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(to);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href.replace(/\/$/, to.endsWith('/') ? '/' : ''),
    pass: async () => {
      mode = 'pass';
      for (const line of open) for (const go of line.held.splice(0)) go();
      if (!server.listening) await listen(port);
    },
    cut: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      breakAll();
      await closed;
    },
    hangUp: () => {
      breakAll();
      begin('hang up');
    },
    stall: (what = 'everything') => begin(what),
    trickle: (bytesPerSecond) => begin({ bytesPerSecond }),
    resetAfter: (text) =>
      new Promise((resolve) => {
        trap = { text, sprung: resolve };
      }),
    tried: () => tried,
    most: () => most,
    close: async () => {
      mode = 'pass';
      if (server.listening) server.close();
      breakAll();
    },
  };
}
