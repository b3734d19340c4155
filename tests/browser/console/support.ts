// What the journeys share: people who are signed in, what they find, and whether everybody can use a page.
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, type Browser, type BrowserContext, type Page, expect, test as base } from "@playwright/test";

export type Role = "administrator" | "approver" | "assessor" | "clerk" | "viewer";

export const password = (): string => process.env.CONSOLE_PASSWORD ?? "";
export const addressOf = (role: Role): string => `${role}@demo.example`;

/** Enters mail address and password on the sign-in page. */
export async function enter(page: Page, role: Role, entered = password()): Promise<void> {
  await page.getByLabel("メールアドレス").fill(addressOf(role));
  await page.getByLabel("パスワード").fill(entered);
  await page.getByRole("button", { name: "ログイン" }).click();
}

/** A write through the API in the name of whoever the page belongs to; what it answers. */
export async function post<T>(request: APIRequestContext, path: string, data: object): Promise<T> {
  const reply = await request.post(path, { data });
  expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true);
  return (await reply.json()) as T;
}

/** What axe finds against WCAG 2.2, levels A and AA. */
export async function barriers(page: Page): Promise<string[]> {
  // A window that is still fading in has the colours of its way.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" | ")}`);
}

/** No violation of WCAG 2.2, levels A and AA, that axe finds. */
export async function usableByAll(page: Page): Promise<void> {
  expect(await barriers(page), page.url()).toEqual([]);
}

/** What runs out of the page at the side; nothing where all of it fits. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5);
    return [`${scrollWidth} of ${clientWidth} pixels`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
}

/** Nothing runs out of the page at the side, once what is drawn by script has found its width. */
export async function fits(page: Page): Promise<void> {
  await expect.poll(() => overflow(page), `${page.url()} is wider than its window`).toEqual([]);
}

let counted = 0;
/** A name that nothing else bears. */
export const unique = (head: string): string => `${head}${Date.now().toString(36)}${(counted += 1)}`;

/** The step behind a button that asks first: presses it, and presses the same one of the dialog. */
export async function confirm(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: action, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click();
}

/** Where somebody is signed in: their session's cookies go with every request. */
async function signIn(request: APIRequestContext, role: Role, domain = "demo.example"): Promise<void> {
  const reply = await request.post("/api/sessions", { data: { mail_address: `${role}@${domain}`, password: password() } });
  expect(reply.status(), await reply.text()).toBe(201);
}

function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A refused call is logged by the browser itself.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) complaints.push(message.text());
  });
}

type ContextOptions = Parameters<Browser["newContext"]>[0];

interface Fixtures {
  /** What browsers complained of: scripts that were blocked, and errors that nobody caught. A journey with any fails. */
  complaints: string[];
  /** A page of a browser of its own, in which this role is signed in; or nobody is. */
  person: (role: Role | "nobody", options?: ContextOptions & { domain?: string }) => Promise<Page>;
  /** The API in the name of a role, for what a journey begins with. */
  by: (role: Role) => Promise<APIRequestContext>;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ baseURL: _ }, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  page: async ({ page, complaints }, use) => {
    listen(page, complaints);
    await use(page);
  },
  person: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role, { domain, ...options } = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      context.on("page", (page) => listen(page, complaints));
      if (role !== "nobody") await signIn(context.request, role, domain);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  by: async ({ playwright, baseURL }, use) => {
    const known = new Map<Role, APIRequestContext>();
    await use(async (role) => {
      const request = known.get(role) ?? (await playwright.request.newContext({ baseURL: baseURL ?? "" }));
      if (!known.has(role)) await signIn(request, role);
      known.set(role, request);
      return request;
    });
    await Promise.all([...known.values()].map((request) => request.dispose()));
  },
});

export { expect };
