"""Is this door alive, and does its database answer? For the supervisor and for a load balancer."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from comity.node.base.permissions import public


@public
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 once a query went through; says nothing else about the node."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"alive": True})
