// The order of labels: whole numbers with room between them, so that moving one usually writes one.

const STEP = 100;
/** The largest that the API takes. */
const MOST = 65_535;

interface Ordered {
  id: string;
  order: number;
}

/** The order of a label that comes last. */
export const orderAtEnd = (labels: readonly Ordered[]): number => Math.min((labels.at(-1)?.order ?? 0) + STEP, MOST);

/** The labels with one moved from a place to another. */
export function moved<L>(labels: readonly L[], from: number, to: number): L[] {
  const after = [...labels];
  const [label] = after.splice(from, 1);
  if (label !== undefined) after.splice(to, 0, label);
  return after;
}

/** Which orders have to be written for labels to stand in this sequence after the one at `place` was moved there. */
export function ordersFor(sequence: readonly Ordered[], place: number): Ordered[] {
  const one = sequence[place];
  if (!one) return [];
  const least = sequence[place - 1]?.order ?? -1;
  const most = sequence[place + 1]?.order ?? Math.min(least + 2 * STEP, MOST + 1);
  const between = Math.floor((least + most) / 2);
  if (between > least && between < most) return between === one.order ? [] : [{ id: one.id, order: between }];
  return sequence.map(({ id, order }, index) => ({ id, order, wanted: (index + 1) * STEP })).filter(({ order, wanted }) => order !== wanted).map(({ id, wanted }) => ({ id, order: wanted }));
}
