import type { Area } from "~/shell/areas";

export const claims: Area = {
  entry: { path: "/claims", name: { ja: "保険金請求", en: "Claims" }, role: "viewer" },
  routes: [],
};
