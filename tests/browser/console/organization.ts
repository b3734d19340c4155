// An organization of a journey's own, opened as an operator opens one: what it does to policies and accounts meets nobody else.
import type { APIRequestContext } from "@playwright/test";
import { type Person, linkMailedTo, operator } from "./given";
import { type Role, expect, post, unique } from "./support";

const PASSWORD = "violin-harbour-pencil-moss-41";

/** Opens an organization; its first administrator has these roles. */
export async function organizationOf(request: APIRequestContext, roles: Role[] = ["administrator"]): Promise<Person> {
  const domain = `${unique("org-")}.example`;
  const address = `administrator@${domain}`;
  const name = "管理 花子";
  const opened = {
    name: unique("ペット少短 "),
    contract: { start_date: "2026-04-01", governing_law: "日本法", jurisdiction: "東京地方裁判所" },
    contacts: [{ name: "業務部", mail_address: `contact@${domain}` }],
    business_hours: { days: ["monday", "tuesday", "wednesday", "thursday", "friday"], opens_at: "09:00", closes_at: "18:00" },
    administrator: { name, mail_address: address },
  };
  await operator(request, "organization_open", opened);
  return joined(request, { name, address }, roles);
}

/** Somebody else in it, invited by whoever the request belongs to. */
export async function colleague(administrator: APIRequestContext, of: Person, roles: Role[]): Promise<Person> {
  const address = `${unique("colleague-")}@${of.address.split("@")[1]}`;
  const name = unique("同僚 ");
  await post(administrator, "/api/accounts", { name, mail_address: address, roles, approval_limit_yen: null });
  return joined(administrator, { name, address });
}

// Sets the password through the link in the mail; an administrator gives themselves what else they are to do.
async function joined(request: APIRequestContext, { name, address }: Omit<Person, "password">, roles: Role[] = []): Promise<Person> {
  const token = (await linkMailedTo(request, address)).split("#token=")[1];
  expect((await request.post("/api/passwords", { data: { token, new_password: PASSWORD } })).ok()).toBe(true);
  if (roles.length > 1) {
    await post(request, "/api/sessions", { mail_address: address, password: PASSWORD });
    const me = (await (await request.get("/api/me")).json()) as { id: string };
    const given = await request.put(`/api/accounts/${me.id}`, { data: { name, roles, approval_limit_yen: null } });
    expect(given.ok(), await given.text()).toBe(true);
    await request.delete("/api/sessions/current");
  }
  return { name, address, password: PASSWORD };
}
