/**
 * A fetch that waits and asks again where the service says so: 429 and 503 with Retry-After, and a line that broke.
 * Give it to createClient({ baseUrl, fetch: patient() }).
 */
export function patient({ tries = 5, longest = 120 } = {}): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (let left = tries - 1; ; left--) {
      try {
        const answer = await fetch(request.clone());
        const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
        if (left === 0 || !mayRepeat(request, answer.status) || !(seconds <= longest)) return answer;
        await answer.body?.cancel();
        await pause(seconds * 1000 + Math.random() * 250);
      } catch (failure) {
        if (left === 0 || !mayRepeat(request)) throw failure;
        await pause(1000 + Math.random() * 1000);
      }
    }
  };
}

/** A request that was turned away by 429 was not carried out. Whatever else went wrong, a POST may be sent again only with its Idempotency-Key. */
function mayRepeat(request: Request, status?: number): boolean {
  if (request.signal.aborted) return false;
  if (status === 429) return true;
  return (status === undefined || status === 503) && (request.method !== 'POST' || request.headers.has('Idempotency-Key'));
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
