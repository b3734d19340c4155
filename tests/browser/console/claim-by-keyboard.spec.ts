// The same claim from entry to payment with the keyboard alone: nothing here clicks, fills or focuses.
import type { Locator, Page } from "@playwright/test";
import { dayInJapan, productOf } from "./given";
import { type Role, addressOf, expect, password, test, unique } from "./support";

/** More than any page has places to stop at. */
const STOPS = 200;

/** Goes to a field, button or link by the tab key. */
async function tabTo(target: Locator): Promise<void> {
  const keyboard = target.page().keyboard;
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < STOPS; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await keyboard.press("Tab");
  }
  throw new Error(`the tab key never comes to ${String(target)}`);
}

async function type(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.type(text);
}

async function press(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Enter");
}

/** Goes down the options of a choice to one. */
async function choose(field: Locator, wanted: string): Promise<void> {
  await tabTo(field);
  for (let pressed = 0; pressed < STOPS; pressed += 1) {
    if ((await field.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.text)) === wanted) return;
    await field.page().keyboard.press("ArrowDown");
  }
  throw new Error(`there is no ${wanted}`);
}

/** A day: browsers ask for its parts in the order of the country that they were made for. */
async function typeDay(field: Locator, day: string): Promise<void> {
  const [year = "", month = "", date = ""] = day.split("-");
  const { keyboard } = field.page();
  await tabTo(field);
  for (const parts of [[month, date, year], [year, month, date]]) {
    for (let back = 0; back < parts.length; back += 1) await keyboard.press("ArrowLeft");
    // A part that is full leads to the next one.
    for (const part of parts) await keyboard.type(part);
    if ((await field.inputValue()) === day) return;
  }
  throw new Error(`${day} can't be typed`);
}

async function signIn(page: Page, role: Role): Promise<void> {
  await page.goto("/");
  // The first field has the focus.
  await expect(page.getByLabel("メールアドレス")).toBeFocused();
  await page.keyboard.type(addressOf(role));
  await type(page.getByLabel("パスワード"), password());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
}

async function find(page: Page, number: string): Promise<void> {
  await press(page.getByRole("link", { name: "保険金請求", exact: true }));
  await type(page.getByRole("searchbox", { name: "検索" }), number);
  await page.keyboard.press("Enter");
  await press(page.getByRole("link", { name: number }));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
}

async function step(page: Page, action: string): Promise<void> {
  await press(page.getByRole("button", { name: action, exact: true }));
  const dialog = page.getByRole("dialog");
  await press(dialog.getByRole("button", { name: action, exact: true }));
  await expect(dialog).toHaveCount(0);
}

test("a claim goes from entry to payment by the keyboard alone", async ({ page, person, by }) => {
  test.setTimeout(900_000);
  const product = await productOf(by);
  const number = unique("K-").toUpperCase();
  const heading = (name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await test.step("the clerk enters policyholder, animal and policy", async () => {
    await signIn(page, "clerk");
    await press(page.getByRole("link", { name: "契約者", exact: true }));
    await press(page.getByRole("link", { name: "契約者を登録" }).first());
    await type(page.getByLabel("氏名・名称"), unique("田中 四郎 "));
    await type(page.getByLabel("氏名カナ"), "タナカ シロウ");
    await page.keyboard.press("Enter");
    await heading("動物の登録");
    await type(page.getByLabel("名前"), "ハナ");
    await choose(page.getByLabel("種別"), "犬");
    await press(page.getByRole("button", { name: "登録", exact: true }));
    await heading("保険契約の登録");
    await choose(page.getByLabel("商品"), product.name);
    await type(page.getByLabel("証券番号"), number);
    await typeDay(page.getByLabel(/^始期日/), dayInJapan(-100));
    await tabTo(page.getByLabel("続けて保険金請求を入力する"));
    await page.keyboard.press("Space");
    await press(page.getByRole("button", { name: "登録", exact: true }));
    await heading("保険金請求の登録");
  });

  await test.step("the clerk enters the statement without leaving its lines", async () => {
    await choose(page.getByLabel("請求事由"), "けが");
    await type(page.getByLabel("傷病名"), "異物誤飲");
    await typeDay(page.getByLabel("1行目の診療日"), dayInJapan(-5));
    await type(page.getByLabel("1行目の金額（円）"), "12345");
    await type(page.getByLabel("1行目の項目"), "再診料");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("2行目の金額（円）")).toBeFocused();
    await page.keyboard.type("100000");
    await type(page.getByLabel("2行目の項目"), "異物除去");
    for (let back = 0; back < 3; back += 1) await page.keyboard.press("Shift+Tab");
    await choose(page.getByLabel("2行目の診療区分"), "手術");
    // A third line by mistake: taken away, and brought back, and taken away.
    await tabTo(page.getByLabel("2行目の項目"));
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("3行目の金額（円）")).toBeFocused();
    await page.keyboard.press("Control+Delete");
    await expect(page.getByLabel("3行目の金額（円）")).toHaveCount(0);
    await expect(page.getByText("合計 112,345円（2行）")).toBeVisible();
    for (const [field, entered] of [["銀行コード", "0001"], ["支店コード", "123"], ["口座番号", "0123456"], ["口座名義カナ", "タナカ シロウ"]] as const) await type(page.getByLabel(field), entered);
    await page.keyboard.press("Enter");
    await expect(page.getByText("下書きを登録しました。")).toBeVisible();
    await step(page, "受付する");
    await expect(page.getByText("請求を受け付けました。")).toBeVisible();
  });

  await test.step("the assessor assesses it", async () => {
    const assessor = await person("nobody");
    await signIn(assessor, "assessor");
    await find(assessor, number);
    await step(assessor, "査定する");
    await expect(assessor.getByText("支払う保険金の合計")).toBeVisible();
  });

  await test.step("the approver approves and pays", async () => {
    const approver = await person("nobody");
    await signIn(approver, "approver");
    await find(approver, number);
    await step(approver, "承認する");
    await step(approver, "支払済みにする");
    await expect(approver.getByText("支払済", { exact: true }).first()).toBeVisible();
  });
});

test("the menu is skipped, and a dialog keeps the focus and gives it back", async ({ person }) => {
  const page = await person("administrator");
  await page.goto("/labels");
  await expect(page.getByRole("heading", { level: 1, name: "ラベル" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "本文へ" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  const opener = page.getByRole("button", { name: "ラベルを登録" }).first();
  await press(opener);
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  for (let pressed = 0; pressed < 20; pressed += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});
