"""Proposals for operators: what became of them, not what they say; what waits may be declined, never approved."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from assistant.models import Proposal
from assistant.proposals import keeping
from kit.admin import ReadOnlyAdmin


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "kind", "channel", "rung", "status", "decided_at", "failure")
    list_filter = ("kind", "status", "channel", "rung")
    date_hierarchy = "created_at"
    exclude = ("payload", "facts")
    actions = ("decline",)

    def has_decline_permission(self, request: HttpRequest) -> bool:
        """Whoever may change proposals; nobody types into one."""
        return request.user.has_perm("assistant.change_proposal")

    @admin.action(description="Decline: what waits is not done", permissions=["decline"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        """Decline what waits among the chosen; what was decided stays as it is. A yes is the person's alone."""
        now, declined = timezone.now(), 0
        chosen = Proposal.objects.filter(pk__in=queryset.values("pk"))
        for row in chosen.waiting(now=now).select_related("user"):
            after = keeping.decline(user=row.user, public_id=row.public_id, now=now, via="admin")
            if after.decided_at == now and after.status == Proposal.Status.DECLINED:
                declined += 1
                self.log_change(request, row, "Declined.")
        self.message_user(request, f"{declined} declined.", messages.SUCCESS)
