// Ports for clouds that journeys start.
import { type AddressInfo, createServer } from "node:net";

/** A port that nobody has. */
export function free(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}
