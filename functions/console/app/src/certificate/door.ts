// The two doors of the service: one for everybody, and one that asks browsers for a client certificate.

/** Where this machine's own cloud has the door with certificates, unless told otherwise. */
const LOCAL_DOOR = "https://localhost:9443";

type Place = Pick<Location, "hostname" | "port">;

/** The door that asks for a client certificate, seen from the other one; `undefined` where it isn't known, or one stands in it. */
export function certificateDoor({ hostname, port }: Place): string | undefined {
  if (hostname.startsWith("app.")) return `https://cert.${hostname.slice("app.".length)}`;
  return hostname === "localhost" && port !== "9443" ? LOCAL_DOOR : undefined;
}
