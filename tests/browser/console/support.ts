// What the journeys share: people who are signed in, what they find, and whether everybody can use a page.
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, type Browser, type Page, expect, test as base } from "@playwright/test";

export type Role = "administrator" | "approver" | "assessor" | "clerk" | "viewer";

export const password = (): string => process.env.CONSOLE_PASSWORD ?? "";
export const addressOf = (role: Role): string => `${role}@demo.example`;

/** Enters mail address and password on the sign-in page. */
export async function enter(page: Page, role: Role, entered = password()): Promise<void> {
  await page.getByLabel("メールアドレス").fill(addressOf(role));
  await page.getByLabel("パスワード").fill(entered);
  await page.getByRole("button", { name: "ログイン" }).click();
}

/** A browser of its own in which somebody is signed in. */
export async function signedIn(browser: Browser, role: Role, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const reply = await context.request.post("/api/sessions", { data: { mail_address: addressOf(role), password: password() } });
  expect(reply.status(), await reply.text()).toBe(201);
  return context.newPage();
}

/** A write through the API in the name of whoever the page belongs to; what it answers. */
export async function post<T>(request: APIRequestContext, path: string, data: object): Promise<T> {
  const reply = await request.post(path, { data });
  expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true);
  return (await reply.json()) as T;
}

/** No violation of WCAG 2.2, levels A and AA, that axe finds. */
export async function usableByAll(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const faults = found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" | ")}`);
  expect(faults, page.url()).toEqual([]);
}

/** Nothing runs out of the page at the side. */
export async function fits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, `${page.url()} is wider than its window`).toBeLessThanOrEqual(window);
}

let counted = 0;
/** A name that nothing else bears. */
export const unique = (head: string): string => `${head}${Date.now().toString(36)}${(counted += 1)}`;

/** Fails with what the browser complained of: scripts that were blocked, and errors that nobody caught. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        // A refused call is logged by the browser itself.
        if (message.type() === "error" && !message.text().includes("Failed to load resource")) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
