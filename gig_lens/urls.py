"""Every address of the web application."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from gig_lens import rest
from gig_lens.health import livez, readyz
from gig_lens.metrics import metrics
from gig_lens.pwa import page

urlpatterns = [
    path("livez", livez),
    path("readyz", readyz),
    path("metrics", metrics),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),  # else it would be a page of the PWA
    path("admin/", admin.site.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema")),
    path("api/v1/", include("accounts.urls")),
    path("api/v1/", include("finance.urls")),
    path("api/", include("assistant.urls")),
    path("api/", include("voice.urls")),
    re_path(r"^api/", rest.not_found),
    re_path(r"^(?!static/|assets/)[^.]*$", page),
]
handler404 = "gig_lens.rest.not_found"
handler500 = "gig_lens.rest.server_error"
