// A passkey: added, asked for at sign-in, cancelled, and taken off, on the console's own pages. The device is Chromium's virtual one.
import type { Page } from "@playwright/test";
import { type Person, enterAs, newcomer } from "./given";
import { expect, test, usableByAll } from "./support";

const NAME = "会社のノートパソコン";

/** A device that keeps passkeys. */
interface Device {
  /** Whether its owner shows a finger when it asks. */
  shows: (isUserVerified: boolean) => Promise<unknown>;
  /** It is lost, with what it kept. */
  lose: () => Promise<unknown>;
}

/** Plugs a device into the browser of this page. */
async function device(page: Page): Promise<Device> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    shows: (isUserVerified) => client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    lose: () => client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}

async function signIn(page: Page, { address, password }: Person): Promise<void> {
  await page.getByRole("button", { name: "ログアウト" }).click();
  await page.getByLabel("メールアドレス").fill(address);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "ログイン" }).click();
}

test("a passkey is added, asked for at sign-in, and taken off again", async ({ page, by }) => {
  const somebody = await newcomer(by, ["viewer"]);
  const laptop = await device(page);
  const home = page.getByRole("heading", { level: 1, name: "ホーム" });
  const add = page.getByRole("button", { name: "パスキーを登録" });
  await enterAs(page, somebody);

  await test.step("it is added under a name, with recovery codes", async () => {
    await page.goto("/account");
    await page.getByRole("link", { name: "二要素認証の設定" }).click();
    await add.click();
    await expect(page.getByText("入力してください。")).toBeVisible();
    await page.getByLabel("名称").fill(NAME);
    await laptop.shows(false);
    await add.click();
    await expect(page.getByText("パスキーを登録できませんでした。")).toBeVisible();
    await laptop.shows(true);
    await add.click();
    await expect(page.getByText("この画面でしか表示されません")).toBeVisible();
    await usableByAll(page);
    await page.getByRole("button", { name: "保管したので次へ" }).click();
  });

  await test.step("a sign-in asks for it, and goes no further where it is cancelled", async () => {
    await signIn(page, somebody);
    await expect(page.getByRole("heading", { name: "本人の確認" })).toBeVisible();
    await usableByAll(page);
    await laptop.shows(false);
    await page.getByRole("button", { name: "パスキーで確認" }).click();
    await expect(page.getByText("パスキーの確認が取り消されました。")).toBeVisible();
    await laptop.shows(true);
    await page.getByRole("button", { name: "パスキーで確認" }).click();
    await expect(home).toBeVisible();
  });

  await test.step("where the device is lost, another one's passkey takes it off", async () => {
    await page.goto("/account/second-factors");
    const row = page.getByRole("row", { name: NAME });
    await expect(row.getByText("解除するには、先にほかの認証手段を登録してください。")).toBeVisible();
    await laptop.lose();
    const phone = await device(page);
    await page.getByLabel("名称").fill("会社の携帯電話");
    await add.click();
    await row.getByRole("button", { name: "解除" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("続けると、ブラウザーがパスキーを確認します。");
    await usableByAll(page);
    await phone.shows(false);
    await dialog.getByRole("button", { name: "解除" }).click();
    await expect(dialog.getByText("パスキーの確認が取り消されました。")).toBeVisible();
    await phone.shows(true);
    await dialog.getByRole("button", { name: "解除" }).click();
    await expect(page.getByText(`「${NAME}」を解除しました。`)).toBeVisible();
    await expect(row).toHaveCount(0);
    await signIn(page, somebody);
    await page.getByRole("button", { name: "パスキーで確認" }).click();
    await expect(home).toBeVisible();
  });
});
