// When something fails: what is said, and that nothing is lost.
import type { Page } from "@playwright/test";
import { dayInJapan, enterAs, newcomer, policyOf } from "./given";
import { enter, expect, test, unique } from "./support";

const JSON_PROBLEM = "application/problem+json";

/** Answers calls of the API so, instead of the service, until it is taken back. */
async function failing(page: Page, path: string, status: number, body: object | string, headers: Record<string, string> = {}): Promise<() => Promise<void>> {
  const calls = (url: URL) => url.pathname === path;
  const isPlain = typeof body === "string";
  await page.route(calls, (route) =>
    route.fulfill({ status, headers, contentType: isPlain ? "text/html" : JSON_PROBLEM, body: isPlain ? body : JSON.stringify(body) }));
  return () => page.unroute(calls);
}

test("a list that fails says why, with the number to ask about, and is asked for again", async ({ person }) => {
  const page = await person("clerk");
  const problem = { type: "about:blank", title: "サービスが一時的に利用できません。", status: 503, code: "service_unavailable", request_id: "req_01FAILED" };
  const mend = await failing(page, "/api/policyholders", 503, problem);
  await page.goto("/policyholders");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("サービスが一時的に利用できません。");
  await expect(alert).toContainText("少し待ってから、もう一度お試しください。");
  await expect(alert).toContainText("req_01FAILED");
  await mend();
  await alert.getByRole("button", { name: "もう一度" }).click();
  await expect(alert).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "契約者" })).toBeVisible();
});

test("a record that isn't there leads back to its list, and isn't asked for again", async ({ person }) => {
  const page = await person("clerk");
  for (const [place, list, heading] of [["/animals/ani_01M8G5JDYJQB3B8BN1V446FETK", "/animals", "動物"], ["/claims/clm_01M8G5JVMJR78WTDA00V0KR578/edit", "/claims", "保険金請求"]] as const) {
    await page.goto(place);
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("見つかりませんでした。");
    await expect(alert.getByRole("button", { name: "もう一度" })).toHaveCount(0);
    await alert.getByRole("link", { name: "一覧へ" }).click();
    await expect(page).toHaveURL(list);
    await expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
  }
});

test("an answer that isn't the API's own is put into words, too", async ({ person }) => {
  const page = await person("clerk");
  await failing(page, "/api/policyholders", 500, "<html>Internal Server Error</html>", { "x-request-id": "req_01PLAIN" });
  await page.goto("/policyholders");
  await expect(page.getByRole("alert")).toContainText("うまくいきませんでした。");
  await expect(page.getByRole("alert")).toContainText("req_01PLAIN");
  await expect(page.getByText("Internal Server Error")).toHaveCount(0);
});

test("what couldn't be saved is still there, and is saved once", async ({ person }) => {
  const page = await person("clerk");
  const keys: (string | undefined)[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && new URL(request.url()).pathname === "/api/policyholders") keys.push(request.headers()["idempotency-key"]);
  });
  const name = unique("佐藤 次郎 ");
  await page.goto("/policyholders/new");
  await page.getByLabel("氏名・名称").fill(name);
  await page.getByLabel("氏名カナ").fill("サトウ ジロウ");
  const problem = { type: "about:blank", title: "サーバーで問題が起きました。", status: 500, code: "internal_error", request_id: "req_01SAVE" };
  const mend = await failing(page, "/api/policyholders", 500, problem);
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("req_01SAVE");
  await expect(page.getByLabel("氏名・名称")).toHaveValue(name);
  await mend();
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("契約者を登録しました。")).toBeVisible();
  // The service would have done it once, had the first answer been lost.
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

test("without a network nothing is lost, and one goes on when it is back", async ({ person }) => {
  const page = await person("clerk");
  await page.goto("/policyholders/new");
  await page.getByLabel("氏名・名称").fill(unique("鈴木 三郎 "));
  await page.getByLabel("氏名カナ").fill("スズキ サブロウ");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("サービスにつながりません。");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("契約者を登録しました。")).toBeVisible();
});

test("a page that can't be loaded says so, and comes with the network", async ({ person }) => {
  const page = await person("clerk");
  await page.goto("/labels");
  await expect(page.getByRole("heading", { level: 1, name: "ラベル" })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "ヘルプ", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ページを表示できません" })).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "もう一度" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ヘルプ" })).toBeVisible();
});

test("a session that ends while one enters a claim takes nothing away", async ({ person, by }) => {
  const { policy } = await policyOf(by);
  const page = await person("clerk");
  await page.goto(`/claims/new?policy=${policy}`);
  await page.getByLabel("傷病名").fill("外耳炎");
  await page.getByLabel("1行目の診療日").fill(dayInJapan(-2));
  await page.getByLabel("1行目の金額（円）").fill("6,789");
  await page.getByLabel("1行目の項目").fill("処置料");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "下書きとして登録" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ログイン" })).toBeVisible();
  await expect(page.getByText("もう一度ログインしてください")).toBeVisible();
  await enter(page, "clerk");
  await expect(page).toHaveURL(new RegExp(`/claims/new\\?policy=${policy}$`));
  await expect(page.getByText("前回の入力の続きを表示しています")).toBeVisible();
  await expect(page.getByLabel("1行目の金額（円）")).toHaveValue("6,789");
  await page.getByRole("button", { name: "下書きとして登録" }).click();
  await expect(page.getByText("下書きを登録しました。")).toBeVisible();
});

test("too many requests ask for patience", async ({ person }) => {
  const page = await person("clerk");
  const problem = { type: "about:blank", title: "リクエストが多すぎます。", status: 429, code: "too_many_requests", request_id: "req_01MANY" };
  const mend = await failing(page, "/api/animals", 429, problem, { "retry-after": "1" });
  await page.goto("/animals");
  await expect(page.getByRole("alert")).toContainText("リクエストが多すぎます。");
  await expect(page.getByRole("alert")).toContainText("少し待ってから、もう一度お試しください。");
  await mend();
  await page.getByRole("alert").getByRole("button", { name: "もう一度" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("too many wrong passwords ask for patience, and lock nobody out for good", async ({ page, by, person }) => {
  const somebody = await newcomer(by, ["viewer"]);
  await page.goto("/sign-in");
  await page.getByLabel("メールアドレス").fill(somebody.address);
  for (let tries = 0; tries < 10; tries += 1) {
    const reply = await page.request.post("/api/sessions", { data: { mail_address: somebody.address, password: "not the password at all" } });
    if (reply.status() === 429) break;
  }
  await page.getByLabel("パスワード").fill("not the password at all");
  await page.getByRole("button", { name: "ログイン" }).click();
  await expect(page.getByRole("alert")).toContainText("試行回数が多すぎます。");
  // Another account isn't held up by it.
  const other = await person("nobody");
  await enterAs(other, await newcomer(by, ["viewer"]));
});
