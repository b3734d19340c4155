import type { Area } from "~/shell/areas";

export const policyholders: Area = {
  entry: { path: "/policyholders", name: { ja: "契約者", en: "Policyholders" }, role: "viewer" },
  routes: [
    { path: "policyholders", lazy: async () => ({ Component: (await import("./list")).PolicyholderList }) },
    { path: "policyholders/new", lazy: async () => ({ Component: (await import("./enter")).PolicyholderEntry }) },
    { path: "policyholders/:id", lazy: async () => ({ Component: (await import("./show")).PolicyholderPage }) },
    { path: "policyholders/:id/change", lazy: async () => ({ Component: (await import("./change")).PolicyholderChange }) },
  ],
};
