import type { Area } from "~/shell/areas";

export const accounts: Area = {
  entry: { path: "/accounts", name: { ja: "アカウント", en: "Accounts" }, role: "administrator" },
  routes: [],
};
