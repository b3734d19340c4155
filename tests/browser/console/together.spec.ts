// Two people on one claim, and what was entered and not saved yet.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type Page, chromium } from "@playwright/test";
import { claimAfter, dayInJapan, draftOf, policyOf } from "./given";
import { confirm, enter, expect, password, post, test } from "./support";

const save = (page: Page) => page.getByRole("button", { name: "保存", exact: true }).click();

test("the second to save is told, sees what changed, loses nothing, and saves", async ({ person, by }) => {
  const claim = await draftOf(by, await policyOf(by));
  const [first, second] = [await person("clerk"), await person("assessor")];
  for (const page of [first, second]) {
    await page.goto(`/claims/${claim}/edit`);
    await expect(page.getByLabel("1行目の項目")).toHaveValue("再診料・処置料");
  }
  await second.getByLabel("傷病名").fill("胃内異物");
  await second.getByLabel("備考").fill("電話で確認済み");

  await first.getByLabel("備考").fill("領収書は郵送");
  await first.getByLabel("支店コード").fill("456");
  await save(first);
  await expect(first.getByText("請求内容を保存しました。")).toBeVisible();

  await save(second);
  const told = second.getByRole("alert").filter({ hasText: "ほかの人が先に変更しました" });
  await expect(told).toContainText("備考");
  await expect(told).toContainText("今の値：領収書は郵送");
  await expect(told).not.toContainText("傷病名");
  await expect(second.getByLabel("傷病名")).toHaveValue("胃内異物");
  await expect(second.getByLabel("備考")).toHaveValue("電話で確認済み");
  // What only the other one changed is taken.
  await expect(second.getByLabel("支店コード")).toHaveValue("456");
  await save(second);
  await expect(second.getByText("請求内容を保存しました。")).toBeVisible();
  for (const kept of ["胃内異物", "電話で確認済み"]) await expect(second.getByText(kept)).toBeVisible();
  await expect(second.getByText("支店 456")).toBeVisible();
});

test("one can take over what the other one entered", async ({ person, by }) => {
  const { policyholder } = await policyOf(by);
  const [first, second] = [await person("clerk"), await person("approver")];
  for (const page of [first, second]) {
    await page.goto(`/policyholders/${policyholder}/change`);
    await expect(page.getByLabel("氏名カナ")).toHaveValue("ヤマダ タロウ");
  }
  await first.getByLabel("住所").fill("東京都千代田区千代田1-1");
  await save(first);
  await expect(first.getByText("契約者を変更しました。")).toBeVisible();
  await second.getByLabel("住所").fill("東京都千代田区千代田2");
  await save(second);
  await second.getByRole("alert").getByRole("button", { name: "今の値にする" }).click();
  await expect(second.getByLabel("住所")).toHaveValue("東京都千代田区千代田1-1");
});

test("a step on what somebody else changed isn't taken before one saw it", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "assess");
  const approver = await person("approver");
  await approver.goto(`/claims/${claim}`);
  await expect(approver.getByRole("button", { name: "承認する" })).toBeEnabled();
  const findings = [{ line: 2, reason: "duplicate" }];
  expect((await (await by("assessor")).post(`/api/claims/${claim}/assess`, { data: { findings } })).ok()).toBe(true);

  await confirm(approver, "承認する");
  await expect(approver.getByText("ほかの人がこの請求を先に変更しました。")).toBeVisible();
  await expect(approver.getByRole("dialog")).toHaveCount(0);
  await approver.getByRole("button", { name: "承認する" }).click();
  await expect(approver.getByRole("dialog")).toContainText("保険金8,291円を承認しますか");
  await approver.getByRole("dialog").getByRole("button", { name: "承認する" }).click();
  await expect(approver.getByText("承認しました。")).toBeVisible();
});

test("what was typed for a step is there again when somebody else was first", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "submit");
  const assessor = await person("assessor");
  await assessor.goto(`/claims/${claim}`);
  const dialog = assessor.getByRole("dialog");
  for (const [step, label, typed] of [["差し戻す", "差戻しの理由", "同意書が添付されていません。"], ["支払期限を延長", "確認事項", "治療歴の照会"]] as const) {
    await assessor.getByRole("button", { name: step, exact: true }).click();
    await dialog.getByLabel(label).fill(typed);
    const { items } = (await (await assessor.request.get("/api/assignees")).json()) as { items: { id: string }[] };
    const assignee = step === "差し戻す" ? (items[0]?.id ?? null) : null;
    await post(await by("clerk"), "/api/claims/assign", { records: [claim], assignee });
    await dialog.getByRole("button", { name: step, exact: true }).click();
    await expect(assessor.getByText("ほかの人がこの請求を先に変更しました。")).toBeVisible();
    await expect(dialog).toHaveCount(0);
    await assessor.getByRole("button", { name: step, exact: true }).click();
    await expect(dialog.getByLabel(label)).toHaveValue(typed);
    await assessor.keyboard.press("Escape");
  }
});

test("a draft is there again when the browser was closed, and gone after signing out", async ({ by, baseURL, launchOptions, locale, timezoneId }) => {
  const { policy, number } = await policyOf(by);
  const profile = mkdtempSync(join(tmpdir(), "profile-"));
  // The same browser, closed and opened again.
  const open = async (): Promise<[BrowserContext, Page]> => {
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL: baseURL ?? "", ...(locale && { locale }), ...(timezoneId && { timezoneId }) });
    return [context, context.pages()[0] ?? (await context.newPage())];
  };
  try {
    const [before, entering] = await open();
    expect((await before.request.post("/api/sessions", { data: { mail_address: "clerk@demo.example", password: password() } })).status()).toBe(201);
    await entering.goto(`/claims/new?policy=${policy}`);
    await entering.getByLabel("傷病名").fill("膝蓋骨脱臼");
    await entering.getByLabel("1行目の診療日").fill(dayInJapan(-3));
    await entering.getByLabel("1行目の金額（円）").fill("4,321");
    await expect(entering.getByText("入力内容をこのブラウザーに保管しました")).toBeVisible();
    await before.close();

    const [after, page] = await open();
    await page.goto("/claims/new");
    await page.getByRole("link", { name: `${number} ポチ の続きを入力` }).click();
    await expect(page.getByText("前回の入力の続きを表示しています")).toBeVisible();
    await expect(page.getByLabel("傷病名")).toHaveValue("膝蓋骨脱臼");
    await expect(page.getByLabel("1行目の診療日")).toHaveValue(dayInJapan(-3));
    await expect(page.getByLabel("1行目の金額（円）")).toHaveValue("4,321");

    await page.getByRole("button", { name: "ログアウト" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "ログイン" })).toBeVisible();
    await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain("drafts");
    await enter(page, "clerk");
    await expect(page.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
    await page.goto("/claims/new");
    await expect(page.getByRole("heading", { name: "保険契約を選ぶ" })).toBeVisible();
    await expect(page.getByText("入力途中の請求")).toHaveCount(0);
    await after.close();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});
