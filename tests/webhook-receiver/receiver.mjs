// A receiver of webhooks as a partner writes one. It reads one line of settings from its standard input, {"secret": "whsec_…"}, tells the port
// at which it listens, and then a line of JSON for each message that comes: whether the library of Standard Webhooks takes it for genuine, and
// what stood in it. Genuine ones are answered with 204, others with 400.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { Webhook } from 'standardwebhooks'

const MOST = 1024 * 1024

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n')

const bodyOf = async (request) => {
  const parts = []
  let length = 0
  for await (const part of request) {
    length += part.length
    if (length > MOST) throw new Error('too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const serve = (secret) => {
  const webhook = new Webhook(secret)
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const headers = Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-type', 'user-agent'].map((name) => [name, request.headers[name] ?? '']))
    let error = null
    try {
      webhook.verify(body, headers)
    } catch (refused) {
      error = refused.message
    }
    say({ verified: error === null, error, headers, body })
    response.writeHead(error === null ? 204 : 400).end()
  })
  server.listen(0, '127.0.0.1', () => say({ port: server.address().port }))
}

const input = createInterface({ input: process.stdin })
input.once('line', (line) => serve(JSON.parse(line).secret))
input.once('close', () => process.exit(0))
