// Where in the console a record is shown, by its identifier.

const places: Record<string, string> = { phd: "policyholders", ani: "animals", pol: "policies", clm: "claims", prd: "products" };

/** The page of a record; `undefined` for one that has none. */
export function placeOf(id: string): string | undefined {
  const [, prefix] = /^([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}$/.exec(id) ?? [];
  const place = prefix && places[prefix];
  return place && `/${place}/${id}`;
}
