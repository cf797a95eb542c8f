"""All articles: the files in the tree, with the rows of operators over them, and an index made once for both."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from django.db.models import Count, Max

from assistant.knowledge.article import Article, BadArticle, parse
from assistant.knowledge.bm25 import Index
from assistant.models.articles import ArticleRow

FILES = Path(__file__).parent / "articles"
TITLE, ALIAS, SUMMARY, BODY = 2.0, 3.0, 1.0, 0.3
# Measured on tests/assistant/knowledge/questions.yaml: `python -m tests.assistant.knowledge.measure`.
ANSWER_FROM, HEDGE_FROM = 0.55, 0.40
Sure = Literal["answer", "hedge", "decline"]


@dataclass(frozen=True)
class Hit:
    """An article for a question.

    Attributes:
        confidence: 0 to 1; see `bm25.Match.coverage`.
    """

    article: Article
    confidence: float

    @property
    def sure(self) -> Sure:
        """Whether to answer with it, to say that it may be meant, or to say nothing of it."""
        if self.confidence >= ANSWER_FROM:
            return "answer"
        return "hedge" if self.confidence >= HEDGE_FROM else "decline"


class Library:
    """Articles and how to find them."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = {one.key: one for one in sorted(articles, key=lambda one: one.key)}
        self._index = Index({one.key: _fields(one) for one in articles})

    def find(self, question: str, *, most: int = 3) -> list[Hit]:
        """Return the articles for a question, the best first."""
        return [Hit(self.articles[one.key], one.coverage) for one in self._index.find(question)[:most]]


@cache
def files() -> dict[str, Article]:
    """Return the articles of the tree by their key."""
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FILES.glob("*.md"))}


_lock = threading.Lock()
_made: tuple[object, Library] | None = None


def library() -> Library:
    """Return the articles as they are now; one query, and a new index only after a change."""
    global _made
    version = tuple(ArticleRow.objects.aggregate(Count("pk"), Max("changed_at")).values())
    with _lock:
        if _made is None or _made[0] != version:
            _made = (version, Library(_current()))
        return _made[1]


def _current() -> list[Article]:
    found = dict(files())
    for row in ArticleRow.objects.all():
        found.pop(row.key, None)
        if row.withdrawn:
            continue
        try:
            found[row.key] = parse(row.key, row.text)
        except BadArticle:  # written past the admin: better the file than none
            if row.key in files():
                found[row.key] = files()[row.key]
    return list(found.values())


def _fields(article: Article) -> list[tuple[float, str]]:
    aliases = [one for lines in article.aliases.values() for one in lines]
    summary = [one for lines in article.summary.values() for one in lines]
    return [(TITLE, article.title), (ALIAS, " ".join(aliases)), (SUMMARY, " ".join(summary)), (BODY, article.body)]
