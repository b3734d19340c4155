import { describe, expect, it } from "vitest";
import { moved, orderAtEnd, ordersFor } from "./order";

const labels = (...orders: number[]) => orders.map((order, place) => ({ id: String.fromCharCode(97 + place), order }));
const written = (sequence: { id: string; order: number }[], place: number) => {
  const changes = ordersFor(sequence, place);
  const after = sequence.map((one) => changes.find((change) => change.id === one.id) ?? one);
  return { changes, stands: [...after].sort((one, other) => one.order - other.order || one.id.localeCompare(other.id)).map(({ id }) => id).join("") };
};

describe("moving a label", () => {
  it("writes one where there is room", () => {
    const sequence = moved(labels(100, 200, 300), 2, 0);
    expect(written(sequence, 0)).toEqual({ changes: [{ id: "c", order: 49 }], stands: "cab" });
    expect(written(moved(labels(100, 200, 300), 0, 2), 2)).toEqual({ changes: [{ id: "a", order: 400 }], stands: "bca" });
    expect(written(moved(labels(100, 200, 300), 0, 1), 1)).toEqual({ changes: [{ id: "a", order: 250 }], stands: "bac" });
  });
  it("numbers all anew where there is none", () => {
    expect(written(moved(labels(0, 0, 0), 2, 0), 0)).toEqual({ changes: [{ id: "c", order: 100 }, { id: "a", order: 200 }, { id: "b", order: 300 }], stands: "cab" });
    expect(written(moved(labels(1, 2, 65_535), 0, 2), 2).stands).toBe("bca");
  });
  it("holds for every move of many", () => {
    for (let from = 0; from < 6; from += 1) {
      for (let to = 0; to < 6; to += 1) {
        const sequence = moved(labels(0, 1, 2, 3, 3, 65_535), from, to);
        expect(written(sequence, to).stands, `${from} to ${to}`).toBe(sequence.map(({ id }) => id).join(""));
      }
    }
  });
  it("puts a new one last", () => {
    expect([orderAtEnd([]), orderAtEnd(labels(3, 7)), orderAtEnd(labels(65_500))]).toEqual([100, 107, 65_535]);
  });
});
