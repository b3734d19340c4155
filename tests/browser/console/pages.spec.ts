// Every page, for everybody: at a phone's, a tablet's and a desk's width, with nothing that axe finds, and with its name.
import type { Page } from "@playwright/test";
import { type Given, claimAfter, draftOf, newcomer, policyOf } from "./given";
import { barriers, expect, fits, overflow, test, usableByAll } from "./support";

const WIDTHS = [360, 768, 1440];
const HEIGHT = 900;

/** The console's places that belong to no record, with the heading of each. */
const places: Record<string, string> = {
  "/": "ホーム",
  "/claims": "保険金請求",
  "/claims/new": "保険金請求の登録",
  "/policyholders": "契約者",
  "/policyholders/new": "契約者の登録",
  "/animals": "動物",
  "/policies": "保険契約",
  "/labels": "ラベル",
  "/products": "商品",
  "/timeline": "タイムライン",
  "/notices": "お知らせ",
  "/notices/incidents": "障害の経過",
  "/help": "ヘルプ",
  "/help/inquiry": "お問い合わせ",
  "/help/responsibilities": "責任分界",
  "/help/certificates": "証明書のインストール方法",
  "/account": "自分の設定",
  "/account/password": "パスワードの変更",
  "/account/second-factors": "二要素認証の設定",
};

/** Those of administrators. */
const administration: Record<string, string> = {
  "/accounts": "アカウント",
  "/accounts/invite": "アカウントの招待",
  "/certificates": "クライアント証明書",
  "/certificates/issue": "証明書の発行",
  "/security": "ログインの方針",
  "/organization": "組織",
  "/organization/change": "組織の変更",
  "/products/new": "商品の登録",
};

const outside: Record<string, string> = { "/sign-in": "ログイン", "/forgotten-password": "パスワードの再設定", "/password": "パスワードの設定" };

/** A page once it is whole: its heading, its window's title, and nothing that is still awaited. */
async function whole(page: Page, place: string, heading: string | RegExp): Promise<void> {
  await page.goto(place);
  const first = page.getByRole("heading", { level: 1 });
  await expect.soft(first, place).toContainText(heading);
  await expect(first).toHaveCount(1);
  // A record's page bears its name once that is there.
  const titled = () => page.evaluate(() => document.title.startsWith(`${document.querySelector("h1")?.textContent ?? "?"} | `));
  await expect.soft.poll(titled, `${place} has another title than heading`).toBe(true);
  // What is drawn only when one comes to it is come to.
  const awaited = page.locator(".waiting-rows, .smarthr-ui-Loader");
  await expect(async () => {
    await awaited.evaluateAll((waiting) => waiting[0]?.scrollIntoView());
    await expect(awaited, place).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}

/** The page at each width, with nothing to complain of; faults are gathered, so that one run tells of all pages. */
async function good(page: Page, place: string, heading: string | RegExp): Promise<void> {
  await page.setViewportSize({ width: WIDTHS.at(-1) ?? 0, height: HEIGHT });
  await whole(page, place, heading);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await expect.soft.poll(() => overflow(page), `${place} runs out of ${width} pixels`).toEqual([]);
    expect.soft(await barriers(page), `${place} at ${width} pixels`).toEqual([]);
  }
}

test.describe.configure({ timeout: 900_000 });

test("pages without a session", async ({ page }) => {
  for (const [place, heading] of Object.entries(outside)) await good(page, place, heading);
});

test("a clerk's pages", async ({ person }) => {
  const page = await person("clerk");
  for (const [place, heading] of Object.entries(places)) await good(page, place, heading);
});

test("an administrator's pages", async ({ person }) => {
  const page = await person("administrator");
  for (const [place, heading] of Object.entries(administration)) await good(page, place, heading);
});

test("whoever isn't one reads on an administrator's page who may use it, and is offered nothing", async ({ person, by }) => {
  const somebody = await newcomer(by, ["viewer"]);
  const { "/organization": _seen, ...theirs } = administration;
  for (const role of ["viewer", "clerk"] as const) {
    const page = await person(role);
    const refused: [string, string][] = [];
    page.on("response", (reply) => {
      if (reply.status() === 403) refused.push([page.url(), reply.url()]);
    });
    for (const [place, heading] of [...Object.entries(theirs), [`/accounts/${somebody.id}`, "アカウント"], [`/accounts/${somebody.id}/change`, "アカウントの変更"]] as const) {
      await whole(page, place, heading);
      const main = page.getByRole("main");
      await expect.soft(main, place).toContainText("「組織管理者」の権限が必要です。");
      for (const offered of ["button", "textbox", "combobox", "checkbox", "radio"] as const) await expect.soft(main.getByRole(offered), `${place}: ${offered}`).toHaveCount(0);
    }
    expect(refused).toEqual([]);
  }
});

test("the menu leads to pages alone that are listed here", async ({ person }) => {
  const page = await person("administrator");
  await whole(page, "/", "ホーム");
  const led = await page.getByRole("navigation", { name: "メニュー" }).getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(led.length).toBeGreaterThan(10);
  expect(led.filter((place) => !(place in places) && !(place in administration))).toEqual([]);
});

test("the pages of records", async ({ person, by }) => {
  const given = await policyOf(by);
  const page = await person("clerk");
  for (const [place, heading] of records(given)) await good(page, place, heading);
  const draft = await draftOf(by, given);
  await good(page, `/claims/${draft}`, given.number);
  await good(page, `/claims/${draft}/edit`, "請求内容の変更");
  await good(page, `/claims/new?policy=${given.policy}`, "保険金請求の登録");
  const paid = await claimAfter(by, given, "pay");
  await good(page, `/claims/${paid}`, given.number);
});

const records = ({ policyholder, animal, policy, number }: Given): [string, string | RegExp][] => [
  [`/policyholders/${policyholder}`, "山田 太郎"],
  [`/policyholders/${policyholder}/change`, "契約者の変更"],
  [`/animals/${animal}`, "ポチ"],
  [`/animals/${animal}/change`, "動物の変更"],
  [`/animals/new?policyholder=${policyholder}`, "動物の登録"],
  [`/policies/${policy}`, number],
  [`/policies/${policy}/change`, "保険契約の変更"],
  [`/policies/new?animal=${animal}`, "保険契約の登録"],
];

test("the pages of records that administrators keep", async ({ person, by }) => {
  const somebody = await newcomer(by, ["approver"], 500_000);
  const { items } = (await (await (await by("administrator")).get("/api/products?limit=1")).json()) as { items: { id: string }[] };
  const page = await person("administrator");
  await good(page, `/accounts/${somebody.id}`, somebody.name);
  await good(page, `/accounts/${somebody.id}/change`, "アカウントの変更");
  for (const { id } of items) {
    await good(page, `/products/${id}`, /./);
    await good(page, `/products/${id}/change`, "商品の変更");
  }
});

test("on a phone's cards a claim is chosen by its words, and a mail address stands on one line", async ({ person, by }) => {
  const given = await policyOf(by);
  await draftOf(by, given);
  const viewport = { width: WIDTHS[0] ?? 0, height: HEIGHT };
  const clerk = await person("clerk", { viewport });
  await whole(clerk, "/claims", "保険金請求");
  const card = clerk.getByRole("row").filter({ hasText: given.number });
  await expect(card.getByRole("checkbox", { name: `${given.number} ポチ を選択` })).toBeVisible();
  await card.getByText("選択", { exact: true }).click();
  await expect(clerk.getByText("1件を選択中")).toBeVisible();

  const administrator = await person("administrator", { viewport });
  await whole(administrator, "/accounts", "アカウント");
  const address = administrator.getByText("administrator@demo.example", { exact: true });
  const lines = await address.evaluate((cell) => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getClientRects().length;
  });
  expect(lines).toBe(1);
});

