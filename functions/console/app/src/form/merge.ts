// When somebody else changed a record while one was changing it: what each changed, put together field by field.

/** The values of a form by their paths: `{ period: { start: "x" } }` is `{ "period.start": "x" }`. */
export function flattened(values: object, head = ""): Record<string, unknown> {
  return Object.entries(values).reduce<Record<string, unknown>>((found, [name, value]) => {
    const isNested = value !== null && typeof value === "object" && !Array.isArray(value);
    return { ...found, ...(isNested ? flattened(value as object, `${head}${name}.`) : { [head + name]: value }) };
  }, {});
}

/** A field that both changed. */
export interface Differing {
  path: string;
  mine: unknown;
  theirs: unknown;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * From what one began with, what is there now, and what one entered: whatever only they changed is taken, whatever only I changed is
 * kept, and what both changed otherwise is kept as entered and named.
 */
export function merged(base: object, theirs: object, mine: object): { taken: Record<string, unknown>; differing: Differing[] } {
  const [before, now, entered] = [flattened(base), flattened(theirs), flattened(mine)];
  const taken: Record<string, unknown> = {};
  const differing: Differing[] = [];
  for (const path of Object.keys(entered)) {
    if (isSame(entered[path], now[path]) || isSame(before[path], now[path])) continue;
    if (isSame(entered[path], before[path])) taken[path] = now[path];
    else differing.push({ path, mine: entered[path], theirs: now[path] });
  }
  return { taken, differing };
}
