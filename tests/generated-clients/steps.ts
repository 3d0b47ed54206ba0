import { writeFile } from 'node:fs/promises';
import { env } from 'node:process';

/** Where the service is, who asks, and where files go. */
export const given = {
  api: required('API'),
  limitedApi: required('LIMITED_API'),
  key: required('KEY'),
  observerKey: required('OBSERVER_KEY'),
  receiver: required('RECEIVER'),
  folder: required('FOLDER'),
};

const steps: string[] = [];

export async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const value = await run();
  steps.push(name);
  return value;
}

/** Fails with what was expected. */
export function hold(condition: unknown, expectation: string): asserts condition {
  if (!condition) throw new Error(expectation);
}

export function same(found: unknown, expected: unknown, what: string) {
  hold(JSON.stringify(found) === JSON.stringify(expected), `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}

/** What the test looks at afterwards. */
export const tell = (facts: Record<string, unknown>) => writeFile(`${given.folder}/told.json`, JSON.stringify({ steps, ...facts }));

function required(name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
