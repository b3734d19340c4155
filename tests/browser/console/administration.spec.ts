// An administrator's day, in an organization of its own.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { enterAs, linkMailedTo, type Person } from "./given";
import { colleague, organizationOf } from "./organization";
import { confirm, expect, post, test, unique } from "./support";

const DOOR = `https://localhost:${process.env.CONSOLE_PORTS?.split(",").at(2)}`;

async function byForm(page: Page, { address, password }: Omit<Person, "name">): Promise<void> {
  await page.getByLabel("メールアドレス").fill(address);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "ログイン" }).click();
}

test("somebody is invited, sets a password by the mail's link, signs in, and gets another role", async ({ page, person }) => {
  const administrator = await organizationOf(page.request);
  await enterAs(page, administrator);
  const [name, address, password] = [unique("新田 "), `${unique("nitta-")}@demo.example`, "marble-kettle-orbit-fern-88"];
  await page.goto("/accounts");
  await page.getByRole("link", { name: "アカウントを招待" }).click();
  await page.getByRole("button", { name: "招待メールを送る" }).click();
  await expect(page.getByText("1つ以上選んでください。")).toBeVisible();
  await page.getByLabel("メールアドレス").fill(address);
  await page.getByLabel("氏名").fill(name);
  await page.getByRole("checkbox", { name: "承認者" }).check();
  await page.getByLabel("承認限度額（円）").fill("5000000000000000000");
  await page.getByRole("button", { name: "招待メールを送る" }).click();
  await expect(page.getByText("0から999,999,999,999までの数字で入力してください。")).toBeVisible();
  await page.getByRole("checkbox", { name: "承認者" }).uncheck();
  await page.getByRole("checkbox", { name: "閲覧" }).check();
  await page.getByLabel("メールアドレス").fill(administrator.address);
  await page.getByRole("button", { name: "招待メールを送る" }).click();
  await expect(page.getByText("このメールアドレスはすでに使われています。")).toBeVisible();
  await expect(page.getByLabel("メールアドレス")).toBeFocused();
  await page.getByLabel("メールアドレス").fill(address);
  await page.getByRole("button", { name: "招待メールを送る" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByText("招待中").first()).toBeVisible();
  await expect(page.getByText("招待の期限", { exact: true })).toBeVisible();

  const theirs = await person("nobody");
  await theirs.goto(await linkMailedTo(page.request, address));
  await theirs.getByLabel("新しいパスワード").fill("short");
  await theirs.getByLabel("もう一度入力").fill("short");
  await theirs.getByRole("button", { name: "設定する" }).click();
  await expect(theirs.getByText("15文字以上にしてください。")).toBeVisible();
  await theirs.getByLabel("新しいパスワード").fill(password);
  await theirs.getByLabel("もう一度入力").fill(password);
  await theirs.getByRole("button", { name: "設定する" }).click();
  await expect(theirs.getByText("パスワードを設定しました。")).toBeVisible();
  await theirs.getByRole("link", { name: "ログインへ" }).click();
  await byForm(theirs, { address, password });
  await expect(theirs.getByText("はじめてのログインです")).toBeVisible();
  await expect(theirs.getByRole("link", { name: "請求を登録" })).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole("button", { name: "アカウントを削除" })).toBeVisible();
  await expect(page.getByText("招待の期限", { exact: true })).toHaveCount(0);
  // There is none to be removed.
  await expect(page.getByRole("button", { name: "二要素認証を解除" })).toHaveCount(0);
  await page.getByRole("link", { name: "変更", exact: true }).click();
  await page.getByRole("checkbox", { name: "一般" }).check();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText(`${name}さんのアカウントを変更しました。`)).toBeVisible();
  // From their next request on.
  await theirs.reload();
  await expect(theirs.getByRole("link", { name: "請求を登録" })).toBeVisible();
});

test("the last administrator can be neither demoted nor removed", async ({ page }) => {
  const administrator = await organizationOf(page.request);
  await enterAs(page, administrator);
  await page.goto("/accounts");
  await page.getByRole("main").getByRole("link", { name: administrator.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(administrator.name);
  await confirm(page, "アカウントを削除");
  await expect(page.getByText("最後の組織管理者は削除も変更もできません。")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "キャンセル" }).click();
  await page.getByRole("link", { name: "変更", exact: true }).click();
  await page.getByRole("checkbox", { name: "閲覧" }).check();
  await page.getByRole("checkbox", { name: "組織管理者" }).uncheck();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("最後の組織管理者は削除も変更もできません。")).toBeVisible();
});

