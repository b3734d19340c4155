// A claim from entry to payment with the mouse; each role in a browser of its own, and with a wrong step each.
import type { Page } from "@playwright/test";
import { dayInJapan, enterAs, newcomer, productOf } from "./given";
import { confirm, enter, expect, test, unique } from "./support";

/** 12,345 less 500 is 11,845, of which 70 % are 8,291.5; 100,000 less 500 is 99,500, of which 70 % are 69,650. */
const VISIT = "8,291円";
const OPERATION = "69,650円";
const TOTAL = "77,941円";

test("a claim goes from entry to payment through the hands of all", async ({ page, person, by }) => {
  test.setTimeout(600_000);
  const product = await productOf(by);
  const strict = await newcomer(by, ["approver"], 10_000);
  const number = unique("M-").toUpperCase();
  const began = Date.now();

  await test.step("the clerk signs in and enters policyholder, animal and policy", async () => {
    await page.goto("/");
    await enter(page, "clerk");
    await page.getByRole("link", { name: "契約者", exact: true }).click();
    await page.getByRole("link", { name: "契約者を登録" }).first().click();
    await policyholder(page);
    await animal(page);
    await policy(page, product.name, number);
  });
  await test.step("the clerk enters the claim and submits it", async () => {
    await statement(page);
    await confirm(page, "受付する");
    await expect(page.getByText("請求を受け付けました。")).toBeVisible();
    await expect(page.getByText("受付", { exact: true }).first()).toBeVisible();
  });
  const place = new URL(page.url()).pathname;

  await test.step("the assessor finds it, may not approve it, and assesses it", async () => {
    const assessor = await person("assessor");
    await assessor.goto("/");
    await find(assessor, number);
    await expect(assessor.getByRole("button", { name: "査定する" })).toBeVisible();
    await expect(assessor.getByRole("button", { name: "承認する" })).toHaveCount(0);
    const refused = await assessor.request.post(`/api${place}/approve`, { data: {} });
    expect(refused.status()).toBe(403);
    await onPolicy(assessor, number, "受付", "－");
    await confirm(assessor, "査定する");
    await everyYen(assessor);
  });

  await test.step("an approver whose limit is lower is told why it can't be", async () => {
    const low = await person("nobody");
    await enterAs(low, strict);
    await low.goto(place);
    await expect(low.getByText("承認できません：あなたの承認限度額（10,000円）を超えています。")).toBeVisible();
    await expect(low.getByRole("button", { name: "承認する" })).toBeDisabled();
    expect((await low.request.post(`/api${place}/approve`, { data: {} })).ok()).toBe(false);
  });

  const approver = await person("approver");
  await test.step("the approver approves and pays", async () => {
    await approver.goto("/");
    await find(approver, number);
    await approver.getByRole("button", { name: "承認する" }).click();
    await expect(approver.getByRole("dialog")).toContainText(`保険金${TOTAL}を承認しますか`);
    await approver.getByRole("dialog").getByRole("button", { name: "承認する" }).click();
    await expect(approver.getByText("承認しました。")).toBeVisible();
    await confirm(approver, "支払済みにする");
    await expect(approver.getByText("手続きはすべて終わっています。").or(approver.getByRole("button", { name: "再査定にする" }))).toBeVisible();
    await expect(approver.getByText("支払済", { exact: true }).first()).toBeVisible();
  });

  await test.step("the viewer sees all of it and is offered nothing", async () => {
    const viewer = await person("viewer");
    await viewer.goto("/");
    await expect(viewer.getByRole("link", { name: "アカウント", exact: true })).toHaveCount(0);
    await viewer.getByRole("link", { name: "保険金請求", exact: true }).click();
    await expect(viewer.getByRole("heading", { level: 1, name: "保険金請求" })).toBeVisible();
    await expect(viewer.getByRole("link", { name: "請求を登録" })).toHaveCount(0);
    await find(viewer, number);
    await expect(viewer.getByText("手続きはすべて終わっています。")).toBeVisible();
    await expect(viewer.getByText(TOTAL).first()).toBeVisible();
    await onPolicy(viewer, number, "支払済", TOTAL);
    for (const offered of ["査定する", "承認する", "支払済みにする", "再査定にする", "ラベルを付ける・外す"]) await expect(viewer.getByRole("button", { name: offered })).toHaveCount(0);
    await expect(viewer.getByRole("combobox", { name: "担当者" })).toHaveCount(0);
    expect((await viewer.request.post(`/api${place}/reopen`, { data: {} })).status()).toBe(403);
    await fiveEntries(viewer, began);
  });
});

