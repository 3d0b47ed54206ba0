"""A client that waits and asks again where the service says so: 429 and 503 with Retry-After, and a line that broke."""

import random
import time

from urllib3.exceptions import HTTPError

from incidents import ApiClient, ApiException


class PatientClient(ApiClient):
    """Give it to the classes of routes: IncidentsApi(PatientClient(configuration))."""

    tries = 5
    longest = 120
    # Seconds to connect, and between two parts of an answer: urllib3 by itself waits for ever.
    timeout = (30, 100)

    def __init__(self, configuration):
        # urllib3 would ask again by itself, but not where a POST may be sent twice.
        configuration.retries = False
        super().__init__(configuration)

    def request(self, method, url, headers=None, _request_timeout=None, **rest):
        for left in reversed(range(self.tries)):
            try:
                return super().request(method, url, headers=headers, _request_timeout=_request_timeout or self.timeout, **rest)
            except ApiException as refusal:
                seconds = (refusal.headers or {}).get("Retry-After", "")
                if not left or not _may_repeat(method, headers, refusal.status) or not seconds.isdigit() or int(seconds) > self.longest:
                    raise
                time.sleep(int(seconds) + random.uniform(0, 0.25))
            except HTTPError:
                if not left or not _may_repeat(method, headers):
                    raise
                time.sleep(random.uniform(1, 2))


def _may_repeat(method, headers, status=None):
    """A request that was turned away by 429 was not carried out. Whatever else went wrong, a POST may be sent again only with its Idempotency-Key."""
    return status == 429 or (status in (None, 503) and (method != "POST" or "Idempotency-Key" in (headers or {})))
