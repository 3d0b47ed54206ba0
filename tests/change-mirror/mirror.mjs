// Keeps a copy of every incident that a reader sees, byte for byte as the API has it: a sample for partners who write their own.
//
//   node mirror.mjs --api https://… --folder copy [--scope own|shared|public] [--key-file file] [--from-log] [--once]
//   node mirror.mjs --folder copy --print              all records of the copy in the order of their ids, as an NDJSON export has them
//
// It begins with an export and follows the change log from the position that the export's manifest names; with --from-log it follows the log
// from its beginning. It may be killed at any moment: records are written before the cursor, and to apply a change twice does no harm.
// With --once it ends when it has caught up. It needs Node.js 20 and nothing else.

import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values: asked } = parseArgs({
  options: {
    api: { type: 'string' }, folder: { type: 'string' }, scope: { type: 'string', default: 'public' }, 'key-file': { type: 'string' },
    'from-log': { type: 'boolean', default: false }, once: { type: 'boolean', default: false }, print: { type: 'boolean', default: false },
  },
});
const records = join(asked.folder, 'records');
const cursorFile = join(asked.folder, 'cursor');
const headers = asked['key-file'] ? { authorization: `Bearer ${readFileSync(asked['key-file'], 'utf8').trim()}` } : {};

if (asked.print) {
  for (const file of readdirSync(records).filter(name => name.endsWith('.json')).sort()) process.stdout.write(`${readFileSync(join(records, file), 'utf8')}\n`);
} else {
  await mirror();
}

async function mirror() {
  while (true) {
    try {
      if (!existsSync(cursorFile)) await start();
      if (await follow() === 'caught up' && asked.once) return;
    } catch (failure) {
      if (failure.refused) throw failure;
      await pause((failure.retryAfter ?? 1) * 1000); // the network or the server: it will be there again
    }
  }
}

// From nothing: what was left of an earlier start is no copy of any moment.
async function start() {
  rmSync(records, { recursive: true, force: true });
  mkdirSync(records, { recursive: true });
  if (asked['from-log']) {
    save(cursorFile, '');
    return;
  }

  const answer = await ask(`/v1/incidents/export?format=ndjson&scope=${asked.scope}`);
  const file = Buffer.from(await answer.arrayBuffer());
  const manifest = await (await ask(`/v1/exports/${answer.headers.get('export-id')}`)).json();
  if (manifest.status !== 'complete' || manifest.sha256 !== createHash('sha256').update(file).digest('hex')) throw new Error('The export is not whole.');

  for (const line of file.toString('utf8').split('\n')) if (line) save(recordFile(JSON.parse(line).id), line);
  save(cursorFile, manifest.snapshots[0].position);
}

// One answer: all its records first, and the place behind them last.
async function follow() {
  const cursor = readFileSync(cursorFile, 'utf8');
  const after = cursor === '' ? '' : `&after=${cursor}`;
  const text = await (await ask(`/v1/changes?scope=${asked.scope}&include=document&limit=200&wait=${asked.once ? 0 : 30}${after}`)).text();
  const page = JSON.parse(text);
  const documents = documentsIn(text);
  for (const change of page.items) {
    // Without a document it is gone: now, or by a change that is still to come.
    if (change.document) save(recordFile(change.id), documents.shift());
    else rmSync(recordFile(change.id), { force: true });
  }

  save(cursorFile, page.nextCursor);
  return page.more ? 'more' : 'caught up';
}

async function ask(path) {
  const answer = await fetch(new URL(path, asked.api), { headers });
  if (answer.ok) return answer;

  const problem = await answer.text();
  if (answer.status === 410) {
    rmSync(cursorFile, { force: true }); // the log does not reach back that far, or was set back: start again
    asked['from-log'] = false;
  }

  throw Object.assign(new Error(`${answer.status}: ${problem}`), {
    refused: answer.status >= 400 && answer.status < 500 && ![408, 410, 429].includes(answer.status),
    retryAfter: Number(answer.headers.get('retry-after')) || undefined,
  });
}

// The documents as they were sent. JSON.parse and JSON.stringify would write numbers and escapes in another way.
function documentsIn(text) {
  const found = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  let depth = 0;
  let begin = -1;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth++;
    else if (match[0] === '}' || match[0] === ']') depth--;
    else if (depth === 3 && match[0] === '"document"' && text[token.lastIndex] === ':') begin = token.lastIndex + 1;

    if (begin >= 0 && depth === 3 && match[0] === '}') {
      found.push(text.slice(begin, token.lastIndex));
      begin = -1;
    }
  }

  return found;
}

function recordFile(id) {
  return join(records, `${id}.json`);
}

// Whole or not at all, and on the disk before anything that is written later.
function save(file, text) {
  const written = `${file}.new`;
  const handle = openSync(written, 'w');
  writeFileSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(written, file);
}
