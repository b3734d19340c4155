import type { Area } from "~/shell/areas";

export const organization: Area = {
  entry: { path: "/organization", name: { ja: "組織", en: "Organization" }, role: "viewer" },
  routes: [],
};
