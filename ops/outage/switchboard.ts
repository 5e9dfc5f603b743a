import net from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * One address in front of a database, whichever machine answers behind it: what a failover of RDS looks like from
 * inside. It can lose its connections, and it can fall silent without closing them.
 */
export class Switchboard {
  private target: number | null = null;
  private silent = false;
  private readonly sockets = new Set<net.Socket>();

  private constructor(private readonly server: net.Server) {}

  static async open(): Promise<Switchboard> {
    const server = net.createServer();
    const board = new Switchboard(server);
    server.on('connection', (socket) => board.accept(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return board;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connects what comes to this local port. */
  connect(port: number): void {
    this.target = port;
    this.silent = false;
  }

  /** Breaks every connection and takes no more. */
  cut(): void {
    this.target = null;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Keeps every connection and passes nothing on: a machine that is gone without a word. */
  mute(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.pause();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: net.Socket): void {
    this.hold(socket);
    if (this.silent) return void socket.pause();
    if (this.target === null) return void socket.destroy();
    const onward = net.connect(this.target, '127.0.0.1');
    this.hold(onward);
    socket.pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  }

  private hold(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
  }
}
