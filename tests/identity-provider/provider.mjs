// An OpenID Connect provider for the tests: gives access tokens in JWT form (RFC 9068) to clients that show their secret.
// Reads its settings from standard input, says "ready" when it answers, and ends when its input does.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const input = createInterface({ input: process.stdin }).on('close', () => process.exit());
const [settings] = await once(input, 'line');
const { port, audience, keys, clients } = JSON.parse(settings);

const claims = new Map(clients.map((client) => [client.id, client.claims]));
const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys },
  clients: clients.map((client) => ({
    client_id: client.id,
    client_secret: client.secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  })),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: keys[0].alg } } }),
    },
  },
  extraTokenClaims: (context, token) => claims.get(token.clientId),
});
provider.listen(port, '127.0.0.1', () => console.log('ready'));
