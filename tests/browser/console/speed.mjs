// How fast the console's pages come, in Chromium against the local cloud whose address is given: largest paint, blocked time and shifts.
// `make bench-console`; it tells, and judges nothing.
import { chromium } from "@playwright/test";

const [address = "http://localhost:8080"] = process.argv.slice(2);
const password = process.env.DEMO_PASSWORD ?? "";
const RUNS = 5;
const QUIET_MILLISECONDS = 1_000;
const PLACES = ["/sign-in", "/", "/claims", "/policyholders", "/timeline"];

/** Gathers what the page's own clock tells, from its beginning. */
function observe() {
  const seen = { paint: 0, blocked: 0, shift: 0 };
  const watch = (type, hear) => new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
  // Of a task, what is above 50 ms keeps an entry from being answered.
  watch("longtask", (entry) => { seen.blocked += Math.max(entry.duration - 50, 0); });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  globalThis.seen = seen;
}

async function measure(context, place) {
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.addInitScript(observe);
  await page.goto(address + place, { waitUntil: "networkidle" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForTimeout(QUIET_MILLISECONDS);
  const seen = await page.evaluate(() => globalThis.seen);
  await page.close();
  return seen;
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const rows = [];
  for (const place of PLACES) {
    const context = await browser.newContext({ locale: "ja-JP", viewport: { width: 1440, height: 900 } });
    if (place !== "/sign-in") {
      const reply = await context.request.post(`${address}/api/sessions`, { data: { mail_address: "approver@demo.example", password } });
      if (!reply.ok()) throw new Error(`sign-in: ${reply.status()}: set DEMO_PASSWORD`);
    }
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measure(context, place));
    rows.push([place, ...["paint", "blocked", "shift"].map((name) => median(runs.map((run) => run[name])))]);
    await context.close();
  }
  console.log(`Medians of ${RUNS}, nothing cached, 1440 × 900\n`);
  console.log("page            LCP (ms)  blocked (ms)  layout shift");
  for (const [place, paint, blocked, shift] of rows) {
    console.log(`${place.padEnd(14)} ${paint.toFixed(0).padStart(9)} ${blocked.toFixed(0).padStart(13)} ${shift.toFixed(3).padStart(13)}`);
  }
} finally {
  await browser.close();
}
