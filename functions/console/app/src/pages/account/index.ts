import type { Area } from "~/shell/areas";

/** One's own account; reached by one's name in the head. */
export const account: Area = {
  routes: [],
};
