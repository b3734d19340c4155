// The timeline: what is verified on the page itself, what is exported, and what no seal reaches yet.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { dayInJapan, sealed } from "./given";
import { expect, fits, post, test, unique, usableByAll } from "./support";

/** The oldest entry of the organization: there is one, and it is old enough to be sealed. */
const OPENED = "?operation=organization_opened";

/** The rows of the timeline without its head. */
const entries = (page: Page) => page.getByRole("table", { name: "タイムライン" }).locator("tbody tr");

test("an entry is verified on the page, one of today waits, and one that isn't as it was sealed is found", async ({ person, by }) => {
  await sealed(await by("viewer"), OPENED);
  const page = await person("viewer");
  await page.goto(`/timeline${OPENED}`);
  await expect(page.getByText(/^最新の封印：.+（第\d+号、[\d,]+件の記録）$/)).toBeVisible();
  await page.getByRole("button", { name: "封印と検証とは" }).click();
  await expect(page.getByText("お使いの端末で計算します。")).toBeVisible();

  await test.step("what the service can't prove now is asked for again", async () => {
    await page.route("**/api/timeline/proof?*", (route) => route.fulfill({ status: 503, json: { code: "unavailable", title: "しばらくしてから、もう一度お試しください。" } }), { times: 1 });
    await entries(page).getByRole("button", { name: /^検証：/ }).click();
    await expect(entries(page).getByText("検証できませんでした")).toBeVisible();
    await entries(page).getByRole("button", { name: /^検証：/ }).click();
    await expect(entries(page).getByText(/^.+ に封印・検証済み$/)).toBeVisible();
  });

  await test.step("all of a record are verified at once, on a phone too", async () => {
    await entries(page).getByRole("button", { name: /^この記録だけを表示/ }).click();
    await expect(page.getByText("1件の記録（組織）に絞り込んでいます。")).toBeVisible();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByLabel("操作").selectOption("");
    await page.getByRole("button", { name: /^表示中の\d+件を検証$/ }).click();
    await expect(page.getByText(/封印・検証済み/).first()).toBeVisible();
    await fits(page);
    await usableByAll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("what is younger than the last seal says that it waits", async () => {
    await post(await by("administrator"), "/api/labels", { name: unique("封印前 "), colour: "#2E7D32" });
    await page.goto("/timeline?operation=label_created");
    await expect(entries(page).first().getByText("封印待ち（1時間以内）")).toBeVisible();
    await expect(entries(page).first().getByRole("button", { name: /^検証：/ })).toHaveCount(0);
  });

  await test.step("one that was changed since is found, and says what to do", async () => {
    await page.route(/\/api\/timeline\?/, async (route) => {
      const reply = await route.fetch();
      const found = (await reply.json()) as { items: { at: string }[] };
      const items = found.items.map((entry) => ({ ...entry, at: entry.at.replace(/\.\d{3}/, (part) => (part === ".999" ? ".998" : ".999")) }));
      await route.fulfill({ response: reply, json: { ...found, items } });
    });
    await page.goto(`/timeline${OPENED}`);
    await entries(page).getByRole("button", { name: /^検証：/ }).click();
    await expect(entries(page).getByRole("alert")).toContainText("一致しません 表示されている内容が、記録されたときのものと違います。ヘルプの問い合わせから、至急ご連絡ください。");
    await usableByAll(page);
  });
});

test("a period is exported as a table and for the verifier, by administrators alone", async ({ person }) => {
  const page = await person("administrator");
  await page.goto("/timeline");
  await page.getByRole("button", { name: "CSVで書き出す" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("期間の末日").fill(dayInJapan(-30));
  await dialog.getByRole("button", { name: "書き出す" }).click();
  await expect(dialog.getByText("期間の末日は、初日以後の日付にしてください。")).toBeVisible();
  await dialog.getByLabel("期間の初日").fill(dayInJapan(-1));
  await dialog.getByLabel("期間の末日").fill(dayInJapan());
  await usableByAll(page);
  await dialog.getByRole("button", { name: "書き出す" }).click();
  await expect(dialog.getByText(/^[\d,]+件を書き出しました$/)).toBeVisible();
  const count = Number((await dialog.getByText(/^[\d,]+件を書き出しました$/).innerText()).replace(/\D/g, ""));
  await usableByAll(page);
  const got = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("link", { name }).click()]);
    return { name: file.suggestedFilename(), content: await readFile(await file.path(), "utf8") };
  };
  const [table, lines] = [await got("CSVをダウンロード"), await got("検証用ファイルをダウンロード")];
  expect(table.name).toBe(`timeline-${dayInJapan(-1)}-${dayInJapan()}.csv`);
  // A spreadsheet takes it for UTF-8 by its mark; a quoted value may go over several lines.
  expect(table.content).toMatch(/^\uFEFF日時,種類,対象,番号,操作,/);
  expect(table.content.trimEnd().replace(/"(?:[^"]|"")*"/g, "").split("\r\n")).toHaveLength(count + 1);
  expect(lines.name).toBe(`timeline-${dayInJapan(-1)}-${dayInJapan()}.jsonl`);
  expect(lines.content.split("\n").filter((line) => line.includes('"entry"'))).toHaveLength(count);

  await dialog.getByRole("button", { name: "閉じる" }).click();
  const viewer = await person("viewer");
  await viewer.goto("/timeline?operation=timeline_exported");
  await expect(entries(viewer).first()).toContainText("管理");
  await expect(viewer.getByRole("button", { name: "CSVで書き出す" })).toHaveCount(0);
});
