// The list of claims: what it shows and keeps, what it is narrowed to, and what is done to many at once.
import type { APIRequestContext, Page } from "@playwright/test";
import { type Person, dayInJapan, draftOf, enterAs, policyOf } from "./given";
import { organizationOf } from "./organization";
import { expect, fits, post, test, unique, usableByAll } from "./support";

/** One more than three calls of the API take, and more than a page of the list. */
const MANY = 61;
const PAGE = 50;

const table = (page: Page) => page.getByRole("table", { name: "保険金請求" });
const rows = (page: Page) => table(page).locator("tbody tr");
const heads = (page: Page) => table(page).locator("thead th").allInnerTexts();

/** Signs whoever does everything of an organization of its own in, in this page. */
async function everyone(page: Page): Promise<{ by: () => Promise<APIRequestContext>; person: Person }> {
  const person = await organizationOf(page.request, ["administrator", "assessor", "clerk"]);
  await enterAs(page, person);
  return { by: async () => page.request, person };
}

/** Does something to the chosen claims, in the window that asks what. */
async function toChosen(page: Page, action: string, chosen: string): Promise<void> {
  await page.getByRole("button", { name: action }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").selectOption({ label: chosen });
  await dialog.getByRole("button", { name: action }).click();
}

test("many claims are labelled and assigned at once, and it is taken back", async ({ page }) => {
  const { by, person: { name } } = await everyone(page);
  const given = await policyOf(by);
  for (let made = 0; made < MANY; made += 1) await draftOf(by, given);
  const label = unique("急ぎ ");
  await post(page.request, "/api/labels", { name: label, colour: "#B00020" });
  const tagged = rows(page).filter({ hasText: label });

  await test.step("a page of them is shown, and the next one below", async () => {
    await page.goto("/claims");
    await expect(page.getByText(`${PAGE}件を表示しています`)).toBeVisible();
    await page.getByRole("button", { name: "続きを表示" }).click();
    await expect(page.getByText(`${MANY}件`, { exact: true })).toBeVisible();
    await expect(rows(page)).toHaveCount(MANY);
  });

  await test.step("all are labelled, as far as the service goes along", async () => {
    await page.getByRole("checkbox", { name: "表示中のすべてを選択" }).check();
    await expect(page.getByText(`${MANY}件を選択中`)).toBeVisible();
    let calls = 0;
    await page.route("/api/labels/attach", (route) => {
      calls += 1;
      return calls === 3 ? route.fulfill({ status: 503, json: { code: "unavailable", title: "しばらくしてから、もう一度お試しください。" } }) : route.continue();
    });
    await toChosen(page, "ラベルを付ける", label);
    await expect(page.getByText("40件を変更したところで止まりました。残りは変わっていません。")).toBeVisible();
    await usableByAll(page);
    await page.getByRole("dialog").getByRole("button", { name: "ラベルを付ける" }).click();
    await expect(page.getByText("21件を変更しました。")).toBeVisible();
    await expect(tagged).toHaveCount(MANY);
  });

  await test.step("it is taken back: of those alone that the last call changed", async () => {
    await page.getByRole("button", { name: "元に戻す" }).click();
    await expect(page.getByText("元に戻しました。")).toBeVisible();
    await expect(tagged).toHaveCount(40);
  });

  await test.step("two are assigned, and found by whose they are", async () => {
    await page.getByRole("button", { name: "選択を解除" }).click();
    for (const at of [0, 1]) await rows(page).nth(at).getByRole("checkbox").check();
    await toChosen(page, "担当者を決める", name);
    await expect(page.getByText("2件を変更しました。")).toBeVisible();
    await page.getByLabel("担当者").selectOption({ label: "自分" });
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole("button", { name: "担当者を決める" }).click();
    await page.getByRole("dialog").getByRole("combobox").selectOption({ label: name });
    await expect(page.getByText("変更の必要な請求はありません。")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 740 });
    await fits(page);
    await usableByAll(page);
  });
});

