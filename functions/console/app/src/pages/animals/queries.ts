// Animals, as they are asked for.
import { useQuery } from "@tanstack/react-query";
import { answer, api, versioned } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";

export type Animal = components["schemas"]["AnimalView"];
export type AnimalItem = components["schemas"]["AnimalItem"];

/** Under which all of them are kept. */
export const ANIMALS = "animals";

/** Reads an animal with its version. */
export const readAnimal = (id: string) => versioned(api.GET("/api/animals/{id}", { params: { path: { id } } }));

/** An animal with its version. */
export const useAnimal = (id: string, isAsked = true) => useQuery({ queryKey: [ANIMALS, id], queryFn: () => readAnimal(id), enabled: isAsked });

interface Wanted {
  policyholder?: string | undefined;
  label?: string | undefined;
  /** A name, or its first characters. */
  name?: string | undefined;
}

/** Animals of a policyholder, with a label, or by name. */
export function useAnimals(wanted: Wanted) {
  const { name, ...filters } = wanted;
  return useRecords<AnimalItem>([ANIMALS, "list", wanted], (cursor) => {
    const page = { ...present(filters), ...(cursor && { cursor }) };
    if (name) return answer(api.POST("/api/animals/search", { body: { ...page, name } }));
    return answer(api.GET("/api/animals", { params: { query: page } }));
  });
}

const present = <T extends object>(filters: T): { [K in keyof T]: string } =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as { [K in keyof T]: string };
