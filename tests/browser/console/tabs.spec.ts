// What one tab does to another, what a page asks before it is left, and what forms say where.
import { dayInJapan, policyOf, productOf } from "./given";
import { addressOf, enter, expect, password, post, test, unique, usableByAll } from "./support";

test("when somebody else signs in beside it, a tab shows theirs and sends nothing in their name", async ({ person, by }) => {
  const first = await person("nobody");
  const second = await first.context().newPage();
  await first.goto("/sign-in");
  await enter(first, "clerk");
  await expect(first.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
  await second.goto("/policyholders/new");
  const name = unique("山田 太郎 ");
  await second.getByLabel("氏名・名称").fill(name);
  await second.getByLabel("氏名カナ").fill("ヤマダ タロウ");

  await first.getByRole("button", { name: "ログアウト" }).click();
  await expect(second).toHaveURL(/\/sign-in/);
  await expect(second.getByText(name)).toHaveCount(0);

  // Where the word of it doesn't come through, what would be sent is held back.
  await enter(first, "clerk");
  await expect(first.getByRole("heading", { level: 1, name: "ホーム" })).toBeVisible();
  await second.goto("/policyholders/new");
  await second.getByLabel("氏名・名称").fill(name);
  await second.getByLabel("氏名カナ").fill("ヤマダ タロウ");
  // Somebody's own click: from then on a browser asks before it leaves what isn't saved.
  const asked: string[] = [];
  second.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await second.getByLabel("住所").click();
  await second.keyboard.type("東京都");
  const reply = await first.request.post("/api/sessions", { data: { mail_address: addressOf("approver"), password: password() } });
  expect(reply.status()).toBe(201);
  await first.reload();
  await expect(first.locator(".head-account")).toContainText("承認");
  await second.getByRole("button", { name: "登録", exact: true }).click().catch(() => {});
  await expect(second.locator(".head-account")).toContainText("承認");
  expect(asked).toEqual([]);
  const found = await post<{ items: unknown[] }>(await by("viewer"), "/api/policyholders/search", { name });
  expect(found.items).toEqual([]);
});

test("what was entered and isn't saved is asked about before a page is left", async ({ person }) => {
  const page = await person("clerk");
  await page.goto("/policyholders/new");
  await page.getByRole("link", { name: "動物", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "動物" })).toBeVisible();
  await page.goto("/policyholders/new", { waitUntil: "networkidle" });
  await page.getByLabel("氏名・名称").fill("山田 太郎");
  await page.getByRole("link", { name: "動物", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("このページを離れますか");
  await usableByAll(page);
  await dialog.getByRole("button", { name: "入力に戻る" }).click();
  await expect(page.getByLabel("氏名・名称")).toHaveValue("山田 太郎");
  // An empty required field says so once it is left, and the click that leaves it isn't lost by that.
  await page.getByLabel("氏名カナ").click();
  await page.getByRole("button", { name: "キャンセル" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "契約者" })).toBeVisible();
  await page.goto("/policyholders/new", { waitUntil: "networkidle" });
  await page.getByLabel("氏名・名称").fill("山田 太郎");
  await page.getByRole("link", { name: "動物", exact: true }).click();
  await dialog.getByRole("button", { name: "保存せずに離れる" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "動物" })).toBeVisible();
});

test("a policy's number that is taken is told at its field, and days that follow from the first aren't missed", async ({ person, by }) => {
  const { animal, number } = await policyOf(by);
  const product = await productOf(by);
  const page = await person("clerk");
  await page.goto(`/policies/new?animal=${animal}`);
  await page.getByLabel("商品").selectOption({ label: product.name });
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("入力してください。")).toHaveCount(4);
  await page.getByLabel(/^始期日/).fill(dayInJapan());
  await expect(page.getByText("入力してください。")).toHaveCount(1);
  await page.getByLabel("証券番号").fill(number);
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("この証券番号はすでに使われています。")).toHaveCount(1);
  await expect(page.getByLabel("証券番号")).toBeFocused();
  await usableByAll(page);
});