test("a certificate opens the door that demands it, until it is revoked", async ({ page, person }) => {
  const administrator = await organizationOf(page.request);
  await enterAs(page, administrator);
  await page.goto("/certificates");
  await expect(page.getByText("証明書はありません。")).toBeVisible();
  await page.getByRole("link", { name: "証明書を発行" }).first().click();
  await page.getByLabel("有効日数").fill("0");
  await page.getByLabel("名称").fill("受付の端末");
  await page.getByRole("button", { name: "発行", exact: true }).click();
  await expect(page.getByText("1から825までの数字で入力してください。")).toBeVisible();
  await page.getByLabel("有効日数").fill("30");
  await page.getByRole("button", { name: "発行", exact: true }).click();
  const passphrase = await page.locator("code.secret").innerText();
  const downloading = page.waitForEvent("download");
  await confirm(page, "ダウンロード");
  const file = await downloading;
  expect(file.suggestedFilename()).toBe("受付の端末.p12");
  const pfx = readFileSync(await file.path());
  await expect(page.getByText("ダウンロードしました。利用者に渡したら")).toBeVisible();
  await page.getByRole("link", { name: "一覧へ" }).click();
  await expect(page.getByRole("row", { name: "受付の端末" })).toContainText("配布済");
  // Once: it isn't offered again.
  await expect(page.getByRole("button", { name: "ダウンロード" })).toHaveCount(0);

  const inside = await person("nobody", { baseURL: DOOR, ignoreHTTPSErrors: true, clientCertificates: [{ origin: DOOR, pfx, passphrase }] });
  await inside.goto("/sign-in");
  await byForm(inside, administrator);
  await expect(inside.getByText("、クライアント証明書）").first()).toBeVisible();

  await test.step("the policy demands a certificate of everybody", async () => {
    await page.goto("/security");
    await page.getByRole("radio", { name: "必須", exact: true }).first().check();
    await expect(page.getByRole("button", { name: "方針を変更" })).toBeDisabled();
    await inside.goto("/security");
    await inside.getByRole("radio", { name: "必須", exact: true }).first().check();
    await confirm(inside, "方針を変更");
    await expect(inside.getByText("ログインの方針を変更しました。")).toBeVisible();
    const without = await person("nobody");
    await without.goto("/sign-in");
    await byForm(without, administrator);
    await expect(without.getByText("クライアント証明書が必要です")).toBeVisible();
    await expect(without.getByRole("link", { name: "証明書用のアドレスへ" })).toBeVisible();
  });

  await test.step("the one that lets oneself in isn't revoked while it is demanded", async () => {
    await inside.goto("/certificates");
    await expect(inside.getByRole("row", { name: "受付の端末" })).toContainText("使用中");
    await inside.getByRole("button", { name: "失効" }).click();
    const dialog = inside.getByRole("dialog");
    await dialog.getByRole("button", { name: "失効" }).click();
    await expect(dialog).toContainText("失効理由を入力してください。");
    await dialog.getByLabel("失効理由").fill("端末の紛失");
    await expect(dialog).not.toContainText("失効理由を入力してください。");
    await dialog.getByRole("button", { name: "失効" }).click();
    await expect(dialog).toContainText("別の証明書でログインし直すか、ほかの組織管理者に依頼してください。");
  });

  await test.step("a revoked one is refused with words", async () => {
    await inside.goto("/security");
    await inside.getByRole("radio", { name: "不要", exact: true }).check();
    await confirm(inside, "方針を変更");
    await expect(inside.getByText("ログインの方針を変更しました。")).toBeVisible();
    await page.goto("/certificates");
    await page.getByRole("button", { name: "失効" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("失効理由").fill("端末の紛失");
    await dialog.getByRole("button", { name: "失効" }).click();
    await expect(page.getByText("「受付の端末」を失効させました。")).toBeVisible();
    await inside.reload();
    await expect(inside.getByText("この証明書は失効しています")).toBeVisible();
  });
});

test("labels are made, ordered by keyboard, attached and deleted", async ({ page }) => {
  await enterAs(page, await organizationOf(page.request, ["administrator", "clerk"]));
  await page.goto("/labels");
  for (const name of ["至急", "要確認", "再診"]) {
    await page.getByRole("button", { name: "ラベルを登録" }).first().click();
    await page.getByRole("dialog").getByLabel("名称").fill(name);
    await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
    await expect(page.getByRole("button", { name: `「${name}」を並べ替える` })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  const rows = page.getByRole("list", { name: "ラベルの並び" }).getByRole("listitem");
  await expect(rows).toContainText(["至急", "要確認", "再診"]);
  await page.getByRole("button", { name: "「至急」を並べ替える" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("「至急」は1番目です。")).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText("「至急」は2番目です。")).toBeAttached();
  await page.keyboard.press("Space");
  await expect(page.getByText("ラベル「至急」を移動しました。")).toBeVisible();
  await expect(rows).toContainText(["要確認", "至急", "再診"]);
  await page.reload();
  await expect(rows).toContainText(["要確認", "至急", "再診"]);

  const reply = await page.request.post("/api/policyholders", { data: { name: "高橋 五郎", kana: "タカハシ ゴロウ" } });
  const { id } = (await reply.json()) as { id: string };
  await page.goto(`/policyholders/${id}`);
  await page.getByRole("button", { name: "ラベルを付ける・外す" }).click();
  await page.getByRole("checkbox", { name: "至急" }).check();
  await expect(page.getByText("ラベル「至急」を付けました。")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto("/labels");
  const row = rows.filter({ hasText: "至急" });
  await row.getByRole("button", { name: "削除" }).click();
  await expect(page.getByRole("dialog")).toContainText("契約者 1件");
  await page.getByRole("dialog").getByRole("button", { name: "削除" }).click();
  await expect(page.getByText("ラベル「至急」を削除しました。")).toBeVisible();
  await expect(rows).toContainText(["要確認", "再診"]);
});

test("whoever changes a label that somebody else changed or deleted sees that, and goes on", async ({ page }) => {
  await enterAs(page, await organizationOf(page.request));
  const { id } = await post<{ id: string }>(page.request, "/api/labels", { name: "至急", colour: "#1565c0", order: 100 });
  await page.goto("/labels");
  const rows = page.getByRole("list", { name: "ラベルの並び" }).getByRole("listitem");
  await page.getByRole("button", { name: "変更：「至急」" }).click();
  await page.request.put(`/api/labels/${id}`, { data: { name: "緊急", colour: "#1565c0", order: 100 } });
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("名称").fill("大至急");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(rows).toContainText(["緊急"]);
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(rows).toContainText(["大至急"]);
  await page.getByRole("button", { name: "変更：「大至急」" }).click();
  await page.request.delete(`/api/labels/${id}`);
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("このラベルはすでに削除されています。")).toBeVisible();
  await expect(page.getByText("ラベルはまだ登録されていません。")).toBeVisible();
});

/** Takes a label by its handle and moves the pointer onto another one, as a hand does; the button stays down. */
async function drag(page: Page, name: string, onto: string): Promise<void> {
  const handleOf = (label: string) => page.getByRole("button", { name: `「${label}」を並べ替える` });
  // To hover waits until nothing slides into its place any more.
  await handleOf(onto).hover();
  const to = await handleOf(onto).boundingBox();
  if (!to) throw new Error(`${onto} has no handle`);
  await handleOf(name).hover();
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 10 });
}

test("labels are dragged to another place by the mouse, and Escape lets go of one", async ({ page }) => {
  await enterAs(page, await organizationOf(page.request));
  for (const [at, name] of ["至急", "要確認", "再診"].entries()) await post(page.request, "/api/labels", { name, colour: "#1565c0", order: (at + 1) * 100 });
  const written: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") written.push(new URL(request.url()).pathname);
  });
  await page.goto("/labels");
  const rows = page.getByRole("list", { name: "ラベルの並び" }).getByRole("listitem");
  await expect(rows).toContainText(["至急", "要確認", "再診"]);

  await drag(page, "至急", "再診");
  await expect(page.getByText("「至急」は3番目です。")).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(page.getByText("取り消しました。「至急」は元の場所です。")).toBeAttached();
  await page.mouse.up();
  await expect(rows).toContainText(["至急", "要確認", "再診"]);

  await drag(page, "再診", "至急");
  await expect(page.getByText("「再診」は1番目です。")).toBeAttached();
  await page.mouse.up();
  await expect(page.getByText("ラベル「再診」を移動しました。")).toBeVisible();
  await expect(rows).toContainText(["再診", "至急", "要確認"]);
  // What was let go of by Escape was never written.
  expect(written).toHaveLength(1);
  await page.reload();
  await expect(rows).toContainText(["再診", "至急", "要確認"]);
});

