// Takes the names of the timeline's operations out of the API's description, so that they are written once: in shared/domain/timeline.rs.
import { readFile, writeFile } from "node:fs/promises";

const { components } = JSON.parse(await readFile(new URL("../../../openapi.json", import.meta.url), "utf8"));
const words = components.schemas.Event.oneOf.map(({ const: code, title, description }) => [code, { ja: title, en: description }]);
await writeFile(new URL("src/api/operations.json", import.meta.url), JSON.stringify(Object.fromEntries(words), null, 1));
