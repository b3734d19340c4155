// Verifying, in this browser, that an entry of the timeline stands as it was sealed. The service only brings what it takes: every hash
// and the signature are computed here, from what is shown (RFC 6962, RFC 8785; ARCHITECTURE.md, "How the timeline proves itself").
import type { components } from "~/api/schema";

type Schemas = components["schemas"];
export type Entry = Schemas["EntryView"];
export type Proof = Schemas["TimelineProofReply"];
export type Key = Schemas["TimelinePublicKeyReply"];

/** What doesn't hold: the entry that is shown, its place in the log, the seal's signature, or whose key it is. */
export type Fault = "entry" | "place" | "signature" | "key";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** RFC 8785: members by their names' UTF-16 units, nothing between; numbers and texts as ECMAScript writes them. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
}

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toHex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function joined(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

const sha256 = async (...parts: Bytes[]): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of an entry as it is shown, less what it doesn't cover. */
async function hashOf(entry: Entry): Promise<string> {
  const { actor_name: _name, operation_label: _label, hash: _hash, ...covered } = entry;
  return toHex(await sha256(utf8(canonical(covered as unknown as Json))));
}

/** The root that a leaf leads to along its proof (RFC 9162, 2.1.3.2); `undefined` where the proof isn't one of this size. */
async function rootOf(leaf: Bytes, position: number, size: number, proof: readonly string[]): Promise<string | undefined> {
  let [index, last, hash] = [position, size - 1, leaf];
  const half = (value: number) => Math.floor(value / 2);
  for (const step of proof) {
    if (last === 0) return undefined;
    if (index % 2 === 1 || index === last) {
      hash = await sha256(NODE, fromHex(step), hash);
      for (; index % 2 === 0 && index !== 0; [index, last] = [half(index), half(last)]);
    } else {
      hash = await sha256(NODE, hash, fromHex(step));
    }
    [index, last] = [half(index), half(last)];
  }
  return last === 0 ? toHex(hash) : undefined;
}

/** The signature in DER as two numbers of 32 bytes, as WebCrypto takes it. */
export function rawSignature(der: Bytes): Bytes | undefined {
  const number = (at: number): { bytes: Bytes; next: number } | undefined => {
    const length = der[at + 1];
    if (der[at] !== 2 || length === undefined) return undefined;
    const bytes = der.slice(at + 2, at + 2 + length);
    const plain = bytes.slice(bytes.findIndex((byte) => byte !== 0));
    return plain.length > 32 ? undefined : { bytes: joined(new Uint8Array(32 - plain.length), plain), next: at + 2 + length };
  };
  if (der[0] !== 0x30) return undefined;
  const first = number(2);
  const second = first && number(first.next);
  return first && second && second.next === der.length ? joined(first.bytes, second.bytes) : undefined;
}

async function isSigned(seal: Schemas["SignedSeal"], spki: Bytes): Promise<boolean> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const signature = rawSignature(fromBase64(seal.signature));
  if (!signature) return false;
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, key, signature, utf8(canonical(seal.seal as unknown as Json)));
}

/** What doesn't hold of an entry; `undefined` where everything does. */
export async function fault(entry: Entry, proof: Proof, key: Key): Promise<Fault | undefined> {
  const { leaf, position, seal } = proof;
  const hash = await hashOf(entry);
  const isOfEntry = leaf.hash === hash && leaf.at === entry.at && leaf.record_kind === entry.record_kind;
  if (entry.hash !== hash || !isOfEntry || leaf.record_id !== entry.record_id || leaf.sequence !== entry.sequence) return "entry";
  const leafHash = await sha256(LEAF, utf8(canonical(leaf as unknown as Json)));
  if ((await rootOf(leafHash, position, seal.seal.tree_size, proof.proof)) !== seal.seal.root) return "place";
  const spki = fromBase64(key.pem.replace(/-----[^-]+-----|\s/g, ""));
  if (toHex(await sha256(spki)) !== seal.seal.key || seal.seal.organization !== entry.organization) return "key";
  return (await isSigned(seal, spki)) ? undefined : "signature";
}
