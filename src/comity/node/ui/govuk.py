"""GOV.UK Frontend's own macros, callable from our stricter templates.

Their templates lean on undefined names being empty; ours refuse undefined names. So theirs live in an
environment of their own and come in as one function: ``govuk("button", {"text": _("Send")})``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(component: str) -> Any:
    template = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    return getattr(template.module, name)


def govuk(component: str, params: Mapping[str, Any]) -> Markup:
    """Render a GOV.UK Frontend component, ``params`` being those of its documentation.

    ``text`` is escaped; ``html`` is taken as it is, so pass only markup that a template made.

    >>> print(govuk("tag", {"text": "<new>"}).strip())
    <strong class="govuk-tag">
      &lt;new&gt;
    </strong>
    """
    return Markup(_macro(component)(params).strip())  # noqa: S704 - rendered with autoescape by the package
