"""Articles that an operator wrote or changed: a row is read instead of the file of the same key."""

from django.core.exceptions import ValidationError
from django.db import models

from assistant.knowledge.article import MOST_CHARACTERS, BadArticle, parse


class ArticleRow(models.Model):
    """An article as a text: the head in YAML, the body in Markdown, as in assistant/knowledge/articles/."""

    key = models.SlugField(max_length=41, unique=True, help_text="Of a file: that file is not read any more.")
    text = models.TextField(max_length=MOST_CHARACTERS)
    withdrawn = models.BooleanField(default=False, help_text="Nobody finds it, neither this row nor the file.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "article"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """Take an article that can be read, whole."""
        try:
            parse(self.key, self.text)
        except BadArticle as error:
            raise ValidationError({"text": str(error)}) from error
