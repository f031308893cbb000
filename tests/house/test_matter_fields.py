"""Every field of a person's matter is a key, a relation, sealed, coded or a digest (design section 4)."""

import pytest
from django.apps import apps
from django.db import models

from comity.node.base.fields import Matter, SealedField, class_of, coded

MATTERS = [model for model in apps.get_models() if getattr(model, "matter", False)]


@pytest.mark.parametrize("model", MATTERS, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model):
    undeclared = [field.name for field in model._meta.concrete_fields if not class_of(field)]
    assert undeclared == []


@pytest.mark.parametrize("model", MATTERS, ids=lambda model: model._meta.label)
def test_free_text_is_never_coded(model):
    """A coded value is of a closed list: a text without limit is somebody's words."""
    long = [
        field.name
        for field in model._meta.concrete_fields
        if class_of(field) == "coded"
        and (
            isinstance(field, models.TextField)
            or (isinstance(field, models.CharField) and field.max_length > 200)
        )
    ]
    assert long == []


def test_a_sealed_field_stands_only_where_fields_are_declared():
    for model in apps.get_models():
        if any(isinstance(field, SealedField) for field in model._meta.get_fields()):
            undeclared = [field.name for field in model._meta.concrete_fields if not class_of(field)]
            assert getattr(model, "matter", False) or undeclared, (
                f"{model._meta.label} holds sealed fields: make it matter = True"
            )


def test_the_test_would_notice_plain_text():
    class Leaky(Matter):
        words = models.TextField()
        kind = coded(models.CharField(max_length=5))

        class Meta:
            app_label = "base"
            abstract = True

    assert class_of(Leaky._meta.get_field("words")) == ""
    assert class_of(Leaky._meta.get_field("kind")) == "coded"


def test_there_are_matters():
    assert all(issubclass(model, models.Model) for model in MATTERS)
