import type { Area } from "~/shell/areas";

export const claims: Area = {
  entry: { path: "/claims", name: { ja: "保険金請求", en: "Claims" }, role: "viewer" },
  routes: [
    { path: "claims", lazy: async () => ({ Component: (await import("./list/list")).ClaimList }) },
    { path: "claims/new", lazy: async () => ({ Component: (await import("./entry/new")).NewClaim }) },
    { path: "claims/:id", lazy: async () => ({ Component: (await import("./record/claim")).ClaimPage }) },
    { path: "claims/:id/edit", lazy: async () => ({ Component: (await import("./entry/change")).ChangeClaim }) },
  ],
};
