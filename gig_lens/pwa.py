"""The PWA's page: one document for every route that the browser's router knows."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from gig_lens.headers import MICROPHONE

NOT_BUILT = "The app has not been built yet: run `make run`, or `npm run build` in pwa/. The API is at /api/docs/."


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponseBase:
    """Serve index.html, never cached, so that a new release is seen at the next visit."""
    index = settings.PWA_DIR / "index.html"
    if not index.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "no-cache", "Permissions-Policy": MICROPHONE}
    return FileResponse(index.open("rb"), content_type="text/html; charset=utf-8", headers=headers)
