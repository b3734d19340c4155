import type { Area } from "~/shell/areas";

export const accounts: Area = {
  entry: { path: "/accounts", name: { ja: "アカウント", en: "Accounts" }, role: "administrator" },
  routes: [
    { path: "accounts", lazy: async () => ({ Component: (await import("./list")).AccountList }) },
    { path: "accounts/invite", lazy: async () => ({ Component: (await import("./invite")).Invite }) },
    { path: "accounts/:id", lazy: async () => ({ Component: (await import("./account")).AccountPage }) },
    { path: "accounts/:id/change", lazy: async () => ({ Component: (await import("./change")).ChangeAccount }) },
  ],
};
