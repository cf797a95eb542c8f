"""The operators' site. It has no log-in of its own: the app's, with its rate limits and second factors, is the one."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from accounts import audit

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class OperatorsSite(AdminSite):
    site_title = "GigLens"
    site_header = "GigLens"
    index_title = "Operators"

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send a stranger to the app's log-in, an operator on, and tell anybody else that this is not theirs."""
        if self.has_permission(request):
            return HttpResponseRedirect(wanted(request))
        if request.user.is_authenticated:
            return render(request, "accounts/not_an_operator.html", status=403)
        return HttpResponseRedirect(
            f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: wanted(request)})}"
        )

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Let what an operator does here be recorded as theirs."""
        inner = super().admin_view(view, cacheable)

        def recorded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return inner(request, *args, **kwargs)
            with audit.acting(audit.operator(request.user)):
                return inner(request, *args, **kwargs)

        return cast(View, update_wrapper(recorded, inner))

    def password_change(  # type: ignore[override]  # a refusal is a plain page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Change one's own password; the old one may be guessed at as rarely as in the app."""
        refused = consume_or_429(request, action="change_password", user=request.user)
        return refused or super().password_change(request, extra_context)


def wanted(request: HttpRequest) -> str:
    """Return the page of this site that was asked for; its first page where `next` is none of its own."""
    home = reverse("admin:index")
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    ours = asked.startswith(home) and not asked.startswith(reverse("admin:login"))
    return asked if ours and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else home
