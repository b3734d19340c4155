import { expect, it } from "vitest";
import { kinds } from "~/text/names";
import { type Kind, type Operation, operationNames, operations, recordKinds } from "./operations";

/** What is done to records of the service alone, which lie in no organization's timeline. */
const ofTheService: Operation[] = [
  "incident_leak_noted", "notice_drafted", "notice_rewritten", "notice_published", "restore_instructed", "restore_ready", "restore_failed",
];
const kindsOfTheService: Kind[] = ["incident", "notice_draft", "restore"];

it("offers every operation and every kind of record that an organization's timeline can show, each once", () => {
  const offered = operations.flatMap(({ members }) => members);
  expect([...offered].sort()).toEqual(Object.keys(operationNames).filter((code) => !ofTheService.includes(code as Operation)).sort());
  expect([...recordKinds].sort()).toEqual(Object.keys(kinds).filter((kind) => !kindsOfTheService.includes(kind as Kind)).sort());
});
