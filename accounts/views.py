"""What every API view has in common.

Derive from `ApiView` and a view has: strict reading of bodies and queries (`accounts.parsers`), `Idempotency-Key`
(`accounts.idempotency`), who may call it (session, bearer token or API key with the scope, by settings), and that what
is recorded within (`accounts.audit`) names the caller.
`request.user` is the user. Lists come from `kit.pages`, amounts from `accounts.api.fields`.
"""

from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import audit, idempotency
from accounts.models import User
from accounts.parsers import FormParser, JSONParser, MultiPartParser, check_form


class ApiView(APIView):
    """The base of every view under /api/v1/."""

    parser_classes = [JSONParser, MultiPartParser, FormParser]
    _claim: idempotency.Claim | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and keep the answer for whoever sends the same request again; a crash keeps nothing."""
        try:
            with ExitStack() as self._acting:
                response = super().dispatch(request, *args, **kwargs)
        except BaseException:
            if self._claim:
                self._claim.release()
            raise
        if self._claim:
            self._claim.settle(response)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After log-in and permission: read strictly, and claim the request's key."""
        super().initial(request, *args, **kwargs)
        check_form(request.query_params)
        if isinstance(request.user, User):
            self._acting.enter_context(audit.acting(audit.caller(request.auth)))
            self._claim = idempotency.claim(request, user=request.user, now=timezone.now())

    def handle_exception(self, exc: Exception) -> Response:
        """Give the answer of before, or shape the refusal."""
        if isinstance(exc, idempotency.Replay):
            return exc.response  # type: ignore[return-value]  # already rendered; DRF passes any HttpResponse on
        return super().handle_exception(exc)
