import { expect, it } from "vitest";
import { deviceOf } from "./device";

it("names browser and system", () => {
  const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
  expect(deviceOf(`${windows} Chrome/131.0.0.0 Safari/537.36`)).toBe("Chrome / Windows");
  expect(deviceOf(`${windows} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`)).toBe("Edge / Windows");
  expect(deviceOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15")).toBe("Safari / macOS");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1")).toBe("Safari / iPhone");
  expect(deviceOf("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0")).toBe("Firefox / Linux");
  expect(deviceOf("curl/8.5.0")).toBe("curl/8.5.0");
  expect(deviceOf("")).toBe("");
});
