import type { Area } from "~/shell/areas";

export const policyholders: Area = {
  entry: { path: "/policyholders", name: { ja: "契約者", en: "Policyholders" }, role: "viewer" },
  routes: [],
};
