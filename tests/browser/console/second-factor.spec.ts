// An authenticator app: enrolled, demanded by the organization, and used at sign-in. Passkeys have journeys of their own.
import { createHmac } from "node:crypto";
import { enterAs } from "./given";
import { colleague, organizationOf } from "./organization";
import { confirm, expect, test } from "./support";

const STEP_SECONDS = 30;

/** What an app shows for a secret in base32, so many steps from now (RFC 6238). */
function codeOf(secret: string, steps = 0): string {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_SECONDS) + steps));
  const tag = createHmac("sha1", key).update(step).digest();
  const figures = (tag.readUInt32BE((tag.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000;
  return String(figures).padStart(6, "0");
}

test("an app is enrolled, asked for at sign-in, and demanded of everybody", async ({ page, person }) => {
  const administrator = await organizationOf(page.request);
  await enterAs(page, administrator);
  const somebody = await colleague(page.request, administrator, ["viewer"]);

  await page.goto("/account");
  await page.getByRole("link", { name: "二要素認証の設定" }).click();
  await page.getByRole("button", { name: "認証アプリを登録" }).click();
  const secret = await page.locator("code.secret").innerText();
  const code = page.getByLabel("コード");
  await code.fill("12345");
  await page.getByRole("button", { name: "登録を完了" }).click();
  await expect(page.getByText("6桁の数字を入力してください。")).toBeVisible();
  // Each code is good once: the one before leaves the present one for the sign-in.
  await code.fill(codeOf(secret, -1));
  await page.getByRole("button", { name: "登録を完了" }).click();
  await expect(page.getByText("この画面でしか表示されません")).toBeVisible();
  const recovery = await page.locator(".codes code").first().innerText();
  await page.getByRole("button", { name: "保管したので次へ" }).click();
  await page.getByRole("button", { name: "ログアウト" }).click();

  await test.step("a code is asked for, and a wrong one refused", async () => {
    await page.getByLabel("メールアドレス").fill(administrator.address);
    await page.getByLabel("パスワード").fill(administrator.password);
    await page.getByRole("button", { name: "ログイン" }).click();
    await page.getByLabel("認証アプリの6桁のコード").fill("000000");
    await page.getByRole("button", { name: "確認してログイン" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "確認できません" })).toBeVisible();
    await page.getByLabel("認証アプリの6桁のコード").fill(codeOf(secret));
    await page.getByRole("button", { name: "確認してログイン" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
  });

  await test.step("whoever has none is led to enrol one", async () => {
    await page.goto("/security");
    await page.getByRole("radio", { name: "必須", exact: true }).last().check();
    await confirm(page, "方針を変更");
    await expect(page.getByText("ログインの方針を変更しました。")).toBeVisible();
    const other = await person("nobody");
    await enterAs(other, somebody);
    await other.goto("/animals");
    await expect(other.getByText("組織の方針により、二要素認証の登録が必要です")).toBeVisible();
    await other.getByRole("button", { name: "認証アプリを登録" }).click();
    await other.getByLabel("コード").fill(codeOf(await other.locator("code.secret").innerText()));
    await other.getByRole("button", { name: "登録を完了" }).click();
    await other.getByRole("button", { name: "保管したので次へ" }).click();
    await expect(other.getByRole("heading", { level: 1, name: "動物" })).toBeVisible();
  });

  await test.step("a recovery code stands in for a lost phone", async () => {
    await page.getByRole("button", { name: "ログアウト" }).click();
    await page.getByLabel("メールアドレス").fill(administrator.address);
    await page.getByLabel("パスワード").fill(administrator.password);
    await page.getByRole("button", { name: "ログイン" }).click();
    await page.getByRole("button", { name: "リカバリーコードを使う" }).click();
    await page.getByLabel("リカバリーコード").fill(recovery);
    await page.getByRole("button", { name: "確認してログイン" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
  });
});
