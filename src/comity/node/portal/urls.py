"""Addresses of the portal. None of them says what it is about: other people see them in a browser's history."""

from django.urls import include, path

from comity.node.portal.views import asking, returning, sending, telling

_pages = [
    path("", asking.home, name="home"),
    path("a/<int:number>", asking.step, name="step"),
    path("later", asking.later, name="later"),
    path("measures/", asking.leave, name="leave"),
    path("check", sending.check, name="check"),
    path("send", sending.send, name="send"),
    path("done", sending.done, name="done"),
    path("done/file", sending.proof, name="proof"),
    path("finish", sending.finish, name="finish"),
    path("back", returning.back, name="back"),
    path("mine", returning.mine, name="mine"),
    path("mine/add", returning.add, name="add"),
    path("mine/letter/<uuid:pk>", returning.letter, name="letter"),
    path("mine/copy", returning.copy, name="copy"),
    path("mine/copy/file", returning.copy_file, name="copy_file"),
    path("mine/file", returning.proof, name="mine_proof"),
    path("mine/stop", returning.withdraw, name="withdraw"),
    path("mine/end", returning.end, name="end"),
    path("message", telling.message, name="message"),
    path("real", telling.real, name="real"),
    path("real/keys", telling.trust, name="trust"),
    path("who", telling.who, name="who"),
    path("people", telling.people, name="people"),
]
urlpatterns = [
    path("", include((_pages, "portal"))),
    path("", include("comity.node.statistics.urls_public")),
    path("law/", include("comity.node.law.urls_public")),
    path("", include("comity.node.ui.urls")),
]
