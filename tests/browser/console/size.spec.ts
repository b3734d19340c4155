// What is loaded before anybody does anything: a page has to come quickly over a slow line, too.
import type { Page } from "@playwright/test";
import { expect, test } from "./support";

/** As it comes over the wire. */
const MOST_BYTES = 200_000;

/** What the scripts of a page weigh, by their names, once nothing is under way any more. */
async function scriptsOf(page: Page, place: string): Promise<Map<string, number>> {
  const scripts = new Map<string, number>();
  const weighing: Promise<void>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") weighing.push(request.sizes().then(({ responseBodySize }) => void scripts.set(new URL(request.url()).pathname, responseBodySize)));
  });
  await page.goto(place, { waitUntil: "networkidle" });
  await Promise.all(weighing);
  return scripts;
}

// The library of charts is by itself: it comes once what is above it is there, and charts come into view.
const isCharts = (name: string) => name.includes("/charts-");
const total = (scripts: Map<string, number>) => [...scripts].filter(([name]) => !isCharts(name)).reduce((sum, [, bytes]) => sum + bytes, 0);
const told = (scripts: Map<string, number>) => [...scripts].sort(([, one], [, other]) => other - one).map(([name, bytes]) => `${name} ${bytes}`).join("\n");

test("the sign-in page and the start page load little before anything is done", async ({ page, person }) => {
  for (const [one, place, heading] of [[page, "/sign-in", "ログイン"], [await person("clerk"), "/", "ホーム"]] as const) {
    const scripts = await scriptsOf(one, place);
    await expect(one.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    expect(scripts.size).toBeGreaterThan(3);
    expect(total(scripts), told(scripts)).toBeLessThanOrEqual(MOST_BYTES);
    console.log(`${place}: ${total(scripts)} bytes of JavaScript`);
  }
});

test("charts are loaded when one comes to them", async ({ person }) => {
  const page = await person("viewer", { viewport: { width: 360, height: 640 } });
  const scripts = await scriptsOf(page, "/");
  await expect(page.getByText("受付件数").first()).toBeVisible();
  expect([...scripts.keys()].filter(isCharts)).toEqual([]);
  const arrived = page.waitForResponse((response) => isCharts(response.url()));
  await page.getByText("損害率は、支払保険金").scrollIntoViewIfNeeded();
  expect((await arrived).ok()).toBe(true);
  await expect(page.getByRole("heading", { name: "受付件数と支払件数の推移" })).toBeVisible();
});
