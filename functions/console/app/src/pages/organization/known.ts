// The organization's settings, as they are shown and entered.
import { api, versioned } from "~/api/client";
import type { components } from "~/api/schema";
import { words } from "~/text/text";

type Schemas = components["schemas"];
export type Settings = Schemas["OrganizationSettings"];
export type Weekday = Schemas["Weekday"];

/** Under which they are kept among the answers. */
export const ORGANIZATION = ["organization"] as const;

export const show = (): Promise<{ data: Settings; version: string | undefined }> => versioned(api.GET("/api/organization"));

export const WEEKDAYS: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

export const weekdayNames = words({
  monday: { ja: "月", en: "Mon" },
  tuesday: { ja: "火", en: "Tue" },
  wednesday: { ja: "水", en: "Wed" },
  thursday: { ja: "木", en: "Thu" },
  friday: { ja: "金", en: "Fri" },
  saturday: { ja: "土", en: "Sat" },
  sunday: { ja: "日", en: "Sun" },
});

/** The settings as they are entered, named as the API names them. */
export interface Entered {
  contacts: { name: string; mail_address: string }[];
  business_hours: { days: Weekday[]; opens_at: string; closes_at: string };
  closed_days: string[];
  /** A closed day that is picked and not yet among the others; the API knows nothing of it. */
  adding: string;
}

export const entered = ({ contacts, business_hours: hours, closed_days }: Settings): Entered => ({
  contacts: (contacts ?? []).map(({ name, mail_address }) => ({ name, mail_address })),
  business_hours: { ...hours, days: WEEKDAYS.filter((day) => hours.days.includes(day)) },
  closed_days,
  adding: "",
});

/** The settings as the API takes them: a day that is still being picked counts, since whoever saves means it. */
export const sent = ({ contacts, business_hours, closed_days, adding }: Entered): Omit<Entered, "adding"> => ({
  business_hours,
  closed_days: adding ? withDay(closed_days, adding) : closed_days,
  contacts: contacts.map(({ name, mail_address }) => ({ name: name.trim(), mail_address: mail_address.trim() })),
});

/** With one more day, each once and in their order. */
export const withDay = (days: readonly string[], day: string): string[] => [...new Set([...days, day])].sort();
