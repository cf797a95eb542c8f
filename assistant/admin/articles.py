"""Articles: an operator may write one, change one of the tree's, or withdraw it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from assistant.knowledge.library import FILES, files
from assistant.models import ArticleRow
from kit.admin import AnyAdmin


@admin.register(ArticleRow)
class ArticleAdmin(AnyAdmin):
    list_display = ("key", "withdrawn", "instead_of_a_file", "changed_at")
    list_filter = ("withdrawn",)
    search_fields = ("key", "text")

    @admin.display(boolean=True, description="instead of a file")
    def instead_of_a_file(self, row: ArticleRow) -> bool:
        """Whether the tree has an article of this key."""
        return row.key in files()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the text of the file when ?key= names one, so that it can be changed."""
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        if given.get("key") in files():
            given["text"] = (FILES / f"{given['key']}.md").read_text(encoding="utf-8")
        return given
