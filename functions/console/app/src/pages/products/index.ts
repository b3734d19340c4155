import type { Area } from "~/shell/areas";

export const products: Area = {
  entry: { path: "/products", name: { ja: "商品", en: "Products" }, role: "viewer" },
  routes: [
    { path: "products", lazy: async () => ({ Component: (await import("./list")).ProductList }) },
    { path: "products/new", lazy: async () => ({ Component: (await import("./enter")).ProductEntry }) },
    { path: "products/:id", lazy: async () => ({ Component: (await import("./show")).ProductPage }) },
    { path: "products/:id/change", lazy: async () => ({ Component: (await import("./change")).ProductChange }) },
  ],
};
