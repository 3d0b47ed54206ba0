// How much telling costs: records incidents without a webhook, then with one whose receiver is this program, and compares.
// With SMALL, the key of another organisation, it also gives KEY's twenty webhooks with filters the records of before to look through, and sees how long SMALL waits
// for its messages meanwhile.
// Figures only: read the ratios, for all of it shares the machine. No package is needed.
//
//   BASE=http://127.0.0.1:5080 KEY=hrd_live_… [SMALL=hrd_live_…] node deploy/bench/webhooks.mjs [INCIDENTS [CONNECTIONS]]
//
// The service has to be allowed to send to this machine: the launcher is; a server wants Webhooks__AllowHttp=true,
// Webhooks__AllowedNetworks__0=127.0.0.0/8 and Webhooks__Ports__0=1-65535. Limits__Key__Permits=1000000000 for more than 200 incidents.
import { createServer } from 'node:http'

const { BASE, KEY, SMALL } = process.env
const [count, connections] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 8)]
const ask = async (method, path, body, key = KEY) => {
  const answer = await fetch(BASE + path, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? null : answer.json()
}

const incident = (n) => ({
  title: `Search ${n}`, occurred: { from: '2024-05-03' }, location: { country: 'KG' }, violations: [{ type: 'raid_office' }],
})

const written = new Map()
const record = async () => {
  let next = 0
  const began = performance.now()
  await Promise.all(Array.from({ length: connections }, async () => {
    while (next < count) {
      const { id } = await ask('POST', '/v1/incidents', incident(next++))
      written.set(id, performance.now())
    }
  }))
  return performance.now() - began
}

const received = new Map()
const receiver = createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += part
  response.writeHead(204).end()
  const { data } = JSON.parse(body)
  if (!received.has(data.id)) received.set(data.id, performance.now())
})
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))

await record()
const plain = await record()
written.clear()
const hook = await ask('POST', '/v1/webhooks', { url: `http://127.0.0.1:${receiver.address().port}/`, events: ['incident.created'] })
const began = performance.now()
const told = await record()
while (received.size < count) await new Promise((resolve) => setTimeout(resolve, 20))
const delivered = performance.now() - began
await ask('DELETE', `/v1/webhooks/${hook.id}`)

const waits = [...written].map(([id, at]) => received.get(id) - at).sort((a, b) => a - b)
const at = (part) => Math.round(waits[Math.floor((waits.length - 1) * part)])
console.log(`plain inserts        ${Math.round(count / plain * 1000)} a second`)
console.log(`inserts with webhook ${Math.round(count / told * 1000)} a second: ${(plain / told).toFixed(2)} of plain`)
console.log(`delivered            ${Math.round(count / delivered * 1000)} a second from the first insert on: ${(plain / delivered).toFixed(2)} of plain`)
console.log(`from the answer of the insert to the message: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms, all within ${at(1)} ms`)

// One record at a time: what a message takes where nobody has to wait for anything else.
const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time))
const waitsOf = async (key, times, until = async () => false) => {
  const { id } = await ask('POST', '/v1/webhooks', { url: `http://127.0.0.1:${receiver.address().port}/`, events: ['incident.created'] }, key)
  const waits = []
  for (let n = 0; n < times && !(await until()); n++) {
    const made = await ask('POST', '/v1/incidents', incident(n), key)
    const answered = performance.now()
    while (!received.has(made.id)) await sleep(1)
    waits.push(Math.max(0, received.get(made.id) - answered))
    await sleep(Math.random() * 300)
  }
  await ask('DELETE', `/v1/webhooks/${id}`, undefined, key)
  waits.sort((a, b) => a - b)
  const part = (share) => Math.round(waits[Math.floor((waits.length - 1) * share)])
  return `median ${part(0.5)} ms, 95 of 100 within ${part(0.95)} ms, all within ${part(1)} ms (${waits.length} messages)`
}
console.log(`one record at a time: ${await waitsOf(KEY, 40)}`)
if (SMALL) {
  console.log(`a small organisation alone: ${await waitsOf(SMALL, 20)}`)
  const filters = { filter: { q: 'search', violation: 'arrest,raid_office' }, url: `http://127.0.0.1:${receiver.address().port}/`, events: ['incident.removed'] }
  const hooks = []
  for (let n = 0; n < 20; n++) hooks.push(await ask('POST', '/v1/webhooks', { ...filters, enabled: false }))
  for (let n = 0; n < 4; n++) await record()
  for (const { id } of hooks) await ask('PUT', `/v1/webhooks/${id}`, filters)
  console.log(`beside ${4 * count} changes for 20 filters of another: ${await waitsOf(SMALL, 20)}`)
  for (const { id } of hooks) await ask('DELETE', `/v1/webhooks/${id}`)
}
receiver.closeAllConnections()
receiver.close()