test("sessions are ended from elsewhere, by oneself and by an administrator", async ({ page, person }) => {
  const administrator = await organizationOf(page.request);
  await enterAs(page, administrator);
  const somebody = await colleague(page.request, administrator, ["viewer"]);
  const [here, there] = [await person("nobody"), await person("nobody")];
  for (const one of [here, there]) {
    await enterAs(one, somebody);
    await one.goto("/");
    await expect(one.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
  }
  await here.goto("/account");
  await here.getByRole("button", { name: "ログアウトさせる" }).click();
  const dialog = here.getByRole("dialog");
  await dialog.getByRole("button", { name: "ログアウトさせる" }).click();
  await expect(dialog).toContainText("本人確認のために入力してください。");
  await dialog.getByLabel("パスワード").fill(somebody.password);
  await dialog.getByRole("button", { name: "ログアウトさせる" }).click();
  await expect(here.getByText("ログアウトさせました。")).toBeVisible();
  await there.getByRole("link", { name: "動物", exact: true }).click();
  await expect(there.getByText("もう一度ログインしてください")).toBeVisible();

  await page.goto("/accounts");
  await page.getByRole("link", { name: somebody.name }).click();
  await confirm(page, "終了");
  await expect(page.getByText("ログインを終了しました。")).toBeVisible();
  await here.getByRole("link", { name: "動物", exact: true }).click();
  await expect(here.getByText("もう一度ログインしてください")).toBeVisible();
});
