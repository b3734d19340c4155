import type { Area } from "~/shell/areas";

export const organization: Area = {
  entry: { path: "/organization", name: { ja: "組織", en: "Organization" }, role: "viewer" },
  routes: [
    { path: "organization", lazy: async () => ({ Component: (await import("./organization")).OrganizationPage }) },
    { path: "organization/change", lazy: async () => ({ Component: (await import("./change")).ChangeOrganization }) },
  ],
};
