// How one comes in, stays in, and is led back.
import type { Page, Route } from "@playwright/test";
import { linkMailedTo, newcomer } from "./given";
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

test("a forgotten password is set anew by the mail's link, and opens the console", async ({ page, by }) => {
  const somebody = await newcomer(by, ["viewer"]);
  const anew = "lantern-gravel-tuba-willow-63";
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "パスワードを忘れたとき" }).click();
  // The sign-in page has such a field, too.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("パスワードの再設定");
  await page.getByLabel("メールアドレス").fill(somebody.address);
  // The invitation's mail lies there already, with a link that was used.
  const before = await linkMailedTo(page.request, somebody.address);
  await page.getByRole("button", { name: "案内を送る" }).click();
  await expect(page.getByText("登録されているアドレスであれば")).toBeVisible();
  await page.goto(await linkMailedTo(page.request, somebody.address, before));
  await page.getByLabel("新しいパスワード").fill(anew);
  await page.getByLabel("もう一度入力").fill(anew);
  await page.getByRole("button", { name: "設定する" }).click();
  await expect(page.getByText("パスワードを設定しました。")).toBeVisible();
  await page.getByRole("link", { name: "ログインへ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ログイン" })).toBeVisible();
  for (const [entered, leads] of [[somebody.password, false], [anew, true]] as const) {
    await page.getByLabel("メールアドレス").fill(somebody.address);
    await page.getByLabel("パスワード").fill(entered);
    await page.getByRole("button", { name: "ログイン" }).click();
    if (leads) await expect(page.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
    else await expect(page.getByRole("alert")).toContainText("メールアドレスまたはパスワード");
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

test("the end of a session is told before it comes, and signing in again goes on from there", async ({ page }) => {
  const ending = page.getByText("入力中のものを保存して、もう一度ログインしてください。");
  const MINUTE = 60_000;
  // As though one had been signed in for nearly as long as a session lasts.
  await page.route("/api/sessions", async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, json: { ...(await reply.json() as object), ends_at: new Date(Date.now() + 16 * MINUTE).toISOString() } });
  }, { times: 1 });
  await page.clock.install();
  await page.goto("/sign-in?return=%2Fanimals%3Flabel%3Dnone");
  await enter(page, "viewer");
  await expect(page.getByRole("heading", { level: 1, name: "動物" })).toBeVisible();
  await expect(ending).toBeHidden();
  await page.clock.fastForward(2 * MINUTE);
  await expect(ending).toBeVisible();
  await usableByAll(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await fits(page);
  // Another tab that knows only what the first was told says it, too.
  const other = await page.context().newPage();
  await other.clock.install({ time: Date.now() + 2 * MINUTE });
  await other.goto("/");
  await expect(other.getByText("入力中のものを保存して、もう一度ログインしてください。")).toBeVisible();
  await other.close();

  await page.getByRole("link", { name: "もう一度ログイン" }).click();
  await enter(page, "viewer");
  await expect(page).toHaveURL(/\/animals\?label=none$/);
  await expect(page.getByRole("heading", { level: 1, name: "動物" })).toBeVisible();
  await expect(ending).toBeHidden();
});

const REFRESH = "/api/sessions/refresh";

/** What the browser renews the session with, which every renewal changes. */
async function renewedWith(page: Page): Promise<string | undefined> {
  return (await page.context().cookies()).find(({ name }) => name === "__Host-refresh")?.value;
}

test("two tabs share one session: one renews it, and the other goes on", async ({ person }) => {
  const first = await person("viewer");
  const context = first.context();
  const second = await context.newPage();
  const answers: number[] = [];
  context.on("response", (response) => {
    if (new URL(response.url()).pathname === REFRESH) answers.push(response.status());
  });
  const goesOn = async (page: Page, name: string) => {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByText(`${name}はまだ登録されていません。`).or(page.getByRole("table"))).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
  };
  // The access token's end: its cookie lives no longer than it does.
  const expire = () => context.clearCookies({ name: "__Host-access" });
  for (const page of [first, second]) {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
  }

  const before = await renewedWith(first);
  await expire();
  await goesOn(first, "契約者");
  expect(answers).toEqual([200]);
  expect(await renewedWith(first)).not.toBe(before);
  await goesOn(second, "動物");
  expect(answers).toEqual([200]);
  // The token that the first tab was given is the one that the second tab shows.
  await expire();
  await goesOn(second, "保険契約");
  expect(answers).toEqual([200, 200]);

  // Both at once: neither renewal goes out before the other is due, too.
  const held: Route[] = [];
  await context.route((url) => url.pathname === REFRESH, async (route) => {
    held.push(route);
    if (held.length === 2) await Promise.all(held.map((one) => one.continue()));
  });
  await expire();
  await Promise.all([goesOn(first, "動物"), goesOn(second, "契約者")]);
  expect(answers).toEqual([200, 200, 200, 200]);
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
