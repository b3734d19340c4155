// Colours to choose from: far enough apart to be told, each with its name. A dot with an edge shows them, never text on them.
import type { Said } from "~/text/text";

export const colours: { value: string; name: Said }[] = [
  { value: "#d32f2f", name: { ja: "赤", en: "Red" } },
  { value: "#ef6c00", name: { ja: "橙", en: "Orange" } },
  { value: "#f9c22e", name: { ja: "黄", en: "Yellow" } },
  { value: "#7cb342", name: { ja: "黄緑", en: "Light green" } },
  { value: "#2e7d32", name: { ja: "緑", en: "Green" } },
  { value: "#26a69a", name: { ja: "青緑", en: "Teal" } },
  { value: "#29b6f6", name: { ja: "水色", en: "Light blue" } },
  { value: "#1565c0", name: { ja: "青", en: "Blue" } },
  { value: "#7e57c2", name: { ja: "紫", en: "Purple" } },
  { value: "#ec407a", name: { ja: "桃", en: "Pink" } },
  { value: "#795548", name: { ja: "茶", en: "Brown" } },
  { value: "#78909c", name: { ja: "灰", en: "Grey" } },
];
