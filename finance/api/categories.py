"""GET /categories: the categories there are, GigLens' own and those that the user made."""

from typing import Any

from django.db.models import Count
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import Transaction
from finance.sorting.kinds import shipped_categories
from kit.pages import page_of


class CategorySerializer(serializers.Serializer[dict[str, Any]]):
    """A category; `kind` is what its transactions usually are."""

    name = serializers.CharField()
    kind = serializers.CharField()
    transactions = serializers.IntegerField(help_text="how many of the user's have it")
    own = serializers.BooleanField(help_text="made by the user")


class CategoriesView(ApiView):
    @extend_schema(operation_id="categories_list", responses=page_of(CategorySerializer))
    def get(self, request: Request) -> Response:
        """List categories by name."""
        rows = Transaction.objects.for_user(user_of(request)).exclude(category="")
        used = {
            name: (kind, count)
            for name, kind, count in rows.values_list("category", "kind").annotate(n=Count("id")).order_by("n")
        }
        shipped = shipped_categories()
        counts = dict(rows.values_list("category").annotate(n=Count("id")).order_by())
        results = [
            {
                "name": name,
                "kind": shipped.get(name) or used[name][0],
                "transactions": counts.get(name, 0),
                "own": name not in shipped,
            }
            for name in sorted({*shipped, *used})
        ]
        return Response({"results": results, "next": None})