test("on a phone the menu opens where one is, however far one has scrolled", async ({ person }) => {
  const page = await person("administrator", { viewport: { width: 360, height: 740 } });
  await page.goto("/help/responsibilities");
  await expect(page.getByRole("table").first()).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByRole("button", { name: "メニュー" }).click();
  await expect(page.getByRole("link", { name: "保険金請求", exact: true })).toBeInViewport();
  await page.getByRole("navigation", { name: "メニュー" }).getByRole("link", { name: "ヘルプ" }).scrollIntoViewIfNeeded();
  await fits(page);
  await usableByAll(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "保険金請求", exact: true })).toBeHidden();
  await page.getByRole("button", { name: "メニュー" }).click();
  await page.getByRole("link", { name: "保険金請求", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "保険金請求" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeHidden();
});

test("a fresh organization is told on every list what to do", async ({ person }) => {
  const page = await person("clerk", { domain: "other.example" });
  const empty: Record<string, string> = {
    "/claims": "保険金請求はまだありません。",
    "/policyholders": "契約者はまだ登録されていません。",
    "/animals": "動物はまだ登録されていません。",
    "/policies": "保険契約はまだ登録されていません。",
    "/labels": "ラベルはまだ登録されていません。",
    "/products": "商品はまだ登録されていません。",
    "/notices": "お知らせはまだありません。",
  };
  for (const [place, said] of Object.entries(empty)) {
    await good(page, place, places[place] ?? "");
    await expect(page.getByText(said), place).toBeVisible();
  }
  await whole(page, "/", "ホーム");
  await expect(page.getByText("待っている仕事はありません。")).toBeVisible();
  const administrator = await person("administrator", { domain: "other.example" });
  await good(administrator, "/certificates", "クライアント証明書");
  await expect(administrator.getByText("証明書はありません。")).toBeVisible();
});

test("the main pages in English", async ({ page: signIn, person, by }) => {
  await signIn.goto("/sign-in");
  await signIn.getByRole("button", { name: "English" }).click();
  await expect(signIn.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  const given = await policyOf(by);
  const paid = await claimAfter(by, given, "pay");
  const page = await person("administrator");
  await page.goto("/");
  await page.getByRole("button", { name: "English" }).click();
  const english: [string, string][] = [
    ["/", "Home"], ["/claims", "Claims"], [`/claims/${paid}`, given.number], ["/policyholders", "Policyholders"], ["/policies", "Policies"], ["/labels", "Labels"],
    ["/products", "Products"], ["/accounts", "Accounts"], ["/certificates", "Client certificates"], ["/security", "Sign-in policy"], ["/timeline", "Timeline"], ["/notices", "Notices"], ["/help", "Help"], ["/account", "Your settings"],
  ];
  for (const [place, heading] of english) {
    await good(page, place, heading);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    expect(await ownJapanese(page), place).toEqual([]);
  }
});

/** Japanese of the console's own on an English page: what people entered, and the names that the service knows, don't count. */
async function ownJapanese(page: Page): Promise<string[]> {
  const texts = await page.getByRole("navigation").or(page.getByRole("heading")).or(page.getByRole("columnheader")).or(page.getByRole("button")).allTextContents();
  return texts.filter((text) => /[ぁ-んァ-ヶ一-龠]/.test(text) && text !== "日本語" && !/山田|ポチ|新人|いぬねこ/.test(text));
}
