import type { Area } from "~/shell/areas";

export const products: Area = {
  entry: { path: "/products", name: { ja: "商品", en: "Products" }, role: "viewer" },
  routes: [],
};