test("columns are chosen and kept, and the usual ones come back", async ({ page }) => {
  const { by, person } = await everyone(page);
  await draftOf(by, await policyOf(by));
  await page.goto("/claims");
  await expect(rows(page)).toHaveCount(1);
  const usual = await heads(page);
  expect(usual).toContain("ラベル");
  await page.getByRole("button", { name: "表示する項目" }).click();
  await usableByAll(page);
  await expect(page.getByRole("checkbox", { name: "証券番号" })).toBeDisabled();
  await page.getByRole("checkbox", { name: "商品" }).check();
  await page.getByRole("checkbox", { name: "ラベル" }).uncheck();
  const chosen = [...usual.filter((head) => head !== "ラベル")];
  chosen.splice(chosen.indexOf("動物") + 1, 0, "商品");
  expect(await heads(page)).toEqual(chosen);
  await page.keyboard.press("Escape");
  // Signing out makes the browser forget all of the site, but what one chose.
  await page.getByRole("button", { name: "ログアウト" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ログイン" })).toBeVisible();
  await enterAs(page, person);
  await page.goto("/claims");
  await expect(rows(page)).toHaveCount(1);
  expect(await heads(page)).toEqual(chosen);
  await page.getByRole("button", { name: "表示する項目" }).click();
  await page.getByRole("button", { name: "初期設定に戻す" }).click();
  expect(await heads(page)).toEqual(usual);
});

test("claims are narrowed by what the address says, sorted, and searched for by what it doesn't", async ({ page }) => {
  const { by } = await everyone(page);
  await page.goto("/claims");
  await expect(page.getByText("保険金請求はまだありません。")).toBeVisible();
  await usableByAll(page);
  const [first, second] = [await policyOf(by), await policyOf(by)];
  const [late, early] = [await draftOf(by, first), await draftOf(by, second)];
  await draftOf(by, first);
  for (const claim of [early, late]) await post(page.request, `/api/claims/${claim}/submit`, {});
  await post(page.request, `/api/claims/${late}/extend-due`, { until: dayInJapan(90), items: "治療歴の照会" });
  const policies = () => table(page).locator("tbody tr a").allInnerTexts();

  await test.step("by state, and by the day until which they are due", async () => {
    await page.goto("/claims");
    await expect(rows(page)).toHaveCount(3);
    await page.getByLabel("状態").selectOption({ label: "査定待ち" });
    await expect(rows(page)).toHaveCount(2);
    await expect(page).toHaveURL(/\?state=to_assess$/);
    await page.getByLabel("並び順").selectOption("due");
    await expect.poll(policies).toEqual([second.number, first.number]);
    await page.getByLabel("支払期限").selectOption({ label: "日付を指定" });
    await page.getByLabel("この日まで").fill(dayInJapan(60));
    await expect.poll(policies).toEqual([second.number]);
    await page.getByLabel("支払期限").selectOption({ label: "期限超過" });
    await expect(page.getByText("条件に合う請求はありません。条件を変えてお試しください。")).toBeVisible();
  });

  await test.step("the way back from a claim leads to the same list", async () => {
    await page.getByLabel("支払期限").selectOption("");
    await page.getByRole("link", { name: second.number }).click();
    await expect(page.getByRole("button", { name: "査定する" })).toBeVisible();
    await page.goBack();
    await expect.poll(policies).toEqual([second.number, first.number]);
    await page.getByRole("button", { name: "絞り込みを解除" }).click();
    await page.getByLabel("並び順").selectOption("newest");
    await expect(rows(page)).toHaveCount(3);
  });

  await test.step("by a number or a name, which never stands in the address", async () => {
    const search = async (words: string) => {
      await page.getByLabel("検索").fill(words);
      await page.getByRole("search").getByRole("button", { name: "検索" }).click();
    };
    await search(second.number);
    await expect.poll(policies).toEqual([second.number]);
    const { name } = (await (await page.request.get(`/api/policyholders/${first.policyholder}`)).json()) as { name: string };
    await search(name);
    await expect.poll(policies).toEqual([first.number, first.number]);
    expect(decodeURIComponent(page.url())).not.toContain(name);
    await search("どこにもない名前");
    await expect(page.getByText("条件に合う請求はありません。条件を変えてお試しください。")).toBeVisible();
    await page.getByRole("button", { name: "条件を消す" }).click();
    await expect(rows(page)).toHaveCount(3);
  });
});
