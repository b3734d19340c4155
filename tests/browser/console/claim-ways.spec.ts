// The ways that a claim takes other than straight to its payment: back to the claimant, not paid, taken up again, withdrawn.
import type { Page } from "@playwright/test";
import { claimAfter, draftOf, enterAs, newcomer, policyOf } from "./given";
import { confirm, expect, fits, test, usableByAll } from "./support";

/** Opens a step's window. */
async function asked(page: Page, action: string) {
  await page.getByRole("button", { name: action, exact: true }).click();
  const dialog = page.getByRole("dialog");
  return { dialog, act: () => dialog.getByRole("button", { name: action, exact: true }).click() };
}

test("a claim goes back to the claimant, is corrected, and comes in again", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "assess");
  const [assessor, clerk] = [await person("assessor"), await person("clerk")];
  await assessor.goto(`/claims/${claim}`);
  const { dialog, act } = await asked(assessor, "差し戻す");
  await act();
  await expect(dialog.getByText("差戻しの理由を入力してください。").first()).toBeVisible();
  await dialog.getByLabel("差戻しの理由").fill("手術の同意書が添付されていません。");
  await usableByAll(assessor);
  await act();
  await expect(assessor.getByText("差し戻しました。")).toBeVisible();
  await expect(assessor.getByRole("button", { name: "査定する" })).toHaveCount(0);

  await clerk.goto("/");
  await clerk.getByRole("link", { name: /^差戻し中/ }).click();
  await clerk.goto(`/claims/${claim}`);
  await expect(clerk.getByText("手術の同意書が添付されていません。").first()).toBeVisible();
  await clerk.getByRole("link", { name: "請求内容を変更" }).click();
  await clerk.getByLabel("2行目の金額（円）").fill("90000");
  await clerk.getByRole("button", { name: "保存" }).click();
  await confirm(clerk, "受付する");
  await expect(clerk.getByText("請求を受け付けました。")).toBeVisible();
  await expect(clerk.getByText("102,345円").first()).toBeVisible();
});

test("a line that an assessor excludes isn't paid, and whoever assessed decides on nothing", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "submit");
  const both = await newcomer(by, ["assessor", "approver"], 1_000_000);
  const first = await person("nobody");
  await enterAs(first, both);
  await first.goto(`/claims/${claim}`);
  const { dialog, act } = await asked(first, "査定する");
  await dialog.getByLabel("2行目の判断").selectOption("先天性異常");
  await usableByAll(first);
  await act();
  await expect(first.getByText("査定しました。内訳を確かめてください。")).toBeVisible();
  await expect(first.getByText("先天性異常").first()).toBeVisible();
  await expect(first.getByText("承認できません：ご自身が査定した請求です。")).toBeVisible();

  const assessor = await person("assessor");
  await assessor.goto(`/claims/${claim}`);
  await expect(assessor.getByRole("button", { name: "査定をやり直す" })).toBeVisible();
  await confirm(assessor, "査定をやり直す");
  await first.reload();
  await expect(first.getByText("承認できません：ご自身が査定した請求です。")).toBeVisible();
  await expect(first.getByRole("button", { name: "承認する" })).toBeDisabled();
});

test("a claim is not paid for reasons, taken up again, and decided anew", async ({ person, by }) => {
  const claim = await claimAfter(by, await policyOf(by), "assess");
  const approver = await person("approver", { viewport: { width: 360, height: 740 } });
  await approver.goto(`/claims/${claim}`);
  const { dialog, act } = await asked(approver, "不承認にする");
  await act();
  await expect(dialog.getByText("理由を1つ以上選んでください。").first()).toBeVisible();
  await dialog.getByRole("checkbox", { name: "その他" }).check();
  await act();
  await expect(dialog.getByText("「その他」のときは、説明を入力してください。").first()).toBeVisible();
  await fits(approver);
  await usableByAll(approver);
  await dialog.getByLabel("説明").fill("診療録と請求の内容が異なるため");
  await act();
  await expect(approver.getByText("不承認にしました。")).toBeVisible();
  await expect(approver.getByText("診療録と請求の内容が異なるため").first()).toBeVisible();
  await confirm(approver, "再査定にする");
  await expect(approver.getByText("再査定にしました。")).toBeVisible();
  const assessor = await person("assessor");
  await assessor.goto(`/claims/${claim}`);
  await expect(assessor.getByRole("button", { name: "査定する" }).or(assessor.getByRole("button", { name: "査定をやり直す" }))).toBeVisible();
});

test("a claim is withdrawn for good", async ({ person, by }) => {
  const claim = await draftOf(by, await policyOf(by));
  const clerk = await person("clerk");
  await clerk.goto(`/claims/${claim}`);
  const { dialog } = await asked(clerk, "取り下げる");
  await expect(dialog).toContainText("取り下げた請求は元に戻せません。");
  await clerk.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await confirm(clerk, "取り下げる");
  await expect(clerk.getByText("取り下げました。")).toBeVisible();
  await expect(clerk.getByText("手続きはすべて終わっています。")).toBeVisible();
  await expect(clerk.getByRole("link", { name: "請求内容を変更" })).toHaveCount(0);
});
