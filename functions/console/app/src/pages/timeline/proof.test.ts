import { describe, expect, it } from "vitest";
import example from "./proof-example.json";
import { type Entry, type Key, type Proof, canonical, fault, rawSignature } from "./proof";

// A proof of a local cloud, as it came.
const { entry, proof, key } = example as unknown as { entry: Entry; proof: Proof; key: Key };

describe("an entry of the timeline", () => {
  it("is found as it was sealed", async () => {
    expect(await fault(entry, proof, key)).toBeUndefined();
  });
  it("is found changed", async () => {
    expect(await fault({ ...entry, at: entry.at.replace("2026", "2025") }, proof, key)).toBe("entry");
    expect(await fault({ ...entry, changes: [] }, proof, key)).toBe("entry");
    expect(await fault({ ...entry, sequence: entry.sequence + 1 }, proof, key)).toBe("entry");
    // The name is sealed beside the entry, and may be sealed anew.
    expect(await fault({ ...entry, actor_name: "別名" }, proof, key)).toBeUndefined();
  });
  it("is found in another place", async () => {
    expect(await fault(entry, { ...proof, position: proof.position + 1 }, key)).toBe("place");
    expect(await fault(entry, { ...proof, proof: proof.proof.slice(1) }, key)).toBe("place");
    expect(await fault(entry, { ...proof, proof: [...proof.proof, "00".repeat(32)] }, key)).toBe("place");
    const root = { ...proof.seal.seal, root: "00".repeat(32) };
    expect(await fault(entry, { ...proof, seal: { ...proof.seal, seal: root } }, key)).toBe("place");
  });
  it("is found under a seal that nobody signed", async () => {
    const later = { ...proof.seal.seal, at: proof.seal.seal.at.replace("2026", "2027") };
    expect(await fault(entry, { ...proof, seal: { ...proof.seal, seal: later } }, key)).toBe("signature");
    expect(await fault(entry, { ...proof, seal: { ...proof.seal, signature: "" } }, key)).toBe("signature");
    const other = { ...key, pem: key.pem.replace("A", "B") };
    expect(await fault(entry, proof, other)).toBe("key");
  });
});

it("canonical JSON sorts by UTF-16 units and leaves nothing between", () => {
  expect(canonical({ b: [1, null, true], a: "é\n", "\u{1f600}": 1, "ﬀ": 2 })).toBe('{"a":"é\\n","b":[1,null,true],"\u{1f600}":1,"ﬀ":2}');
});

it("a signature has two numbers of at most 32 bytes", () => {
  expect(rawSignature(Uint8Array.of(0x30, 6, 2, 1, 5, 2, 1, 7))).toEqual(Uint8Array.from({ length: 64 }, (_, at) => (at === 31 ? 5 : at === 63 ? 7 : 0)));
  for (const broken of [[], [0x30], [0x31, 6, 2, 1, 5, 2, 1, 7], [0x30, 6, 2, 1, 5, 2, 1, 7, 0]]) expect(rawSignature(Uint8Array.from(broken))).toBeUndefined();
});
