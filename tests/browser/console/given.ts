// What journeys begin with, made through the API under names of their own.
import { execFileSync } from "node:child_process";
import type { APIRequestContext, Page } from "@playwright/test";
import { type Role, expect, post, unique } from "./support";

type By = (role: Role) => Promise<APIRequestContext>;

/** The day in Japan, so many days from today. */
export const dayInJapan = (days = 0): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tokyo" }).format(new Date(Date.now() + days * 86_400_000));

/** A product that pays 70 % of what is above 500 yen a time. */
export async function productOf(by: By): Promise<{ id: string; name: string }> {
  const terms = {
    name: unique("いぬねこ70 "), coverage_rate_percent: 70, deductible_yen: 500, waiting_days: 30,
    care: { visit: { cap_yen: 12_000, limit_per_year: 20 }, stay: { cap_yen: 12_000, limit_per_year: 20 }, operation: { cap_yen: 140_000, limit_per_year: 2 } },
    exclusions: ["vaccine", "checkup", "neuter", "congenital"], yearly_amount_yen: 700_000,
  };
  const { id } = await post<{ id: string }>(await by("administrator"), "/api/products", { terms });
  return { id, name: terms.name };
}

export const bankAccount = { bank_code: "0001", branch_code: "123", kind: "ordinary", number: "0123456", holder_kana: "ヤマダ タロウ" };

export interface Given {
  policyholder: string;
  animal: string;
  policy: string;
  number: string;
}

/** A policy that began a hundred days ago, with its policyholder, animal and product. */
export async function policyOf(by: By): Promise<Given> {
  const product = await productOf(by);
  const clerk = await by("clerk");
  const { id: policyholder } = await post<{ id: string }>(clerk, "/api/policyholders", { name: unique("山田 太郎 "), kana: "ヤマダ タロウ", bank_account: bankAccount });
  const { id: animal } = await post<{ id: string }>(clerk, "/api/animals", { policyholder, name: "ポチ", species: "dog", breed: "柴犬" });
  const number = unique("P-").toUpperCase();
  const period = { start_date: dayInJapan(-100), end_date: dayInJapan(264), first_start_date: dayInJapan(-100) };
  const { id: policy } = await post<{ id: string }>(clerk, "/api/policies", { animal, product: product.id, number, period });
  return { policyholder, animal, policy, number };
}

/** A claim on it: a draft with a visit and an operation. */
export async function draftOf(by: By, { policy }: Given): Promise<string> {
  const line = { treated_on: dayInJapan(-5), category: "treatment" };
  const lines = [{ ...line, care: "visit", amount_yen: 12_345, item: "再診料・処置料" }, { ...line, care: "operation", amount_yen: 100_000, item: "異物除去" }];
  const { id } = await post<{ id: string }>(await by("clerk"), "/api/claims", { policy, cause: "injury", diagnosis: "異物誤飲", bank_account: bankAccount, lines });
  return id;
}

const ways = [["submit", "clerk"], ["assess", "assessor"], ["approve", "approver"], ["pay", "approver"]] as const;

/** The same taken on, up to and with this step. */
export async function claimAfter(by: By, given: Given, last: (typeof ways)[number][0]): Promise<string> {
  const claim = await draftOf(by, given);
  for (const [step, role] of ways) {
    await post(await by(role), `/api/claims/${claim}/${step}`, {});
    if (step === last) break;
  }
  return claim;
}

/** The newest mail's link for an address, another than the one `before`; the mail is on its way while it is asked for. */
export async function linkMailedTo(request: APIRequestContext, address: string, before = ""): Promise<string> {
  let link = "";
  await expect
    .poll(async () => {
      await request.post("/local/invoke/mail_deliver", { data: {} });
      const mails = (await (await request.get(`/local/mail.json?to=${encodeURIComponent(address)}`)).json()) as { text: string }[];
      link = mails.flatMap((mail) => /\S+#token=\S+/.exec(mail.text) ?? []).map(atThisDoor)[0] ?? "";
      return link;
    })
    .not.toBe(before);
  return link;
}

// The mail says the door with TLS; the page is the same at the other one.
function atThisDoor(link: string): string {
  const { pathname, hash } = new URL(link);
  return pathname + hash;
}

/** Somebody with what they sign in with. */
export interface Person {
  name: string;
  address: string;
  password: string;
}

/** Somebody new with an account of their own, whom no other journey knows. */
export async function newcomer(by: By, roles: Role[], approval_limit_yen: number | null = null): Promise<Person & { id: string }> {
  const administrator = await by("administrator");
  const address = `${unique("newcomer-")}@demo.example`;
  const name = unique("新人 ");
  const password = "kettle-marsh-violin-oboe-27";
  const { id } = await post<{ id: string }>(administrator, "/api/accounts", { name, mail_address: address, roles, approval_limit_yen });
  const token = (await linkMailedTo(administrator, address)).split("#token=")[1];
  const set = await administrator.post("/api/passwords", { data: { token, new_password: password } });
  expect(set.ok(), await set.text()).toBe(true);
  return { id, name, address, password };
}

/** Signs somebody new in, in the browser of this page. */
export async function enterAs(page: Page, { address, password }: Person): Promise<void> {
  const reply = await page.request.post("/api/sessions", { data: { mail_address: address, password } });
  expect(reply.status(), await reply.text()).toBe(201);
}

/** Seals the timeline of whoever asks, up to and with what happened last that fits: it is sealed once it is two minutes old. */
export async function sealed(request: APIRequestContext, query = ""): Promise<void> {
  const newest = async <T>(path: string) => ((await (await request.get(path)).json()) as { items: T[] }).items[0];
  const last = Date.parse((await newest<{ at: string }>(`/api/timeline${query}`))?.at ?? "");
  const through = async () => {
    await request.post("/local/invoke/timeline_seal", { data: {} });
    return Date.parse((await newest<{ seal: { through: string } }>("/api/timeline/seals"))?.seal.through ?? "1970-01-01");
  };
  await expect.poll(through, { timeout: 300_000, intervals: [10_000] }).toBeGreaterThanOrEqual(last);
}

/** What an operator's function answers, called in the name of alice, with the proof that it asks for. */
export async function operator<T>(request: APIRequestContext, name: string, input: object): Promise<T> {
  const { LOCAL_CLOUD = "", CONSOLE_STATE } = process.env;
  const environment = { ...process.env, STATE_DIR: CONSOLE_STATE, OPERATOR: "alice" };
  const proven = execFileSync(LOCAL_CLOUD, ["prove", name, JSON.stringify(input)], { encoding: "utf8", env: environment });
  return post<T>(request, `/local/invoke/${name}`, JSON.parse(proven) as object);
}
