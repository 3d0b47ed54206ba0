import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import createClient from 'openapi-fetch';
import type { components, paths } from './incidents';
import { patient } from './patient';
import { given, hold, same, step, tell } from './steps';

type Schemas = components['schemas'];

// Of answers that come as JSON or as a table, the types are those of JSON.
type Json = `application/${string}json`;

const as = (key: string, baseUrl = given.api, fetch = patient()) => createClient<paths, Json>({
  baseUrl,
  fetch,
  headers: { Authorization: `Bearer ${key}` },
  querySerializer: { array: { style: 'form', explode: false } },
});

const client = as(given.key);
const body = (title: string, from = '2024-05'): Schemas['IncidentBody'] => ({
  title,
  occurred: { from },
  location: { country: 'KG', region: 'KG-GB' },
  violations: [{ type: 'raid_office', victims: ['o1'] }],
  people: [{ ref: 'o1', role: 'victim', kind: 'organisation', label: 'a legal aid group', defenderRoles: ['ngo'] }],
});

const recording = { params: { header: { 'Idempotency-Key': 'story-openapi-fetch' } }, body: body('Searches at the office of a legal aid group') };

const began = await step('begin', async () => {
  const { data } = await client.GET('/v1/changes', { params: { query: { after: 'end' } } });
  hold(data, 'the end of the change log');
  same([data.items, data.more], [[], false], 'what comes after the end');
  return data.nextCursor;
});

const recorded = await step('record', async () => {
  const { data, response } = await client.POST('/v1/incidents', recording);
  hold(data, 'a record');
  same([response.status, data.version, data.status, response.headers.get('Location')], [201, 1, 'draft', `/v1/incidents/${data.id}`], 'a new record');
  return data;
});

await step('retry', async () => {
  const { data, response } = await client.POST('/v1/incidents', recording);
  same([data?.id, response.headers.get('Idempotency-Replayed')], [recorded.id, 'true'], 'the same request again');
});

const etag = await step('read', async () => {
  const { data, response } = await client.GET('/v1/incidents/{id}', { params: { path: { id: recorded.id } } });
  const tag = response.headers.get('ETag');
  hold(data && tag, 'a record and its ETag');
  same([data.version, data.occurred.precision, data.violations[0]?.type], [1, 'month', 'raid_office'], 'the record');
  const again = await client.GET('/v1/incidents/{id}', { params: { path: { id: recorded.id }, header: { 'If-None-Match': tag } } });
  same(again.response.status, 304, 'the record that we hold');
  return tag;
});

await step('change', async () => {
  const { data, response } = await client.PATCH('/v1/incidents/{id}', {
    params: { path: { id: recorded.id }, header: { 'If-Match': etag } },
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: { occurred: { from: '2024-05-17' } },
  });
  same([data?.version, data?.occurred.precision, response.headers.get('ETag') === etag], [2, 'day', false], 'the changed record');
});

await step('conflict', async () => {
  const { error, response } = await client.PATCH('/v1/incidents/{id}', {
    params: { path: { id: recorded.id }, header: { 'If-Match': etag } },
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: { summary: 'What another had changed is lost.' },
  });
  const problem: Schemas['Problem'] | undefined = error;
  hold(problem?.detail && problem.traceId, 'a problem that says more');
  same([response.status, problem.status, problem.type], [412, 412, '/problems/stale-version'], 'a change of an old version');
});

await step('validation', async () => {
  const wrong = { ...body('An act that nobody knows', '2024-13'), violations: [{ type: 'arest' as Schemas['ViolationsType'] }] };
  const { error, response } = await client.POST('/v1/incidents', { body: wrong });
  const faults: Schemas['Fault'][] = error?.errors ?? [];
  const act = faults.find((fault) => fault.pointer === '/violations/0/type');
  same([response.status, act?.value, act?.allowed?.includes('arrest'), act?.near?.[0]], [422, 'arest', true, 'arrest'], 'the fault of the act');
  hold(faults.some((fault) => fault.pointer === '/occurred/from'), 'both faults at once');
});

const pages = await step('page', async () => {
  for (const day of [1, 2, 3, 4]) {
    const { data } = await client.POST('/v1/incidents', { body: body(`Day ${day}`, `2024-06-0${day}`) });
    hold(data, 'a record');
  }
  const found: Schemas['IncidentBrief'][] = [];
  let after: string | undefined;
  let read = 0;
  do {
    const { data } = await client.GET('/v1/incidents', { params: { query: { violation: ['raid_office', 'arrest'], sort: 'occurred', limit: 2, after } } });
    hold(data, 'a page');
    found.push(...data.items);
    after = data.nextCursor ?? undefined;
    read++;
  } while (after);
  same(found.map((item) => item.occurred.from), ['2024-05-17', '2024-06-01', '2024-06-02', '2024-06-03', '2024-06-04'], 'the list');
  return read;
});

