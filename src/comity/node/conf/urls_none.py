"""Processes without a web server have no address."""

from comity.node.conf.urls import Patterns

urlpatterns: Patterns = []
