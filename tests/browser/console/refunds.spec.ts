// A premium that was charged to a card is given back, in parts, by whoever may.
import { test } from "./ahead";
import { CARD, enterCard } from "./card";
import { enterAs, newcomer, policyOf } from "./given";
import { expect, fits, post, usableByAll } from "./support";

test("a charged premium is given back in parts, within an approver's limit", async ({ person, by, ahead }) => {
  const { policyholder, policy } = await policyOf(by);
  const clerk = await person("clerk");
  const run = () => post(clerk.request, "/local/invoke/premium_charge", {});

  await test.step("it is charged in the morning of its day", async () => {
    await clerk.goto(`/policyholders/${policyholder}`);
    await clerk.getByRole("button", { name: "カードを登録" }).click();
    await enterCard(clerk, CARD);
    await expect(clerk.getByText("カードを登録しました。")).toBeVisible();
    const plan = { amount_yen: 3_500, cadence: "monthly", first_due_on: ahead.today };
    const set = await clerk.request.put(`/api/policies/${policy}/premium-plan`, { data: plan });
    expect(set.ok(), await set.text()).toBe(true);
    await run();
    await clerk.goto(`/policies/${policy}`);
    await expect(clerk.getByText("収納済", { exact: true })).toBeVisible();
    await expect(clerk.getByRole("button", { name: "返金" })).toHaveCount(0);
  });

  await test.step("an approver gives back no more than the limit allows, in parts either", async () => {
    const strict = await person("nobody");
    await enterAs(strict, await newcomer(by, ["approver"], 1_000));
    await strict.goto(`/policies/${policy}`);
    await strict.getByRole("button", { name: "返金" }).click();
    const dialog = strict.getByRole("dialog");
    await dialog.getByLabel("返金額（円）").fill("1001");
    await dialog.getByRole("button", { name: "返金" }).click();
    await expect(dialog.getByText("1円から1,000円までの整数で入力してください。")).toBeVisible();
    await dialog.getByLabel("返金額（円）").fill("1000");
    await dialog.getByRole("button", { name: "返金" }).click();
    await expect(strict.getByText("返金を指示しました。")).toBeVisible();
    await run();
    await strict.reload();
    await strict.getByRole("button", { name: "返金" }).click();
    await expect(dialog).toContainText("これまでの返金が、あなたの承認限度額（1,000円）に達しています。");
    await usableByAll(strict);
    await dialog.getByRole("button", { name: "閉じる" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("another gives a part of it back, and then the rest", async () => {
    const approver = await person("approver", { viewport: { width: 360, height: 740 } });
    await approver.goto(`/policies/${policy}`);
    await approver.getByRole("button", { name: "返金" }).click();
    const dialog = approver.getByRole("dialog");
    await expect(dialog).toContainText(`返金できるのは2,500円までです。`);
    await fits(approver);
    await usableByAll(approver);
    await dialog.getByLabel("返金額（円）").fill("4000");
    await dialog.getByRole("button", { name: "返金" }).click();
    await expect(dialog.getByText(`1円から2,500円までの整数で入力してください。`)).toBeVisible();
    await dialog.getByLabel("返金額（円）").fill("1000");
    await dialog.getByRole("button", { name: "返金" }).click();
    await expect(approver.getByText("返金を指示しました。")).toBeVisible();
    await expect(approver.getByText("返金中", { exact: true })).toBeVisible();
    await run();
    await approver.reload();
    await expect(approver.getByText("2,000円を返金")).toBeVisible();
    await approver.getByRole("button", { name: "返金" }).click();
    await expect(dialog.getByLabel("返金額（円）")).toHaveValue("1500");
    await dialog.getByRole("button", { name: "返金" }).click();
    await expect(approver.getByText("返金を指示しました。")).toBeVisible();
    await run();
    await approver.reload();
    await expect(approver.getByText("返金済", { exact: true })).toBeVisible();
    await expect(approver.getByRole("button", { name: "返金" })).toHaveCount(0);
  });
});
