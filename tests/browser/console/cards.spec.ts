// A policyholder's card: registered through the card company's own form, changed, removed, and the premiums charged to it.
import type { Page } from "@playwright/test";
import { CARD, enterCard, frameOf, year } from "./card";
import { dayInJapan, policyOf } from "./given";
import { confirm, expect, fits, test, usableByAll } from "./support";

/** Keeps everything that the console sends; what a frame sends, its policy keeps from the service. */
async function keepSent(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const { fetch } = window;
    const sent: string[] = [];
    Object.assign(window, { sent });
    window.fetch = async (...asked) => {
      const request = new Request(...asked);
      sent.push(`${request.method} ${request.url} ${await request.clone().text()}`);
      return fetch(request);
    };
  });
  return () => page.evaluate(() => (window as unknown as { sent: string[] }).sent);
}

test("a card is registered without its number reaching the service, changed, and removed", async ({ person, by }) => {
  const { policyholder } = await policyOf(by);
  const clerk = await person("clerk");
  const sent = await keepSent(clerk);
  await clerk.goto(`/policyholders/${policyholder}`);
  await clerk.getByRole("button", { name: "カードを登録" }).click();
  await frameOf(clerk).getByLabel("カード番号").waitFor();
  await usableByAll(clerk);

  // A slip in the number goes nowhere.
  await enterCard(clerk, "4111 1111 1111 1112");
  await expect(frameOf(clerk).getByRole("alert")).toContainText("カード番号が正しくありません");
  await expect(frameOf(clerk).getByLabel("カード番号")).toBeFocused();
  // Full-width digits are taken as they are typed in Japanese.
  await enterCard(clerk, "４１１１　１１１１　１１１１　１１１１");
  await expect(clerk.getByText("カードを登録しました。")).toBeVisible();
  await expect(clerk.getByText("登録済", { exact: true })).toBeVisible();
  expect((await sent()).filter((request) => /^POST \S+\/card \{"token":"tok_/.test(request))).toHaveLength(1);
  expect((await sent()).filter((request) => request.normalize("NFKC").replace(/\s/g, "").includes("4111111"))).toEqual([]);

  await clerk.getByRole("button", { name: "別のカードに変更" }).click();
  await enterCard(clerk, CARD);
  await expect(clerk.getByRole("dialog")).toBeHidden();
  await expect(clerk.getByText("登録済", { exact: true })).toBeVisible();

  await confirm(clerk, "カードを削除");
  await expect(clerk.getByText("カードの削除を受け付けました。")).toBeVisible();
  await expect(clerk.getByText("削除中", { exact: true })).toBeVisible();
  await expect(clerk.getByRole("button", { name: /カードを登録|別のカードに変更/ })).toHaveCount(0);
});

test("a card is entered with the keyboard alone, on a phone's width", async ({ person, by }) => {
  const { policyholder } = await policyOf(by);
  const clerk = await person("clerk", { viewport: { width: 360, height: 740 } });
  await clerk.goto(`/policyholders/${policyholder}`);
  await clerk.getByRole("button", { name: "カードを登録" }).focus();
  await clerk.keyboard.press("Enter");
  const number = frameOf(clerk).getByLabel("カード番号");
  await number.waitFor();
  await fits(clerk);
  await expect(async () => {
    await clerk.keyboard.press("Tab");
    await expect(number).toBeFocused({ timeout: 500 });
  }).toPass();
  for (const typed of [CARD, "12", year, ""]) {
    await clerk.keyboard.type(typed);
    await clerk.keyboard.press("Tab");
  }
  await clerk.keyboard.press("Enter");
  await expect(clerk.getByText("カードを登録しました。")).toBeVisible();
});

test("the card company's script has no way into the console", async ({ person, by }) => {
  const { policyholder } = await policyOf(by);
  const clerk = await person("clerk");
  await clerk.goto(`/policyholders/${policyholder}`);
  await clerk.getByRole("button", { name: "カードを登録" }).click();
  await frameOf(clerk).getByLabel("カード番号").waitFor();
  const frame = clerk.frames().find((frame) => frame.url().endsWith("/card"));
  const reached = await frame?.evaluate(() => {
    const tried = (way: () => unknown): string => {
      try {
        return String(way());
      } catch (error) {
        return (error as Error).name;
      }
    };
    return { origin: self.origin, parent: tried(() => parent.document.title), cookie: tried(() => document.cookie), storage: tried(() => localStorage.length) };
  });
  expect(reached).toEqual({ origin: "null", parent: "SecurityError", cookie: "SecurityError", storage: "SecurityError" });
});

test("the card company being away loses nothing but the card's number", async ({ person, by }) => {
  const { policyholder } = await policyOf(by);
  const clerk = await person("clerk");
  await clerk.route("**/token", (route) => route.abort());
  await clerk.goto(`/policyholders/${policyholder}`);
  await clerk.getByRole("button", { name: "カードを登録" }).click();
  await enterCard(clerk, CARD);
  await expect(frameOf(clerk).getByRole("alert")).toContainText("カード会社がこのカードを受け付けませんでした");
  await clerk.unroute("**/token");
  await clerk.route("**/api/policyholders/*/card", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await frameOf(clerk).getByRole("button", { name: "カードを登録" }).click();
  await expect(clerk.getByRole("dialog").getByRole("alert")).toContainText("サービスにつながりません");
  await clerk.unroute("**/api/policyholders/*/card");
  await enterCard(clerk, CARD);
  await expect(clerk.getByText("カードを登録しました。")).toBeVisible();
});

test("whoever only looks is offered no card form", async ({ person, by }) => {
  const { policyholder } = await policyOf(by);
  const viewer = await person("viewer");
  await viewer.goto(`/policyholders/${policyholder}`);
  await expect(viewer.getByText("カードは登録されていません。")).toBeVisible();
  await expect(viewer.getByRole("button", { name: "カードを登録" })).toHaveCount(0);
});

test("premiums are planned on a policy and charged to the card", async ({ person, by }) => {
  const { policyholder, policy } = await policyOf(by);
  const clerk = await person("clerk");
  await clerk.goto(`/policyholders/${policyholder}`);
  await clerk.getByRole("button", { name: "カードを登録" }).click();
  await enterCard(clerk, CARD);
  await expect(clerk.getByText("カードを登録しました。")).toBeVisible();
  await clerk.goto(`/policies/${policy}`);
  await clerk.getByRole("button", { name: "払込方法を設定" }).click();
  const dialog = clerk.getByRole("dialog");
  await dialog.getByLabel("保険料（円）").fill("3500");
  await expect(dialog.getByLabel("初回払込期日")).toHaveValue(dayInJapan());
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(clerk.getByText("払込方法を設定しました。")).toBeVisible();
  await expect(clerk.getByText("3,500円").first()).toBeVisible();
});
