"""Lists for operators: read, search, act; never typed in. The rows have a `user`, unless a list says otherwise."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

if TYPE_CHECKING:
    AnyAdmin = ModelAdmin[Any]
    AnyPaginator = Paginator[Any]
else:
    AnyAdmin, AnyPaginator = ModelAdmin, Paginator  # generic in the stubs only

FARTHEST = 10_000


class BoundedPaginator(AnyPaginator):
    """Pages over the first FARTHEST rows: whoever wants an older one searches, and millions are never counted."""

    @cached_property
    def count(self) -> int:
        """Count, but no farther than the bound."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by()[:FARTHEST].count()


class ReadOnlyAdmin(AnyAdmin):
    """Rows that nobody adds, changes or deletes by hand: the product's own functions do."""

    list_select_related: ClassVar[Any] = ("user",)
    list_per_page = 50
    list_max_show_all = 0
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields: ClassVar[Any] = ("user__email", "public_id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Gone only with their user."""
        return False
