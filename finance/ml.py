"""The one client of the ML service: signed, bounded, checked, and quiet when the service is not there."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import httpx2
import structlog
from django.conf import settings
from pydantic import BaseModel, ValidationError

from kit.breaker import Breaker
from kit.http import outbound
from ml_service import signing
from ml_service.pictures import Damaged, read
from ml_service.schemas import Applicant, CreditAnswer, CreditRequest, CreditScore, PictureHead, PictureRequest

log = structlog.get_logger(__name__)

BACKOFF_S = 0.2
BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often one asks, and how much one listens to."""

    timeout: httpx2.Timeout
    tries: int
    most_bytes: int


# One person waits for the one; nobody for the other, which puts its work back rather than asking again and again.
AWAITED = Patience(httpx2.Timeout(5.0, connect=0.5), tries=3, most_bytes=5 * 2**20)
NIGHTLY = Patience(httpx2.Timeout(60.0, connect=0.5), tries=1, most_bytes=128 * 2**20)


class MLError(Exception):
    """No usable answer.

    Attributes:
        permanent: asking again with the same question will not help.
        too_large: half of the question would do.
    """

    def __init__(self, message: str, *, permanent: bool, too_large: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class Pictures:
    """An answer: what is said of all, and of each series a row of packed figures for each outline."""

    head: PictureHead
    rows: Sequence[Sequence[bytes]]


@dataclass
class MLClient:
    """Asks the ML service. One per process: it holds the breaker."""

    base_url: str
    keys: str = ""
    http: httpx2.Client = field(default_factory=outbound)
    breaker: Breaker = field(default_factory=Breaker)
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    now: Callable[[], float] = time.time

    def pictures(self, request: PictureRequest, *, patience: Patience = AWAITED) -> Pictures:
        """Forecast cash flows and score applicants.

        Raises:
            MLError: no usable answer.
        """
        response = self._ask("/v1/pictures", request, patience)
        try:
            head, rows = read(response.content)
        except ValidationError as error:
            raise _misshapen(error) from error
        except Damaged as error:  # bytes were lost or changed on the way; the next answer may be whole
            raise MLError(str(error), permanent=False) from error
        if [one.unique_id for one in head.forecasts] != [one.unique_id for one in request.series]:
            raise MLError("the answer is about other series than the question", permanent=True)
        _about(head.scores, request.applicants)
        return Pictures(head, rows)

    def credit_scores(self, request: CreditRequest, *, patience: Patience = AWAITED) -> CreditAnswer:
        """Score applicants.

        Raises:
            MLError: no usable answer.
        """
        response = self._ask("/v1/credit-scores", request, patience)
        try:
            answer = CreditAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise _misshapen(error) from error
        _about(answer.scores, request.applicants)
        return answer

    def _ask(self, path: str, question: BaseModel, patience: Patience) -> httpx2.Response:
        content = question.model_dump_json().encode()
        for attempt in range(1, patience.tries + 1):
            if not self.breaker.allows():
                raise MLError("the ML service has not been answering; it is left alone for a moment", permanent=False)
            try:
                response = self._send(path, content, patience)
            except httpx2.TransportError as error:
                self.breaker.failed()
                reason, wait = f"no answer: {type(error).__name__}", None
            else:
                if response.status_code not in BUSY:
                    return self._checked(response)
                self.breaker.failed()
                reason, wait = f"HTTP {response.status_code}", _retry_after(response)
            log.warning("ml_try_failed", path=path, attempt=attempt, reason=reason)
            if attempt < patience.tries:
                self.sleep(self._pause(attempt, wait))
        raise MLError(f"the ML service gave {reason} after {patience.tries} tries", permanent=False)

    def _pause(self, attempt: int, wait: float | None) -> float:
        """Full jitter over a doubling window; a Retry-After sets the window, two seconds at most."""
        window = BACKOFF_S * 2**attempt if wait is None else max(wait, BACKOFF_S)
        return min(window, 2.0) * self.jitter()

    def _send(self, path: str, content: bytes, patience: Patience) -> httpx2.Response:
        url = f"{self.base_url}{path}"
        headers = {"Content-Type": "application/json"}
        if self.keys:  # signed afresh each try: the service refuses a nonce it has seen
            headers[signing.HEADER] = signing.sign(
                keys=self.keys, method="POST", path=urlsplit(url).path, body=content, now=self.now()
            )
        with self.http.stream("POST", url, content=content, headers=headers, timeout=patience.timeout) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > patience.most_bytes:
                    raise MLError("the answer is too large", permanent=True)
            return httpx2.Response(response.status_code, headers=response.headers, content=bytes(body))

    def _checked(self, response: httpx2.Response) -> httpx2.Response:
        if response.status_code >= 500:
            self.breaker.failed()
            raise MLError(f"the ML service gave HTTP {response.status_code}", permanent=False)
        self.breaker.succeeded()
        if (status := response.status_code) != 200:
            raise MLError(f"the question was refused with HTTP {status}", permanent=True, too_large=status == 413)
        return response


def _misshapen(error: ValidationError) -> MLError:
    return MLError(f"the answer is not of the agreed shape ({error.error_count()} faults)", permanent=True)


def _about(scores: Sequence[CreditScore], applicants: Sequence[Applicant]) -> None:
    if [one.unique_id for one in scores] != [one.unique_id for one in applicants]:
        raise MLError("the answer is about other applicants than the question", permanent=True)


def _retry_after(response: httpx2.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() else None


@cache
def ml_client() -> MLClient:
    """Return the process's client, made from the settings."""
    return MLClient(base_url=settings.ML_URL, keys=settings.ML_SHARED_KEY)
