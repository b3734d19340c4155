// The form of the card company, as somebody fills it in.
import type { FrameLocator, Page } from "@playwright/test";

/** A card that the local card company takes. */
export const CARD = "4111 1111 1111 1111";
/** Two digits of a year in which a card is still good. */
export const year = String((new Date().getFullYear() + 2) % 100);

/** The card company's form, in its frame. */
export const frameOf = (page: Page): FrameLocator => page.getByRole("dialog").frameLocator("iframe");

/** Enters a card in it. */
export async function enterCard(page: Page, number: string): Promise<void> {
  const form = frameOf(page);
  await form.getByLabel("カード番号").fill(number);
  await form.getByLabel("月 / Month").fill("12");
  await form.getByLabel("年 (下2桁)").fill(year);
  await form.getByRole("button", { name: "カードを登録" }).click();
}
