// What a role includes, as the API has it.
import type { components } from "~/api/schema";

export type Role = components["schemas"]["Role"];

const includes: Record<Role, Role[]> = {
  administrator: ["administrator", "viewer"],
  approver: ["approver", "clerk", "viewer"],
  assessor: ["assessor", "clerk", "viewer"],
  clerk: ["clerk", "viewer"],
  viewer: ["viewer"],
};

/** Whether one of the roles is this one or includes it, as the API has it. */
export const holds = (roles: readonly Role[], wanted: Role): boolean => roles.some((role) => includes[role].includes(wanted));
