// What comes after a decision: a transfer that the bank refuses, money that comes back, a due date that has to move.
import { claimAfter, dayInJapan, policyOf } from "./given";
import { confirm, expect, fits, post, test, usableByAll } from "./support";

test("a refused transfer is corrected by a clerk and paid by an approver", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "pay");
  const [approver, clerk] = [await person("approver"), await person("clerk", { viewport: { width: 360, height: 740 } })];
  await approver.goto(`/claims/${claim}`);
  await confirm(approver, "支払不能にする");
  await expect(approver.getByText("支払不能にしました。")).toBeVisible();
  await expect(approver.getByText("振込が銀行から差し戻されました")).toBeVisible();

  await clerk.goto(`/claims/${claim}`);
  await clerk.getByRole("button", { name: "再振込を手配" }).click();
  const dialog = clerk.getByRole("dialog");
  await fits(clerk);
  await usableByAll(clerk);
  await dialog.getByLabel("口座番号").fill("12");
  await dialog.getByRole("button", { name: "再振込を手配" }).click();
  await expect(dialog.getByText("7桁の数字で入力してください。")).toBeVisible();
  await dialog.getByLabel("口座番号").fill("7654321");
  await dialog.getByRole("button", { name: "再振込を手配" }).click();
  await expect(clerk.getByText("再振込を手配しました。")).toBeVisible();
  await expect(clerk.getByText("7654321")).toBeVisible();
  await expect(clerk.getByRole("button", { name: "支払済みにする" })).toHaveCount(0);

  await approver.reload();
  await confirm(approver, "支払済みにする");
  await expect(approver.getByText("支払済みにしました。")).toBeVisible();
});

test("a due date is extended with what is to be found out", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "submit");
  const assessor = await person("assessor");
  await assessor.goto(`/claims/${claim}`);
  await assessor.getByRole("button", { name: "支払期限を延長" }).click();
  const dialog = assessor.getByRole("dialog");
  await dialog.getByLabel("延長後の支払期限").fill(dayInJapan(10));
  await dialog.getByRole("button", { name: "支払期限を延長" }).click();
  await expect(dialog.getByText("今の支払期限より後の日付を入力してください。")).toBeVisible();
  // What only the service knows is told in the form, which keeps what was entered.
  await dialog.getByLabel("延長後の支払期限").fill(dayInJapan(300));
  await dialog.getByLabel("確認事項").fill("動物病院への治療歴の照会");
  await dialog.getByRole("button", { name: "支払期限を延長" }).click();
  await expect(dialog.getByText("支払期限は、書類が揃った日を含めて180日目までしか延ばせません。")).toBeVisible();
  await expect(dialog.getByLabel("確認事項")).toHaveValue("動物病院への治療歴の照会");
  await dialog.getByLabel("延長後の支払期限").fill(dayInJapan(90));
  await dialog.getByRole("button", { name: "支払期限を延長" }).click();
  await expect(assessor.getByText("支払期限を延長しました。")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(assessor.getByText(/支払期限を.+まで延長しています/)).toBeVisible();
  await expect(assessor.getByText("動物病院への治療歴の照会")).toBeVisible();
});

test("what was paid too much is recorded as given back", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "pay");
  const request = await by("approver");
  await post(request, `/api/claims/${claim}/reopen`, {});
  await post(request, `/api/claims/${claim}/reject`, { reasons: ["not_covered"], note: null });
  const approver = await person("approver");
  await approver.goto(`/claims/${claim}`);
  await expect(approver.getByText("返還を受ける額があります")).toBeVisible();
  await confirm(approver, "返還を記録する");
  await expect(approver.getByText("返還を記録しました。")).toBeVisible();
  await expect(approver.getByText("返還を受ける額があります")).toHaveCount(0);
  await expect(approver.getByRole("button", { name: "返還を記録する" })).toHaveCount(0);
});
