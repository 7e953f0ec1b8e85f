// Writes src/api/schema.d.ts from the document that a running Tenon serves: `node scripts/types.mjs URL [FILE]`.
import { writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const [url = 'http://127.0.0.1:8080/openapi.json', file = new URL('../src/api/schema.d.ts', import.meta.url)] = process.argv.slice(2);

// Examples are for readers of the reference; here they would be two thirds of the file.
const plain = (value, inProperties = false) => Array.isArray(value) ? value.map((it) => plain(it))
  : value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value)
      .filter(([key]) => inProperties || (key !== 'example' && key !== 'examples'))
      .map(([key, it]) => [key, plain(it, !inProperties && key === 'properties')]))
    : value;

const answer = await fetch(url);
if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
const tree = await openapiTS(plain(await answer.json()));
await writeFile(file, `// Made by scripts/console types from /openapi.json. Do not edit.\n${astToString(tree)}`);
