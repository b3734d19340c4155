// What the organization is told: an incident from its first report to its end, and a notice, each read once.
import type { APIRequestContext } from "@playwright/test";
import { operator } from "./given";
import { expect, fits, test, unique, usableByAll } from "./support";

async function organizationOf(request: APIRequestContext): Promise<string> {
  const me = (await (await request.get("/api/me")).json()) as { organization: { id: string } };
  return me.organization.id;
}

test("an incident is read from its first report to its end", async ({ person, by }) => {
  const viewer = await person("viewer", { viewport: { width: 360, height: 740 } });
  const request = await by("viewer");
  const title = unique("一部の画面が開けない障害 ");
  const said = (ja: string, en: string) => ({ ja, en });
  const { incident } = await operator<{ incident: string }>(request, "incident_open", {
    title: said(title, unique("Some pages do not open ")), severity: "major", occurred_at: new Date(Date.now() - 600_000).toISOString(),
    organizations: [await organizationOf(request)], first_report: said("原因を調査しています。", "We are looking into it."),
  });
  await viewer.goto("/");
  await expect(viewer.getByText(/未読のお知らせが\d+件あります/)).toBeVisible();
  await viewer.getByRole("link", { name: "お知らせを読む" }).click();
  const first = viewer.getByRole("button", { name: title });
  await expect(first).toContainText("未読");
  await first.click();
  await expect(first).not.toContainText("未読");
  await expect(viewer.getByText("原因を調査しています。")).toBeVisible();
  await usableByAll(viewer);

  await operator(request, "incident_report", { incident, text: said("原因が分かり、対応しています。", "The cause is found.") });
  await operator(request, "incident_close", { incident, text: said("復旧しました。", "It is over.") });
  await viewer.getByRole("link", { name: "この障害の経過を見る" }).click();
  const told = viewer.locator(`[id="${incident}"]`);
  for (const report of ["原因を調査しています。", "原因が分かり、対応しています。", "復旧しました。"]) await expect(told.getByText(report)).toBeVisible();
  await expect(told.getByText("期限内")).toBeVisible();
  await fits(viewer);
  await usableByAll(viewer);

  await viewer.goto("/notices");
  await viewer.getByRole("button", { name: "すべて既読にする" }).click();
  await expect(viewer.getByText("すべて既読にしました。")).toBeVisible();
  await viewer.goto("/");
  await expect(viewer.getByRole("heading", { level: 1 })).toHaveText("ホーム");
  await expect(viewer.getByText(/未読のお知らせが/)).toHaveCount(0);
});

test("a maintenance is announced and read with its time, in both languages", async ({ person, by }) => {
  const request = await by("clerk");
  const [title, english] = [unique("定期メンテナンス "), unique("Regular maintenance ")];
  const { draft } = await operator<{ draft: string }>(request, "notice_draft", {
    organizations: [await organizationOf(request)], kind: "maintenance", title: { ja: title, en: english },
    text: { ja: "夜間に1時間ほど停止します。\nご不便をおかけします。", en: "The service stops for an hour at night." },
    effective_at: "2099-12-01T01:00:00+09:00",
  });
  await operator(request, "notice_publish", { draft });
  const clerk = await person("clerk");
  const notice = clerk.getByRole("button", { name: title });
  await expect(async () => {
    await request.post("/local/invoke/notice_send", { data: {} });
    await clerk.goto("/notices");
    await expect(notice).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(notice).toContainText("未読");
  await notice.click();
  await expect(clerk.getByText("適用日時：2099/12/01 01:00")).toBeVisible();
  await expect(clerk.getByText("ご不便をおかけします。")).toBeVisible();
  await clerk.getByRole("button", { name: "English" }).click();
  await expect(clerk.getByRole("button", { name: english })).toBeVisible();
  await expect(clerk.getByText("The service stops for an hour at night.")).toBeVisible();
});
