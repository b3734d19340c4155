// What the console has, in the order of its menu. An area brings its pages; each is loaded when it is visited.
import type { RouteObject } from "react-router";
import type { Role } from "~/session/role";
import type { Said } from "~/text/text";
import { account } from "~/pages/account";
import { accounts } from "~/pages/accounts";
import { animals } from "~/pages/animals";
import { certificates } from "~/pages/certificates";
import { claims } from "~/pages/claims";
import { help } from "~/pages/help";
import { home } from "~/pages/home";
import { labels } from "~/pages/labels";
import { notices } from "~/pages/notices";
import { organization } from "~/pages/organization";
import { policies } from "~/pages/policies";
import { policyholders } from "~/pages/policyholders";
import { products } from "~/pages/products";
import { security } from "~/pages/security";
import { timeline } from "~/pages/timeline";

/** A part of the console. */
export interface Area {
  /** Its place in the menu; none where it is reached otherwise. */
  entry?: { path: string; name: Said; role: Role };
  /** Its pages. */
  routes: RouteObject[];
}

/** A group of the menu. */
export interface Group {
  name?: Said;
  areas: Area[];
}

export const groups: Group[] = [
  { areas: [home] },
  { name: { ja: "業務", en: "Work" }, areas: [claims, policyholders, animals, policies] },
  { name: { ja: "マスタ管理", en: "Master data" }, areas: [labels, products] },
  { name: { ja: "システム管理", en: "Administration" }, areas: [accounts, certificates, security, organization] },
  { name: { ja: "記録と案内", en: "Records and help" }, areas: [timeline, notices, help] },
  { areas: [account] },
];