const followed = await step('changes', async () => {
  const changes: Schemas['IncidentChange'][] = [];
  let [after, more] = [began, true];
  while (more) {
    const { data } = await client.GET('/v1/changes', { params: { query: { after, limit: 4, include: 'document' } } });
    hold(data, 'a page of changes');
    changes.push(...data.items);
    [after, more] = [data.nextCursor, data.more];
  }
  same(changes.map((change) => change.position), [1, 2, 3, 4, 5, 6], 'positions without a hole');
  const its = changes.filter((change) => change.id === recorded.id);
  same(its.map(({ type, version, change }) => [type, version, change]), [['incident.created', 1, 'created'], ['incident.changed', 2, 'patched']], 'what was done to the record');
  same(its.map(({ document }) => [document?.version, document?.occurred.from]), [[2, '2024-05-17'], [2, '2024-05-17']], 'the record as it stands now');
  return changes.map(({ position, id, version }) => `${position} ${id} ${version}`);
});

await step('elsewhere', async () => {
  const { data } = await client.GET('/v1/changes', { params: { query: { scope: 'public', after: 'end' } } });
  const { error, response } = await client.GET('/v1/changes', { params: { query: { after: data?.nextCursor } } });
  same([response.status, error?.type, error?.errors?.[0]?.parameter], [400, '/problems/invalid-cursor', 'after'], 'a cursor of another log');
});

const webhook = await step('webhook', async () => {
  const { data, response } = await client.POST('/v1/webhooks', { body: { url: given.receiver, events: ['incident.created', 'incident.removed'], filter: { country: 'KG,KZ' } } });
  hold(data && data.secret?.startsWith('whsec_'), 'a webhook and its secret');
  same([response.status, data.status, response.headers.get('Location')], [201, 'active', `/v1/webhooks/${data.id}`], 'a new webhook');
  const read = await client.GET('/v1/webhooks/{id}', { params: { path: { id: data.id } } });
  same([read.data?.url, read.data?.events, read.data?.filter?.country, read.data?.secret], [given.receiver, ['incident.created', 'incident.removed'], 'KG,KZ', undefined], 'the webhook');
  return data;
});

const tested = await step('test', async () => {
  const { data } = await client.POST('/v1/webhooks/{id}/test', { params: { path: { id: webhook.id } } });
  same([data?.type, data?.status, data?.attempts.map((attempt) => attempt.httpStatus)], ['webhook.test', 'delivered', [204]], 'what came of the test');
  return data?.id;
});

await step('forbidden', async () => {
  const { error, response } = await client.POST('/v1/webhooks', { body: { url: 'http://169.254.169.254/latest', events: ['incident.created'] } });
  same([response.status, error?.type, error?.errors?.[0]?.pointer], [422, '/problems/forbidden-address', '/url'], 'an address inside');
});

await step('delete', async () => {
  const { response } = await client.DELETE('/v1/webhooks/{id}', { params: { path: { id: webhook.id } } });
  const gone = await client.GET('/v1/webhooks/{id}', { params: { path: { id: webhook.id } } });
  same([response.status, gone.response.status, gone.error?.type], [204, 404, '/problems/not-found'], 'the webhook that was deleted');
});

const counted = await step('statistics', async () => {
  const { data } = await client.GET('/v1/statistics', { params: { query: { groupBy: ['month'], from: '2024' } } });
  hold(data, 'figures');
  same([data.measure, data.groupBy, data.counting], ['incidents', ['month'], 'exclusive'], 'what was counted');
  same(data.groups.map((group) => [group.key.month, group.events?.min]), [['2024-05', 1], ['2024-06', 4]], 'the figures');
  return data.total?.events?.max;
});

const exported = await step('export', async () => {
  const file = `${given.folder}/incidents.ndjson`;
  const { data, response } = await client.GET('/v1/incidents/export', { params: { query: { format: 'ndjson' } }, parseAs: 'stream' });
  hold(data, 'a stream');
  await pipeline(Readable.fromWeb(data as ReadableStream), createWriteStream(file));
  const digest = createHash('sha256');
  await pipeline(createReadStream(file), digest);
  const manifest = await client.GET('/v1/exports/{id}', { params: { path: { id: response.headers.get('Export-Id') ?? '' } } });
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').length;
  same([manifest.data?.status, manifest.data?.rows, manifest.data?.sha256], ['complete', lines, digest.digest('hex')], 'the manifest of the file');
  return lines;
});

await step('refusals', async () => {
  const unknown = await as('hrd_live_nobody').GET('/v1/me');
  const observer = await as(given.observerKey).POST('/v1/incidents', { body: body('By one who may only read') });
  const missing = await client.GET('/v1/incidents/{id}', { params: { path: { id: '0198c2f0-0000-7000-8000-000000000000' } } });
  same([unknown, observer, missing].map((answer) => [answer.response.status, answer.error?.type]),
    [[401, '/problems/invalid-key'], [403, '/problems/missing-scope'], [404, '/problems/not-found']], 'refusals');
});

await step('patience', async () => {
  const impatient = as(given.key, given.limitedApi, globalThis.fetch);
  let refused = await impatient.GET('/v1/me');
  while (refused.response.status === 200) refused = await impatient.GET('/v1/me');
  same([refused.response.status, refused.error?.type], [429, '/problems/too-many-requests'], 'one request too many');
  hold(Number(refused.response.headers.get('Retry-After')) >= 1, 'when to come again');
  const waited = await as(given.key, given.limitedApi).GET('/v1/me');
  same(waited.response.status, 200, 'who waits is served');
});

await tell({ incident: recorded.id, pages, counted, exported, followed, secret: webhook.secret, tested });
