import type { Area } from "~/shell/areas";

export const animals: Area = {
  entry: { path: "/animals", name: { ja: "動物", en: "Animals" }, role: "viewer" },
  routes: [
    { path: "animals", lazy: async () => ({ Component: (await import("./list")).AnimalList }) },
    { path: "animals/new", lazy: async () => ({ Component: (await import("./enter")).AnimalEntry }) },
    { path: "animals/:id", lazy: async () => ({ Component: (await import("./show")).AnimalPage }) },
    { path: "animals/:id/change", lazy: async () => ({ Component: (await import("./change")).AnimalChange }) },
  ],
};
