import { describe, expect, it } from "vitest";
import { makeKey, open, seal } from "./seal";

describe("a sealed draft", () => {
  const draft = { diagnosis: "外耳炎", lines: [{ amount: "20,000" }] };

  it("opens with its key at its place alone", async () => {
    const [key, other] = [await makeKey(), await makeKey()];
    const sealed = await seal(key, "acc_1 claim/pol_1", draft);
    expect(await open(key, "acc_1 claim/pol_1", sealed)).toEqual(draft);
    expect(await open(other, "acc_1 claim/pol_1", sealed)).toBeUndefined();
    expect(await open(key, "acc_2 claim/pol_1", sealed)).toBeUndefined();
  });
  it("shows nothing of what it holds, and its key can't be read out", async () => {
    const key = await makeKey();
    const sealed = await seal(key, "place", draft);
    expect(new TextDecoder().decode(sealed.bytes)).not.toContain("外耳炎");
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });
  it("is nothing where a bit was changed", async () => {
    const key = await makeKey();
    const sealed = await seal(key, "place", draft);
    const bytes = new Uint8Array(sealed.bytes);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(await open(key, "place", { ...sealed, bytes: bytes.buffer })).toBeUndefined();
  });
});
