// The page behind the link of an invitation or a reset.
import { linkMailedTo } from "./given";
import { expect, fits, post, test, unique, usableByAll } from "./support";

const PASSWORD = "kettle-marsh-violin-oboe-27";

test("a link sets one password and leaves the address at once", async ({ page, by }) => {
  const administrator = await by("administrator");
  const address = `${unique("invited-")}@demo.example`;
  await post(administrator, "/api/accounts", { name: unique("新人 "), mail_address: address, roles: ["viewer"], approval_limit_yen: null });
  const link = await linkMailedTo(administrator, address);
  const [first, second] = [page.getByLabel("新しいパスワード"), page.getByLabel("もう一度入力")];
  const set = page.getByRole("button", { name: "設定する" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(link);
  await expect(first).toBeFocused();
  await expect(page).toHaveURL(/\/password$/);
  expect(await page.evaluate(() => history.length), "the link stays in the history").toBeLessThanOrEqual(2);

  await first.fill("kettle");
  await expect(page.getByText("あと9文字必要です。")).toBeVisible();
  await first.fill("aaaaaaaaaaaaaaaa");
  await expect(page.getByText("使えません")).toBeVisible();
  await first.fill(PASSWORD);
  await expect(page.getByText("推測されにくさ：とても強い")).toBeVisible();
  await second.fill(`${PASSWORD} `);
  await set.click();
  await expect(page.getByText("2つの入力が一致しません。")).toBeVisible();
  await fits(page);
  await usableByAll(page);
  // What the service alone knows is said at the field, which keeps what was entered.
  for (const field of [first, second]) await field.fill("パスワードパスワードパスワード");
  const [refused] = await Promise.all([page.waitForResponse("**/api/passwords"), set.click()]);
  const { errors } = (await refused.json()) as { errors: { message: string }[] };
  await expect(page.getByText(errors[0]?.message ?? "", { exact: true })).toBeVisible();
  for (const field of [first, second]) await field.fill(PASSWORD);
  await set.click();
  await expect(page.getByText("パスワードを設定しました。")).toBeVisible();

  // Pasted into the same tab, where only what stands behind `#` is new.
  await page.evaluate((again) => { location.href = again; }, link);
  for (const field of [first, second]) await field.fill(`${PASSWORD}-again`);
  await set.click();
  await expect(page.getByRole("alert")).toContainText("リンクは使用済み");
  await expect(page.getByRole("alert")).toContainText("招待された方は、組織管理者に招待し直してもらってください。");
  await fits(page);
  await usableByAll(page);
  await page.getByRole("link", { name: "パスワードの再設定を申請" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("パスワードの再設定");
  await page.getByLabel("メールアドレス").fill(`${unique("nobody-")}@demo.example`);
  await page.getByRole("button", { name: "案内を送る" }).click();
  await expect(page.getByText("組織管理者に招待し直してもらってください。")).toBeVisible();
});

test("fields of passwords hide them and help password managers", async ({ page, person }) => {
  await page.goto("/password#token=somebody.0123456789abcdef");
  for (const label of ["新しいパスワード", "もう一度入力"]) {
    await expect(page.getByLabel(label)).toHaveAttribute("type", "password");
    await expect(page.getByLabel(label)).toHaveAttribute("autocomplete", "new-password");
    // Pasting is anybody's right.
    await page.getByLabel(label).focus();
    await page.keyboard.insertText(PASSWORD);
    await expect(page.getByLabel(label)).toHaveValue(PASSWORD);
  }
  const own = await person("viewer");
  await own.goto("/account/password");
  await expect(own.getByLabel("現在のパスワード")).toHaveAttribute("autocomplete", "current-password");
  await expect(own.getByLabel("新しいパスワード")).toHaveAttribute("autocomplete", "new-password");
  await own.goto("/sign-in");
});

test("a password page without a link says so", async ({ page }) => {
  await page.goto("/password");
  await expect(page.getByRole("alert")).toContainText("リンクが正しくありません");
  await expect(page.getByRole("button", { name: "設定する" })).toHaveCount(0);
  await page.getByRole("link", { name: "パスワードの再設定を申請" }).click();
  await expect(page).toHaveURL(/\/forgotten-password$/);
});
