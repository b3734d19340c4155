// The pictures of README's tour, taken anew with SHOTS=1: the same places at a desk and on a phone. Chromium writes days in
// Japan's order where it speaks Japanese, which is Debian's package chromium-l10n.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, BrowserContextOptions, Locator, Page, ViewportSize } from "@playwright/test";
import { bankAccount, dayInJapan, sealed } from "./given";
import { type Role, expect, fits, post, test } from "./support";

const FOLDER = join(import.meta.dirname, "screenshots");
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
/** A desk's pictures are drawn smaller, to be small files. */
const scaleOf = { desk: 0.75, phone: 1 };

type By = (role: Role) => Promise<APIRequestContext>;

async function take(page: Page, name: string): Promise<void> {
  await expect(page.locator(".waiting-rows, .smarthr-ui-Loader").filter({ visible: true })).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await fits(page);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled", caret: "hide", scale: "device" });
}

const people = [
  ["山田 太郎", "ヤマダ タロウ", "ポチ", "dog", "柴犬"],
  ["佐藤 花", "サトウ ハナ", "ミケ", "cat", "日本猫"],
  ["高橋 健一", "タカハシ ケンイチ", "レオ", "dog", "トイ・プードル"],
  ["伊藤 美咲", "イトウ ミサキ", "ソラ", "cat", "スコティッシュ・フォールド"],
] as const;

const complaints = [["illness", "外耳炎", "再診料・処置料", 8_800], ["injury", "膝蓋骨脱臼", "整復手術", 148_000], ["illness", "慢性腎臓病", "点滴・血液検査", 23_400], ["illness", "胃腸炎", "診察料・注射", 12_600]] as const;

/** Some policies with claims in several states; the last is left assessed. */
async function portfolio(by: By): Promise<{ assessed: string; policy: string }> {
  const terms = {
    name: "いぬ・ねこプラン 70", coverage_rate_percent: 70, deductible_yen: 500, waiting_days: 30,
    care: { visit: { cap_yen: 12_000, limit_per_year: 20 }, stay: { cap_yen: 12_000, limit_per_year: 20 }, operation: { cap_yen: 140_000, limit_per_year: 2 } },
    exclusions: ["vaccine", "checkup", "neuter", "congenital"], yearly_amount_yen: 700_000,
  };
  const { id: product } = await post<{ id: string }>(await by("administrator"), "/api/products", { terms });
  const clerk = await by("clerk");
  let assessed = "";
  let policy = "";
  for (const [at, [name, kana, animal, species, breed]] of people.entries()) {
    const { id: policyholder } = await post<{ id: string }>(clerk, "/api/policyholders", { name, kana, bank_account: { ...bankAccount, holder_kana: kana } });
    const { id: pet } = await post<{ id: string }>(clerk, "/api/animals", { policyholder, name: animal, species, breed, born_on: dayInJapan(-1200 - at * 200) });
    const period = { start_date: dayInJapan(-120 - at), end_date: dayInJapan(244 - at), first_start_date: dayInJapan(-120 - at) };
    ({ id: policy } = await post<{ id: string }>(clerk, "/api/policies", { animal: pet, product, number: `2026-00${1204 + at}`, period }));
    for (const [which, [cause, diagnosis, item, amount_yen]] of complaints.entries()) {
      const care = item.includes("手術") ? "operation" : "visit";
      const lines = [
        { treated_on: dayInJapan(-9 - which), care, category: "treatment", amount_yen, item },
        { treated_on: dayInJapan(-9 - which), care: "visit", category: "vaccine", amount_yen: 6_600, item: "混合ワクチン" },
      ];
      const { id } = await post<{ id: string }>(clerk, "/api/claims", { policy, cause, diagnosis, bank_account: { ...bankAccount, holder_kana: kana }, lines });
      const steps = ([["submit", "clerk"], ["assess", "assessor"], ["approve", "approver"], ["pay", "approver"]] as const).slice(0, 4 - ((at + which) % 4));
      for (const [step, role] of steps) await post(await by(role), `/api/claims/${id}/${step}`, {});
      if (steps.at(-1)?.[0] === "assess") assessed = id;
    }
  }
  return { assessed, policy };
}

/** What a picture shows beyond what is there at once. */
async function prepare(page: Page, name: string): Promise<void> {
  if (name === "home") {
    // Charts come when one comes to them.
    await page.getByText("損害率は、支払保険金").scrollIntoViewIfNeeded();
    await expect(page.getByRole("heading", { name: "受付件数と支払件数の推移" })).toBeVisible();
    await page.evaluate(() => window.scrollTo(0, 0));
  }
  if (name === "assessment") await upTo(page.getByRole("heading", { name: "査定の内訳" }));
  if (name === "timeline") {
    await page.getByRole("button", { name: /^表示中の\d+件を検証$/ }).click();
    await expect(page.getByText(/^表示中の\d+件は、.* までに封印・検証済みです$/)).toBeVisible();
    if ((page.viewportSize()?.width ?? 0) === PHONE.width) await upTo(page.getByText("最新の封印"));
  }
  if (name === "claims" && (page.viewportSize()?.width ?? 0) === PHONE.width) await upTo(page.getByRole("table", { name: "保険金請求" }));
}

const upTo = (place: Locator) => place.evaluate((element) => element.scrollIntoView({ block: "start" }));

/** Who is in the pictures of a size: signed in before anything is sealed, since signing in is on the timeline, too. */
async function signedIn(person: (role: Role | "nobody", options: BrowserContextOptions) => Promise<Page>, size: "desk" | "phone", viewport: ViewportSize) {
  const drawn = { viewport, deviceScaleFactor: scaleOf[size] };
  const [page, approver, clerk, administrator] = [await person("nobody", drawn), await person("approver", drawn), await person("clerk", drawn), await person("administrator", drawn)];
  return { size, page, approver, clerk, administrator };
}

test("the tour", async ({ person, by }) => {
  test.setTimeout(900_000);
  mkdirSync(FOLDER, { recursive: true });
  const { assessed, policy } = await portfolio(by);
  const [desk, phone] = [await signedIn(person, "desk", DESK), await signedIn(person, "phone", PHONE)];
  await sealed(await by("administrator"));
  for (const { size, page, approver, clerk, administrator } of [desk, phone]) {
    await page.goto("/sign-in");
    await take(page, `sign-in-${size}`);
    for (const [name, place] of [["home", "/"], ["claims", "/claims"], ["claim", `/claims/${assessed}`], ["assessment", `/claims/${assessed}`], ["timeline", "/timeline?record_kind=claim"]] as const) {
      await approver.goto(place);
      await expect(approver.getByRole("heading", { level: 1 })).toBeVisible();
      await prepare(approver, name);
      await take(approver, `${name}-${size}`);
    }
    await clerk.goto(`/claims/new?policy=${policy}`);
    await clerk.getByLabel("傷病名").fill("外耳炎");
    for (const [line, [amount, item]] of [["3,300", "再診料"], ["5,500", "耳処置"], ["2,200", "点耳薬"]].entries()) {
      if (line > 0) await clerk.getByRole("button", { name: "行を追加" }).click();
      await clerk.getByLabel(`${line + 1}行目の金額（円）`).fill(amount ?? "");
      await clerk.getByLabel(`${line + 1}行目の項目`).fill(item ?? "");
    }
    await upTo(clerk.getByRole("heading", { name: "診療明細" }));
    await take(clerk, `lines-${size}`);
    await administrator.goto("/accounts");
    await expect(administrator.getByRole("link", { name: "査定 三郎" })).toBeVisible();
    await take(administrator, `accounts-${size}`);
  }
});