async function policyholder(page: Page): Promise<void> {
  await page.getByLabel("氏名カナ").fill("きむら はなこ");
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("入力してください。")).toBeVisible();
  await expect(page.getByLabel("氏名・名称")).toBeFocused();
  await page.getByLabel("氏名・名称").fill(unique("木村 花子 "));
  await page.getByRole("button", { name: "登録", exact: true }).click();
}

async function animal(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "動物の登録" })).toBeVisible();
  await page.getByLabel("名前").fill("タマ");
  await page.getByLabel("種別").selectOption("猫");
  await page.getByRole("button", { name: "登録", exact: true }).click();
}

async function policy(page: Page, product: string, number: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "保険契約の登録" })).toBeVisible();
  await page.getByLabel("商品").selectOption(product);
  await page.getByLabel("証券番号").fill(number);
  await page.getByLabel(/^始期日/).fill(dayInJapan(-100));
  await page.getByLabel("続けて保険金請求を入力する").check();
  await page.getByRole("button", { name: "登録", exact: true }).click();
}

/** Two lines, of which the first has an amount that is no number at first. */
async function statement(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "保険金請求の登録" })).toBeVisible();
  await page.getByLabel("請求事由").selectOption("けが");
  await page.getByLabel("傷病名").fill("異物誤飲");
  await page.getByLabel("1行目の診療日").fill(dayInJapan(-5));
  await page.getByLabel("1行目の金額（円）").fill("一万円");
  await page.getByLabel("1行目の項目").fill("再診料・処置料");
  for (const [field, entered] of [["銀行コード", "0001"], ["支店コード", "123"], ["口座番号", "0123456"], ["口座名義カナ", "キムラ ハナコ"]] as const) await page.getByLabel(field).fill(entered);
  await page.getByRole("button", { name: "下書きとして登録" }).click();
  await expect(page.getByText("金額は0円以上の整数で入力してください。")).toBeVisible();
  await page.getByLabel("1行目の金額（円）").fill("12,345");
  await page.getByRole("button", { name: "行を追加" }).click();
  await expect(page.getByLabel("2行目の診療日")).toHaveValue(dayInJapan(-5));
  await page.getByLabel("2行目の診療区分").selectOption("手術");
  await page.getByLabel("2行目の金額（円）").fill("１００，０００");
  await page.getByLabel("2行目の項目").fill("異物除去");
  await expect(page.getByText("合計 112,345円（2行）")).toBeVisible();
  await page.getByRole("button", { name: "下書きとして登録" }).click();
  await expect(page.getByText("下書きを登録しました。")).toBeVisible();
}

async function find(page: Page, number: string): Promise<void> {
  await page.getByRole("link", { name: "保険金請求", exact: true }).click();
  await page.getByRole("searchbox", { name: "検索" }).fill(number);
  await page.getByRole("button", { name: "検索" }).click();
  await page.getByRole("link", { name: number }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
}

/** From the claim to its policy, which lists it with where it stands and what was paid, and back. */
async function onPolicy(page: Page, number: string, state: string, paid: string): Promise<void> {
  await page.getByRole("link", { name: number, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `保険契約 ${number}` })).toBeVisible();
  const claim = page.getByRole("table", { name: "保険金請求" }).getByRole("row").nth(1);
  await expect(claim.getByText(state, { exact: true })).toBeVisible();
  await expect(claim.getByRole("cell", { name: paid, exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`^${number} .*保険金請求$`) })).toBeVisible();
}

/** The page tells how the amount came about, step by step. */
async function everyYen(page: Page): Promise<void> {
  await expect(page.getByText("請求額112,345円のうち、対象は112,345円、対象外は0円です。")).toBeVisible();
  const visit = page.getByRole("table", { name: "通院" });
  for (const step of ["12,345円", "1日につき500円（その日の額まで）を1日分", "11,845円", "× 70%", "8,291と1/2円", "1円未満を切り捨て", VISIT]) await expect(visit).toContainText(step);
  const operation = page.getByRole("table", { name: "手術" });
  for (const step of ["100,000円", "99,500円", "× 70%", OPERATION]) await expect(operation).toContainText(step);
  await expect(page.getByText(`${VISIT} + ${OPERATION}`)).toBeVisible();
  await expect(page.getByText("支払う保険金の合計").locator("..")).toContainText(TOTAL);
}

/** Entered, submitted, assessed, approved, paid: at Japan's time, though the browser stands in California. */
async function fiveEntries(page: Page, began: number): Promise<void> {
  const entries = page.locator("aside, div").filter({ has: page.getByRole("heading", { name: "タイムライン" }) }).last().locator("time");
  await expect(entries).toHaveCount(5);
  const parts = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const said = (at: number) => parts.format(at);
  for (const entry of await entries.allTextContents()) {
    expect(entry >= said(began) && entry <= said(Date.now()), `${entry} isn't between ${said(began)} and now`).toBe(true);
  }
}
