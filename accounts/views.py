"""What every API view has in common."""

from rest_framework.views import APIView


class ApiView(APIView):
    """The base of every view under /api/v1/."""
