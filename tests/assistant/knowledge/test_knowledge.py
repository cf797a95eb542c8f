"""Articles: whole in four languages, found by what people ask, no number in them that is no fact, open to operators."""

from datetime import date

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from assistant.knowledge.article import Article, BadArticle, parse
from assistant.knowledge.bm25 import Index, words
from assistant.knowledge.library import FILES, files, library
from assistant.languages import LANGUAGES, Language
from assistant.models import ArticleRow
from assistant.numbers import passes
from assistant.spoken import fill
from assistant.turns.phrases import label, phrase, phrases
from tests.assistant.knowledge.measure import tried

TODAY = date(2026, 11, 21)
TEXT = (FILES / "buffer.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("article", files().values(), ids=lambda one: one.key)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_says_facts_only_and_is_short(article: Article, language: Language) -> None:
    for raw in article.summary[language]:
        filled = fill(raw, article.facts, language, TODAY)
        assert passes(filled.spoken, article.facts, language, TODAY), filled.spoken
        assert len(filled.text.split()) <= 26, filled.text


def test_every_article_says_where_it_is_from_and_when_it_was_read() -> None:
    for article in files().values():
        assert article.sources
        assert article.reviewed_on <= TODAY
        assert any(one.url or "GigLens" in one.name for one in article.sources)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conversations_own_words_hold_no_number(language: Language) -> None:
    for key in phrases():
        for sentence in phrase(key, language):
            assert passes(
                sentence.replace("{a}", label("tax", language)).replace("{b}", label("bills", language)),
                (),
                language,
                TODAY,
            ), sentence


def test_questions_find_their_article_and_strange_ones_none() -> None:
    every = tried()
    answered = [one for one in every if one.sure == "answer"]
    assert [one for one in answered if one.wrong] == []
    hedged = [one for one in every if one.sure == "hedge"]
    assert sum(one.wrong for one in hedged) <= 1
    assert [one for one in (*answered, *hedged) if one.wanted is None] == []
    right = sum(not one.wrong for one in (*answered, *hedged)) / sum(one.wanted is not None for one in every)
    assert right >= 0.85


def test_the_best_comes_first_and_unknown_words_lower_it() -> None:
    index = Index({"a": [(1.0, "red apples")], "b": [(1.0, "green apples and pears")]})
    assert [one.key for one in index.find("green apples")] == ["b", "a"]
    (sure, *_), (unsure, *_) = index.find("green pears"), index.find("green pears zebra giraffe")
    assert unsure.coverage < sure.coverage <= 1.0
    assert index.find("zebra") == []


def test_words_are_folded() -> None:
    assert words("¿Cuál es el PUNTAJE?") == words("puntaje")
    assert words("स्कोर") == words("स्कोर।")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: What a buffer is\n", "", "title"),
        ("reviewed_on: 2026-11-21", "reviewed_on: soon", "reviewed_on"),
        ("A buffer is the money", "A buffer of {{nothing}} is the money", "nothing"),
        ("  te:\n", "  xx:\n", "xx"),
        ("---\n", "", "head"),
        ("title: What", "title: [What", "YAML"),
    ],
)
def test_what_is_no_article_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(BadArticle, match=says):
        parse("buffer", TEXT.replace(old, new, 1))


def test_a_row_is_read_instead_of_the_file(db: None) -> None:
    ArticleRow.objects.create(key="buffer", text=TEXT.replace("What a buffer is", "What a cushion is"))
    assert library().articles["buffer"].title == "What a cushion is"
    assert library().find("what is a buffer")[0].article.title == "What a cushion is"
    ArticleRow.objects.update(text="broken past the admin", changed_at="2027-01-01T00:00Z")
    assert library().articles["buffer"].title == "What a buffer is"


def test_a_withdrawn_article_is_found_by_nobody(db: None) -> None:
    ArticleRow.objects.create(key="buffer", text=TEXT, withdrawn=True)
    assert "buffer" not in library().articles


def test_an_operator_may_edit_one_that_can_be_read(staff: User, client: Client) -> None:
    client.force_login(staff)
    url = "/admin/assistant/articlerow/add/"
    assert "What a buffer is" in client.get(f"{url}?key=buffer").content.decode()
    client.post(url, {"key": "buffer", "text": "nonsense"})
    assert not ArticleRow.objects.exists()
    client.post(url, {"key": "buffer", "text": TEXT})
    assert ArticleRow.objects.get().key == "buffer"


def test_articles_over_the_api(api: APIClient) -> None:
    rows = api.get("/api/v1/articles").json()["results"]
    assert len(rows) == len(files()) >= 12
    one = api.get("/api/v1/articles/payday_loans").json()
    assert one["sources"][0]["url"].startswith("https://")
    assert "rolls" in one["body"] or "roll it over" in one["body"]
    assert api.get("/api/v1/articles/nothing").status_code == 404
