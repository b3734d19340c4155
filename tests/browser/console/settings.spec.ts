// What an administrator settles for the organization: who is told of incidents, when it is open, and on which days it is closed.
import { dayInJapan, enterAs } from "./given";
import { colleague, organizationOf } from "./organization";
import { expect, fits, test, usableByAll } from "./support";

const inWords = (day: string): string => new Intl.DateTimeFormat("ja-JP", { dateStyle: "long", timeZone: "Asia/Tokyo" }).format(new Date(`${day}T00:00:00+09:00`));

test("contacts, hours and closed days are changed, and two administrators meet in them", async ({ page, person }) => {
  const first = await organizationOf(page.request);
  await enterAs(page, first);
  const second = await colleague(page.request, first, ["administrator"]);
  const other = await person("nobody", { viewport: { width: 360, height: 740 } });
  await enterAs(other, second);
  const closed = dayInJapan(30);
  const said = inWords(closed);

  await page.goto("/organization");
  await page.getByRole("link", { name: "変更" }).click();
  await other.goto("/organization/change");
  await expect(other.getByLabel("営業開始")).toHaveValue("09:00");
  await test.step("a wrong address and hours that end before they begin are told beside them", async () => {
    await page.getByRole("button", { name: "連絡先を追加" }).click();
    const contact = page.getByRole("group", { name: "連絡先2" });
    await contact.getByLabel("氏名・部署").fill("情報システム部");
    await contact.getByLabel("メールアドレス").fill("it@");
    await page.getByLabel("営業終了").fill("08:00");
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("営業開始より後の時刻にしてください。")).toBeVisible();
    await page.getByLabel("営業終了").fill("17:30");
    await page.getByRole("button", { name: "保存" }).click();
    await expect(contact.getByText("メールアドレスの形式が違います。")).toBeVisible();
    await usableByAll(page);
    await contact.getByLabel("メールアドレス").fill(`Contact@${first.address.split("@")[1]}`);
    await page.getByRole("button", { name: "保存" }).click();
    await expect(contact.getByText("ほかの連絡先と同じメールアドレスです。")).toBeVisible();
    await contact.getByLabel("メールアドレス").fill(`it@${first.address.split("@")[1]}`);
  });
  await test.step("days are added by the button and by Enter, and one that is only picked is saved with the rest", async () => {
    await page.getByLabel("追加する日").fill(closed);
    await page.getByRole("button", { name: "追加", exact: true }).click();
    await page.getByLabel("追加する日").fill(dayInJapan(31));
    await page.getByLabel("追加する日").press("Enter");
    await expect(page.getByRole("listitem").filter({ hasText: inWords(dayInJapan(31)) })).toBeVisible();
    await expect(page.getByLabel("追加する日")).toHaveValue("");
    await page.getByLabel("追加する日").fill(dayInJapan(32));
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("組織の情報を変更しました。")).toBeVisible();
    for (const day of [closed, dayInJapan(31), dayInJapan(32)]) await expect(page.getByText(inWords(day))).toBeVisible();
    await expect(page.getByText("情報システム部")).toBeVisible();
    await expect(page.getByText("月・火・水・木・金 09:00〜17:30")).toBeVisible();
  });
  await test.step("the other sees what changed meanwhile, and loses nothing", async () => {
    await other.getByLabel("営業終了").fill("18:30");
    await other.getByRole("checkbox", { name: "土" }).check();
    await other.getByRole("button", { name: "保存" }).click();
    const told = other.getByRole("alert").filter({ hasText: "ほかの人が先に変更しました" });
    await expect(told).toContainText("営業終了　今の値：17:30");
    await expect(other.getByRole("group", { name: "連絡先2" }).getByLabel("氏名・部署")).toHaveValue("情報システム部");
    await fits(other);
    // Where one was led to, the head covers half a field.
    await other.evaluate(() => window.scrollTo(0, 0));
    await usableByAll(other);
    await told.getByRole("button", { name: "今の値にする" }).click();
    await expect(other.getByLabel("営業終了")).toHaveValue("17:30");
    await other.getByRole("button", { name: "保存" }).click();
    await expect(other.getByText("組織の情報を変更しました。")).toBeVisible();
    await expect(other.getByText("月・火・水・木・金・土 09:00〜17:30")).toBeVisible();
    await expect(other.getByText(said)).toBeVisible();
  });
});
