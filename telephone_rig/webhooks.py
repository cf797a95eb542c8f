"""Webhooks: signed, retried with the same token, redirects followed without their form, and every attempt noted."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urljoin

from telephone_rig.notices import Broken
from telephone_rig.signing import Signer
from telephone_rig.web import Answer, Failed, Limits, Web

TOKEN = "I-Twilio-Idempotency-Token"  # noqa: S105 - the name of a header
MOST_REDIRECTS = 10
Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Attempt:
    """One request and what came of it.

    Attributes:
        status: 0 where there was no answer.
        seconds: how long it took, on the clock on the wall.
        failed: why there was no answer.
        token: the same in all attempts of one webhook.
    """

    url: str
    method: str
    params: Params
    token: str
    status: int
    seconds: float
    body: bytes = b""
    failed: str = ""

    def __getitem__(self, name: str) -> str:
        return dict(self.params)[name]


@dataclass
class Webhooks:
    """Sends them; what was sent is in `attempts`.

    Attributes:
        loses: asked after each attempt whether its answer gets lost on the way, as on a bad line.
    """

    signer: Signer
    web: Web = field(default_factory=Web)
    attempts: list[Attempt] = field(default_factory=list)
    loses: Callable[[str], bool] | None = None

    def send(self, url: str, params: Iterable[tuple[str, str]], method: str = "POST") -> Answer:
        """Send one webhook and return its answer, whatever its status.

        Raises:
            Broken: no answer after all attempts, or too many redirects.
        """
        token, given = secrets.token_hex(16), tuple(params)
        for _ in range(MOST_REDIRECTS):
            answer = self._tried(url, given, method, token)
            if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
                return answer
            # Redirects are followed with a GET, and what the caller pressed is lost on the way.
            url, given, method = urljoin(url, answer.headers["location"]), (), "GET"
        raise Broken(11215, f"too many redirects, the last to {url}")

    def _tried(self, url: str, params: Params, method: str, token: str) -> Answer:
        limits, began, tries = Limits.of(url), time.monotonic(), 0
        while True:
            left = limits.total_s - (time.monotonic() - began) / self.web.scale
            try:
                answer = self._once(url, params, method, token, limits, left)
            except Failed as error:
                if tries >= limits.retries or not limits.again(error.why) or left <= 0:
                    raise Broken(error.code, f"{method} {urldefrag(url).url}: {error.text}") from error
            else:
                why = f"{answer.status // 100}xx"
                if answer.status < 400 or tries >= limits.retries or not limits.again(why):
                    return answer
            tries += 1

    def _once(self, url: str, params: Params, method: str, token: str, limits: Limits, left: float) -> Answer:
        asked = urldefrag(url).url
        if method == "GET" and params:
            asked += ("&" if "?" in asked else "?") + urlencode(params)
        form = params if method == "POST" else ()
        headers = self.signer.headers(asked, form) | {TOKEN: token, "User-Agent": "TwilioProxy/1.1"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        began = time.monotonic()
        try:
            answer = self.web.ask(asked, method, headers, urlencode(form).encode(), limits, left)
            if self.loses and self.loses(asked):
                raise Failed(11205, "rt", "the answer was lost on the way")
        except Failed as error:
            seconds = time.monotonic() - began
            self.attempts.append(Attempt(asked, method, params, token, 0, seconds, failed=error.text))
            raise
        kept = Attempt(asked, method, params, token, answer.status, answer.seconds, answer.body)
        self.attempts.append(kept)
        return answer
