"""The three classes of fields of a person's matter: sealed, coded or digest (design section 4).

A model of a person's matter derives from :class:`Matter`; each of its fields is a key, a relation, a
:class:`SealedField`, a :class:`DigestField`, or marked :func:`coded`. A house test refuses anything else, so a plain
text column for somebody's words cannot be added by oversight.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db import models

from comity.kernel.identifier import new_id

DIGEST_BYTES = 32
_AnyField = TypeVar("_AnyField", bound="models.Field[Any, Any]")


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Ciphertext and nothing else: write it with :func:`comity.node.base.sealing.seal`, read it by an audited verb.

    An empty value means that nothing was said; it is stored as empty bytes.
    """

    matter_class = "sealed"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", bytes)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Refuse text: only what came out of a seal may be stored.

        Raises:
            TypeError: the value is not bytes.
        """
        if not isinstance(value, bytes | memoryview):
            raise TypeError(f"{self.name}: a sealed field takes sealed bytes, not {type(value).__name__}")
        return super().get_prep_value(value)


class DigestField(models.BinaryField):  # type: ignore[type-arg]
    """A keyed digest of 32 bytes (HMAC-SHA-256): what can be looked up without being read."""

    matter_class = "digest"

    def get_prep_value(self, value: Any) -> Any:
        """Refuse anything that is not a digest of the one length.

        Raises:
            TypeError: the value is not 32 bytes.
        """
        if value is not None and (not isinstance(value, bytes | memoryview) or len(value) != DIGEST_BYTES):
            raise TypeError(f"{self.name}: a digest is {DIGEST_BYTES} bytes")
        return super().get_prep_value(value)


def coded(field: _AnyField) -> _AnyField:
    """Mark a field as holding a value of a closed list, an amount, a currency, or a day or hour: stored plain."""
    field.matter_class = "coded"  # type: ignore[attr-defined]
    return field


def class_of(field: models.Field[Any, Any]) -> str:
    """Return the class of a field of a matter: key, relation, sealed, coded, digest, or empty where undeclared."""
    if field.primary_key:
        return "key"
    if field.is_relation:
        return "relation"
    return cast("str", getattr(field, "matter_class", ""))


class Matter(models.Model):
    """A row of a person's matter: a random id, an owning participant, the data key its sealed fields are under."""

    matter = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("base.Participant", on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey("base.DataKey", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
