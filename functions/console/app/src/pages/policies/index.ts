import type { Area } from "~/shell/areas";

export const policies: Area = {
  entry: { path: "/policies", name: { ja: "保険契約", en: "Policies" }, role: "viewer" },
  routes: [
    { path: "policies", lazy: async () => ({ Component: (await import("./list")).PolicyList }) },
    { path: "policies/new", lazy: async () => ({ Component: (await import("./enter")).PolicyEntry }) },
    { path: "policies/:id", lazy: async () => ({ Component: (await import("./show")).PolicyPage }) },
    { path: "policies/:id/change", lazy: async () => ({ Component: (await import("./change")).PolicyChange }) },
  ],
};
