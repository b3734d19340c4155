import { enter, expect, fits, test, usableByAll } from "./support";

test("who isn't signed in is led to the sign-in page and back", async ({ page }) => {
  await page.goto("/nowhere?of=interest");
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await usableByAll(page);
  await enter(page, "clerk", "wrong password");
  await expect(page.getByRole("alert")).toContainText("メールアドレスまたはパスワード");
  await enter(page, "clerk");
  await expect(page).toHaveURL(/\/nowhere\?of=interest$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("ページが見つかりません");
  await page.getByRole("link", { name: "ホームへ" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("ホーム");
  await page.getByRole("button", { name: "ログアウト" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("a forgotten password is asked for without telling who has an account", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "パスワードを忘れたとき" }).click();
  for (const address of ["viewer@demo.example", "nobody@nowhere.example"]) {
    await page.goto("/forgotten-password");
    await page.getByLabel("メールアドレス").fill(address);
    await usableByAll(page);
    await page.getByRole("button", { name: "案内を送る" }).click();
    await expect(page.getByText("登録されているアドレスであれば")).toBeVisible();
  }
});

test("the language is switched and kept", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
});

test("an ended session leads to the sign-in page, and from there back", async ({ person }) => {
  const page = await person("viewer");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("ホーム");
  await page.context().clearCookies();
  await page.goto("/claims");
  await expect(page).toHaveURL(/\/sign-in\?return=%2Fclaims/);
});

test("the frame fits every window", async ({ person }) => {
  for (const width of [360, 768, 1440]) {
    const page = await person("administrator", { viewport: { width, height: 800 } });
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("ホーム");
    await fits(page);
    await usableByAll(page);
    await page.context().close();
  }
});
