import type { Area } from "~/shell/areas";

export const animals: Area = {
  entry: { path: "/animals", name: { ja: "動物", en: "Animals" }, role: "viewer" },
  routes: [],
};
