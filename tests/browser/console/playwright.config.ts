// The console in Debian's Chromium, against a local cloud of its own that starts and ends with the run.
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { free } from "./free";

const root = new URL("../../..", import.meta.url).pathname;
// Workers read this file again and inherit what the first reading set.
process.env.CONSOLE_PASSWORD ??= randomBytes(12).toString("base64url");
process.env.CONSOLE_STATE ??= mkdtempSync(join(tmpdir(), "console-"));
process.env.LOCAL_CLOUD ??= join(root, "target/debug/local-cloud");
// Whatever else this machine serves.
process.env.CONSOLE_PORTS ??= (await Promise.all([free(), free(), free()])).join();
const [PORT, HTTPS_PORT, MTLS_PORT] = process.env.CONSOLE_PORTS.split(",") as [string, string, string];
const ports = { PORT, HTTPS_PORT, MTLS_PORT };

// Chromium itself writes days in fields, in the language that the machine speaks; pictures show what people in Japan see.
const inJapanese = process.env.SHOTS ? { env: { ...process.env, LANGUAGE: "ja" } as Record<string, string> } : {};

export default defineConfig({
  testDir: ".",
  // Pictures prove nothing: they are taken when they are asked for.
  testIgnore: process.env.SHOTS ? [] : ["shots.spec.ts"],
  // For a machine that does much else: what passes takes no longer by it.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: true,
  reporter: "list",
  use: {
    baseURL: `http://localhost:${PORT}`,
    locale: "ja-JP",
    // Far from Japan, so that a time that follows the browser's zone is found.
    timezoneId: "America/Los_Angeles",
    // What was on the page when a journey failed is kept anyway; traces slow every step down.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    actionTimeout: 30_000,
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"], ...inJapanese },
  },
  webServer: {
    command: process.env.LOCAL_CLOUD,
    // Said once the demo organizations are made.
    wait: { stdout: /パスワード/ },
    timeout: 120_000,
    env: { ...ports, STATE_DIR: process.env.CONSOLE_STATE, DEMO_PASSWORD: process.env.CONSOLE_PASSWORD, PASSWORD_MEMORY_KIB: "1024", PASSWORD_PASSES: "1" },
  },
});
