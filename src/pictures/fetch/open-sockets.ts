import type { Agent } from "node:http";
import type { Duplex } from "node:stream";

/**
 * The open sockets of one process, over all its agents. Before one more is opened than there may be, the one that has
 * been idle for longest is closed. Sockets at work are bounded by the downloads that run at once.
 */
export class OpenSockets {
  readonly #max: number;
  readonly #open = new Set<Duplex>();
  /** In the order in which they became idle. */
  readonly #idle = new Set<Duplex>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Counts the sockets of an agent from now on. */
  watch<Watched extends Agent>(agent: Watched): Watched {
    const own = {
      create: agent.createConnection.bind(agent),
      keep: agent.keepSocketAlive.bind(agent),
      reuse: agent.reuseSocket.bind(agent),
    };
    agent.createConnection = (options, created) => {
      this.#makeRoom();
      const socket = own.create(options, created);
      if (socket) this.#opened(socket);
      return socket;
    };
    agent.keepSocketAlive = (socket) => {
      // It answers whether the socket may be kept, which its type does not tell.
      const mayKeep = Boolean(own.keep(socket)) && this.#open.size <= this.#max;
      if (mayKeep) this.#idle.add(socket);
      // The agent closes it now, and the next one need not go as well.
      else this.#forget(socket);
      return mayKeep;
    };
    agent.reuseSocket = (socket, request) => {
      this.#idle.delete(socket);
      own.reuse(socket, request);
    };
    return agent;
  }

  #makeRoom(): void {
    for (const socket of this.#idle) {
      if (this.#open.size < this.#max) return;
      this.#forget(socket);
      socket.destroy();
    }
  }

  #opened(socket: Duplex): void {
    this.#open.add(socket);
    socket.once("close", () => this.#forget(socket));
  }

  #forget(socket: Duplex): void {
    this.#open.delete(socket);
    this.#idle.delete(socket);
  }
}
