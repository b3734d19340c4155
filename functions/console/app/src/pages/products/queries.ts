// Products, as they are asked for.
import { useQuery } from "@tanstack/react-query";
import { answer, api, versioned } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";

export type Product = components["schemas"]["ProductView"];
export type Terms = components["schemas"]["ProductTerms"];
export type Exclusion = components["schemas"]["ExclusionCategory"];

/** Under which all of them are kept. */
export const PRODUCTS = "products";
const PAGE = 100;
/** More than an insurer has; beyond them a choice would be of no use anyway. */
const PAGES = 5;

/** Reads a product with its version. */
export const readProduct = (id: string) => versioned(api.GET("/api/products/{id}", { params: { path: { id } } }));

/** A product with its version. */
export const useProduct = (id: string) => useQuery({ queryKey: [PRODUCTS, id], queryFn: () => readProduct(id) });

const page = (cursor: string | undefined, limit?: number) => answer(api.GET("/api/products", { params: { query: { ...(cursor && { cursor }), ...(limit && { limit }) } } }));

/** Products page by page. */
export const useProducts = () => useRecords<Product>([PRODUCTS, "list"], (cursor) => page(cursor));

async function all(): Promise<Product[]> {
  const found: Product[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < PAGES; read += 1) {
    const { items, next } = await page(cursor, PAGE);
    found.push(...items);
    if (!next) break;
    cursor = next;
  }
  return found;
}

/** All products, for a choice. */
export const useAllProducts = () => useQuery({ queryKey: [PRODUCTS, "all"], queryFn: all });
