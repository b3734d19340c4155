// What the frame for a card's number tells. Another company's script runs in it, so that whatever it sends is looked at first.

type Told = { kind: "card_token"; token: string } | { kind: "card_height"; height: number };

// Higher than the form ever is, and lower than what would hide the dialog's own buttons for good.
const HEIGHTS = { least: 1, most: 1200 };

export function told(data: unknown): Told | undefined {
  if (typeof data !== "object" || data === null || !("kind" in data)) return undefined;
  if (data.kind === "card_token" && "token" in data && typeof data.token === "string" && data.token) return { kind: data.kind, token: data.token };
  if (data.kind === "card_height" && "height" in data && typeof data.height === "number" && data.height >= HEIGHTS.least) {
    return { kind: data.kind, height: Math.min(data.height, HEIGHTS.most) };
  }
  return undefined;
}
