import { expect, it } from "vitest";
import { certificateDoor } from "./door";

it("leads from one door to the other", () => {
  expect(certificateDoor({ hostname: "app.example.jp", port: "" })).toBe("https://cert.example.jp");
  expect(certificateDoor({ hostname: "cert.example.jp", port: "" })).toBeUndefined();
  expect(certificateDoor({ hostname: "localhost", port: "8080" })).toBe("https://localhost:9443");
  expect(certificateDoor({ hostname: "localhost", port: "9443" })).toBeUndefined();
});
