import type { Area } from "~/shell/areas";

export const policies: Area = {
  entry: { path: "/policies", name: { ja: "保険契約", en: "Policies" }, role: "viewer" },
  routes: [],
};
