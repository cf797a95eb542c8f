"""An article: Markdown under a head of YAML that says how it is found, what is said of it, and where it is from.

Its figures are facts like any other: a summary names them by `{{name}}` and holds no number of its own.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.facts import Fact, Source, Value
from assistant.languages import LANGUAGES, Language

HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
PLACEHOLDER = re.compile(r"\{\{([a-z0-9_.]+)\}\}")
MOST_CHARACTERS = 20_000
Line = Annotated[str, Field(min_length=1, max_length=300)]


class BadArticle(ValueError):
    """A text is no article; the message says what is wrong with it."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Strict):
    """Where something is from."""

    name: Line
    url: str = Field(default="", max_length=400, pattern=r"^(https://\S+)?$")


class Figure(Strict):
    """A number that the summary may say."""

    name: str = Field(pattern=r"^[a-z0-9_.]{3,60}$")
    value: int | str
    unit: Literal["money", "percent", "count", "days", "months", "score"]
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    rough: bool = False


class Article(Strict):
    """One article.

    Attributes:
        key: what it is called inside: the name of its file.
        summary: for each language the sentences that answer, at most three.
        aliases: for each language how people ask for it.
        page: where the app shows the figures that it is about.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")
    title: Line
    reviewed_on: date
    page: str = Field(default="", max_length=80, pattern=r"^(/[a-z/-]*)?$")
    sources: tuple[Cited, ...] = Field(min_length=1)
    aliases: Mapping[Language, tuple[Line, ...]]
    figures: tuple[Figure, ...] = ()
    summary: Mapping[Language, Annotated[tuple[Line, ...], Field(min_length=1, max_length=3)]]
    body: str = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> "Article":
        for language in LANGUAGES:
            if not self.aliases.get(language) or not self.summary.get(language):
                raise ValueError(f"aliases and summary are needed in {language}")
        named = {one.name for one in self.figures}
        said = {name for lines in self.summary.values() for one in lines for name in PLACEHOLDER.findall(one)}
        if unknown := said - named:
            raise ValueError(f"no figure is called {', '.join(sorted(unknown))}")
        for one in self.figures:
            _value(one)
        return self

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its figures, with the article as their source."""
        source = Source(kind="article", ref=self.key, page=self.page)
        return tuple(
            Fact(one.name, _value(one), one.unit, self.reviewed_on, source, currency=one.currency, rough=one.rough)
            for one in self.figures
        )

    @property
    def cited(self) -> tuple[Fact, ...]:
        """Its figures and its title: what stands behind an answer from it."""
        source = Source(kind="article", ref=self.key, page=self.page)
        return (*self.facts, Fact("article", self.title, "name", self.reviewed_on, source))


def parse(key: str, text: str) -> Article:
    """Read an article.

    Raises:
        BadArticle: what is wrong with it.
    """
    parts = HEAD.match(text.replace("\r\n", "\n"))
    if len(text) > MOST_CHARACTERS or parts is None:
        raise BadArticle(f"Up to {MOST_CHARACTERS} characters: a head between two lines of ---, and the text.")
    try:
        head = yaml.safe_load(parts[1])
        return Article.model_validate({**head, "key": key, "body": parts[2].strip()})
    except (yaml.YAMLError, TypeError) as error:
        raise BadArticle(f"The head is no YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadArticle(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _value(figure: Figure) -> Value:
    if figure.unit in ("count", "days", "months", "score"):
        return int(figure.value)
    if figure.unit == "money" and not figure.currency:
        raise ValueError(f"{figure.name} needs a currency")
    try:
        return Decimal(figure.value)
    except InvalidOperation as error:
        raise ValueError(f"{figure.name} is no number") from error
