import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { type Door, listen } from './httpDoor.ts';
import type { Weather } from './weather.ts';

/** A door in front of a server that is not ours, so that the system's weather (and its death) reaches those behind it. */
export async function openTcpDoor(
  port: number,
  weather: Weather,
  target: { host: string; port: number },
): Promise<Door> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (weather.cut) return void client.resetAndDestroy();
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === client ? upstream : client).destroy();
      });
    }
    client.pipe(upstream);
    upstream.pipe(slowed(weather)).pipe(client);
  });
  weather.onCut.push((cut) => {
    if (cut) for (const socket of sockets) socket.resetAndDestroy();
  });
  const actual = await listen(server, port);
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
  return { port: actual, close };
}

function slowed(weather: Weather): Transform {
  return new Transform({
    transform(chunk, _encoding, done) {
      if (weather.slowMs > 0) setTimeout(() => done(null, chunk), weather.slowMs);
      else done(null, chunk);
    },
  });
}
