"""Is this door alive, and does its database answer? For the supervisor and for a load balancer."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from comity.node.base.permissions import public


@public
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 once a query went through, else 503; says nothing else about the node."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"alive": False}, status=503, headers={"Retry-After": "2"})
    return JsonResponse({"alive": True})
