// Usage: node opinion.mjs OLD NOW OUT   What api-smart-diff holds for breaking between two documents, a sentence each.
import { readFile, writeFile } from 'node:fs/promises';
import { apiCompare } from 'api-smart-diff';

const [old, now, out] = process.argv.slice(2);

// The tool reads no words beside a reference, and takes a closed list that gets a name for another type: so lists stand where they are used.
const spread = (document) => {
  const { schemas } = document.components;
  const walk = (node) => {
    if (Array.isArray(node)) return node.map(walk);
    if (node === null || typeof node !== 'object') return node;
    const members = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, walk(value)]));
    const { $ref, ...beside } = members;
    const list = schemas[$ref?.split('/schemas/')[1]];
    return list?.enum ? { ...list, ...beside } : members;
  };
  return walk(document);
};
const read = async (file) => spread(JSON.parse(await readFile(file)));

const { diffs } = apiCompare(await read(old), await read(now));

// Closed lists may grow in answers, as the introduction says of vocabularies; our own comparison knows which are.
const grows = ({ path, action }) => path.includes('responses') && path.includes('enum') && action !== 'remove';
const found = diffs.filter((diff) => diff.type === 'breaking' && diff.path[0] === 'paths' && !grows(diff));
await writeFile(out, JSON.stringify(found.map(({ description, path }) => `${path.join(' ')}: ${description ?? ''}`)));
