// Usage: node validate.mjs ASKED TOLD   ASKED is {document, schemas: [...], cases: [[schema, "JSON"], ...]}; TOLD says of each case what ajv finds wrong first, or null.
import { readFile, writeFile } from 'node:fs/promises';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const [asked, told] = process.argv.slice(2);
const { document, schemas, cases } = JSON.parse(await readFile(asked));
const ajv = formats.default(new Ajv.default({ strict: false, allErrors: false }));
ajv.addSchema({ $id: 'document', components: document.components });
const judges = schemas.map((schema) => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'))));
const verdicts = cases.map(([schema, text]) => (judges[schema](JSON.parse(text)) ? null : `${judges[schema].errors[0].instancePath} ${judges[schema].errors[0].message}`));
await writeFile(told, JSON.stringify(verdicts));
