// Help: who answers for what, and an inquiry that reaches the support desk under a number.
import { addressOf, expect, fits, test, usableByAll } from "./support";

const DESK = "support@local.example";

interface Mail {
  subject: string;
  text: string;
}

test("an inquiry is sent, confirmed under a number, and lies with the support desk", async ({ person, by }) => {
  const page = await person("clerk", { viewport: { width: 360, height: 740 } });
  await page.goto("/help");
  await page.getByRole("link", { name: "お問い合わせ" }).click();
  await expect(page.getByText(`${addressOf("clerk")}に返信します。`)).toBeVisible();
  await page.getByRole("button", { name: "送信" }).click();
  await expect(page.getByText("入力してください。")).toHaveCount(2);
  await page.getByLabel("件名").fill("査定の内訳について");
  await page.getByLabel("内容").fill("あ".repeat(4_001));
  await page.getByRole("button", { name: "送信" }).click();
  await expect(page.getByText("4000文字までにしてください。")).toBeVisible();
  await page.getByLabel("内容").fill("端数の扱いを教えてください。\n証券番号 P-1");
  await page.route("/api/inquiries", (route) => route.abort(), { times: 1 });
  await page.getByRole("button", { name: "送信" }).click();
  await expect(page.getByRole("alert")).toContainText("サービスにつながりません");
  await expect(page.getByLabel("内容")).toHaveValue("端数の扱いを教えてください。\n証券番号 P-1");
  await page.getByRole("button", { name: "送信" }).click();
  await expect(page.getByText("お問い合わせを受け付けました")).toBeVisible();
  await fits(page);
  await usableByAll(page);
  const number = await page.locator("code.secret").innerText();

  const request = await by("clerk");
  const mailTo = async (address: string) => {
    await request.post("/local/invoke/mail_deliver", { data: {} });
    const mails = (await (await request.get(`/local/mail.json?to=${encodeURIComponent(address)}`)).json()) as Mail[];
    return mails.find(({ subject, text }) => `${subject} ${text}`.includes(number));
  };
  await expect.poll(async () => (await mailTo(DESK))?.text ?? "").toContain("端数の扱いを教えてください。");
  const confirmed = await mailTo(addressOf("clerk"));
  expect(confirmed?.text).toContain(number);
  await page.getByRole("button", { name: "続けて問い合わせる" }).click();
  await expect(page.getByLabel("件名")).toHaveValue("");
});

test("who answers for what is read as a table, and in English", async ({ person }) => {
  const page = await person("viewer");
  await page.goto("/help/responsibilities");
  await expect(page.getByRole("table").first()).toBeVisible();
  expect(await page.getByRole("table").first().getByRole("row").count()).toBeGreaterThan(3);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who answers for what");
  expect(await page.locator("main").innerText()).not.toMatch(/[ぁ-んァ-ヶ]/);
  await usableByAll(page);
});
