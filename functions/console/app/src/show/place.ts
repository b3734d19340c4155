// Where in the console a record is shown, by its identifier, and where it is listed.

const places: Record<string, string> = { phd: "policyholders", ani: "animals", pol: "policies", clm: "claims", prd: "products" };

/** The page of a record; `undefined` for one that has none. */
export function placeOf(id: string): string | undefined {
  const [, prefix] = /^([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}$/.exec(id) ?? [];
  const place = prefix && places[prefix];
  return place && `/${place}/${id}`;
}

/** The list above a record's page or one below it, by the record's identifier in the address; `undefined` where the address has none. */
export function listAbove(pathname: string, id: string | undefined): string | undefined {
  const end = id ? pathname.indexOf(`/${id}`) : -1;
  return end > 0 ? pathname.slice(0, end) : undefined;
}
