// What each role may do.
import { words } from "~/text/text";
import type { Role } from "./role";

/** The roles in the order in which they are shown. */
export const ROLES: readonly Role[] = ["administrator", "approver", "assessor", "clerk", "viewer"];

export const roleTasks = words({
  administrator: {
    ja: "アカウント、証明書、ラベル、商品、組織の設定を管理します。請求の入力や承認はできません。",
    en: "Manages accounts, certificates, labels, products and the organization. Enters and approves no claims.",
  },
  approver: { ja: "限度額まで請求を承認・不承認とし、支払います。一般の業務もできます。", en: "Approves, rejects and pays claims up to a limit. Includes a clerk's work." },
  assessor: { ja: "請求を査定します。一般の業務もできます。", en: "Assesses claims. Includes a clerk's work." },
  clerk: { ja: "契約者、被保険動物、保険契約、請求を登録・変更します。", en: "Enters and changes policyholders, animals, policies and claims." },
  viewer: { ja: "登録内容を見るだけです。", en: "Only reads." },
});
