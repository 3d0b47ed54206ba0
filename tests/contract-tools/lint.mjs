// Usage: node lint.mjs RULES OUT DOCUMENT...   Reads each document with redocly and with spectral, by the rules in the folder RULES.
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [rules, out, ...documents] = process.argv.slice(2);
const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const quiet = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };

const run = (program, args) => new Promise((resolve) => {
  const child = spawn(process.execPath, [join(modules, program), ...args], { env: quiet });
  const said = { out: '', errors: '' };
  child.stdout.on('data', (text) => { said.out += text; });
  child.stderr.on('data', (text) => { said.errors += text; });
  child.on('close', () => resolve(said));
});

// Both say other things before what they were asked for.
const read = ({ out: text, errors }, open) => {
  if (!text.includes(open)) throw new Error(errors || text);
  return JSON.parse(text.slice(text.indexOf(open)));
};

async function redocly(document) {
  const found = read(await run('@redocly/cli/bin/cli.js', ['lint', document, '--config', join(rules, 'redocly.yaml'), '--format=json', '--max-problems=1000']), '{');
  return found.problems.map(({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer}: ${message}`);
}

async function spectral(document) {
  const found = read(await run('@stoplight/spectral-cli/dist/index.js', ['lint', document, '-r', join(rules, 'spectral.yaml'), '-F', 'hint', '-f', 'json', '-q']), '[');
  return found.map(({ code, message, path }) => `${code} at ${path.join('/')}: ${message}`);
}

const reports = await Promise.all(documents.flatMap((document) => [['redocly', redocly], ['spectral', spectral]].map(async ([linter, lint]) => {
  const { version } = JSON.parse(await readFile(join(modules, linter === 'redocly' ? '@redocly/cli' : '@stoplight/spectral-cli', 'package.json')));
  return { linter: `${linter} ${version}`, document: basename(document), findings: await lint(document) };
})));
await writeFile(out, JSON.stringify(reports));
