// Usage: node opinion.mjs OLD NOW OUT   What api-smart-diff holds for breaking between two documents, a sentence each.
import { readFile, writeFile } from 'node:fs/promises';
import { apiCompare } from 'api-smart-diff';

const [old, now, out] = process.argv.slice(2);
const { diffs } = apiCompare(JSON.parse(await readFile(old)), JSON.parse(await readFile(now)));

// Vocabularies grow in answers, as the introduction says; the tool knows no such promise.
const grows = ({ path, before, after }) => path.includes('responses') && path.at(-1) === 'enum' && Array.isArray(before) && Array.isArray(after) && before.every((code) => after.includes(code));
await writeFile(out, JSON.stringify(diffs.filter((diff) => diff.type === 'breaking' && !grows(diff)).map(({ description, path }) => `${path.join(' ')}: ${description ?? ''}`)));
