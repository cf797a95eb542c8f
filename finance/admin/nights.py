"""The nights for operators: how each run stands, which chunks are stuck or failed; cancel and try again."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from finance.models import Run, RunChunk
from finance.nights import runs
from kit.admin import ReadOnlyAdmin
from kit.errors import Conflict

LISTED = ("users", "computed", "passed_over", "failed", "left", "users_per_second", "seconds_left", "stuck_chunks")


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("slot", "name", "status", "done", "pace", "time_left", "stuck", "failed")
    list_filter = ("status", "name")
    list_select_related: ClassVar[Any] = ()
    search_fields: ClassVar[Any] = ("slot",)
    list_per_page = 20  # each row asks for its progress
    date_hierarchy = "slot"
    actions = ("cancel", "retry")
    fields = ("name", "slot", "status", "opened_at", "ended_at", "hints", "standing", "problems")
    readonly_fields = ("standing", "problems")

    @admin.display(description="users done")
    def done(self, row: Run) -> str:
        """Say how many of those who were due are done."""
        told = _told(row)
        return f"{told['computed'] + told['passed_over']} of {row.users}"

    @admin.display(description="users a second")
    def pace(self, row: Run) -> str:
        """Say how fast it goes."""
        return f"{_told(row)['users_per_second']}"

    @admin.display(description="time left")
    def time_left(self, row: Run) -> str:
        """Say how long it will take at this pace."""
        seconds = _told(row)["seconds_left"]
        return "-" if seconds is None else f"{seconds // 60} min {seconds % 60} s"

    @admin.display(description="stuck chunks")
    def stuck(self, row: Run) -> int:
        """Count the chunks whose worker has gone silent."""
        return int(_told(row)["stuck_chunks"])

    @admin.display(description="users failed")
    def failed(self, row: Run) -> int:
        """Count the users whose figures could not be computed."""
        return int(_told(row)["failed"])

    @admin.display(description="standing")
    def standing(self, row: Run) -> SafeString:
        """Tell everything that is known of the progress."""
        told = _told(row)
        return format_html_join("", "<div>{}: {}</div>", ((name.replace("_", " "), told[name]) for name in LISTED))

    @admin.display(description="chunks by problem")
    def problems(self, row: Run) -> SafeString | str:
        """Count the problems by their kind."""
        return format_html_join("", "<div>{}: {}</div>", _told(row)["problems"].items()) or "none"

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to change runs: looking alone stops nothing."""
        return request.user.has_perm("finance.change_run")

    @admin.action(description="Cancel: begin no more chunks", permissions=["steer"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        """Stop the chosen runs."""
        for row in queryset:
            try:
                runs.cancel(row, now=timezone.now())
            except Conflict as reason:
                self.message_user(request, f"{row}: {reason}", messages.WARNING)
            else:
                self.log_change(request, row, "Cancelled.")
                self.message_user(request, f"{row}: cancelled.", messages.SUCCESS)

    @admin.action(description="Try the failed users again, and go on", permissions=["steer"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        """Let the chosen runs try their failed chunks anew."""
        for row in queryset:
            try:
                again = runs.retry(row, now=timezone.now())
            except Conflict as reason:
                self.message_user(request, f"{row}: {reason}", messages.WARNING)
            else:
                self.log_change(request, row, "Tried again.")
                self.message_user(request, f"{row}: {again} failed chunks wait again.", messages.SUCCESS)


@admin.register(RunChunk)
class RunChunkAdmin(ReadOnlyAdmin):
    list_display = (
        "run",
        "first_user",
        "last_user",
        "status",
        "users",
        "computed",
        "fence",
        "failures",
        "took",
        "error",
    )
    list_filter = ("status", "problem", "run")
    list_select_related: ClassVar[Any] = ("run",)
    search_fields: ClassVar[Any] = ("error", "problem")

    @admin.display(description="seconds by stage")
    def took(self, row: RunChunk) -> str:
        """Say where the time went."""
        return ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in row.seconds.items())


def _told(row: Run) -> dict[str, Any]:
    """Return a run's progress, asked for once a page."""
    if "told" not in row.__dict__:
        row.__dict__["told"] = runs.progress(row, now=timezone.now())
    found: dict[str, Any] = row.__dict__["told"]
    return found
