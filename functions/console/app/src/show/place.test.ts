import { expect, it } from "vitest";
import { listAbove, placeOf } from "./place";

it("knows the page of a record", () => {
  expect(placeOf("clm_01M8G5JVMJR78WTDA00V0KR578")).toBe("/claims/clm_01M8G5JVMJR78WTDA00V0KR578");
  expect(placeOf("phd_01M8G5JDYJQB3B8BN1V446FETK")).toBe("/policyholders/phd_01M8G5JDYJQB3B8BN1V446FETK");
  for (const other of ["acc_01M8G5JDYJQB3B8BN1V446FETK", "prm_01M8G5JDYJQB3B8BN1V446FETK", "clm_1", "", "dog"]) expect(placeOf(other), other).toBeUndefined();
});

it("knows the list that a record's page lies below", () => {
  expect([listAbove("/animals/ani_1", "ani_1"), listAbove("/claims/clm_1/edit", "clm_1")]).toEqual(["/animals", "/claims"]);
  expect([listAbove("/claims/new", undefined), listAbove("/", undefined), listAbove("/ani_1", "ani_1")]).toEqual([undefined, undefined, undefined]);
});
