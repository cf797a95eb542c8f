"""GET /articles: the reviewed articles that answers quote."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from assistant.knowledge.article import Article
from assistant.knowledge.library import library
from kit.errors import NotFound
from kit.pages import page_of


class CitedSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    url = serializers.CharField(allow_blank=True)


class ArticleSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    reviewed_on = serializers.DateField()


class WholeArticleSerializer(ArticleSerializer):
    body = serializers.CharField(help_text="Markdown.")
    sources = CitedSerializer(many=True)
    page = serializers.CharField(allow_blank=True, help_text="Where the app shows the figures it is about.")


class ArticlesView(ApiView):
    @extend_schema(operation_id="articles_list", responses=page_of(ArticleSerializer))
    def get(self, request: Request) -> Response:
        """List the articles."""
        return Response({"results": [_told(one) for one in library().articles.values()], "next": None})


class ArticleView(ApiView):
    @extend_schema(responses=WholeArticleSerializer)
    def get(self, request: Request, key: str) -> Response:
        """Return an article with its sources."""
        article = library().articles.get(key)
        if article is None:
            raise NotFound("There is no such article.")
        sources = [{"name": one.name, "url": one.url} for one in article.sources]
        return Response(_told(article) | {"body": article.body, "sources": sources, "page": article.page})


def _told(article: Article) -> dict[str, Any]:
    return {"key": article.key, "title": article.title, "reviewed_on": article.reviewed_on.isoformat()}
