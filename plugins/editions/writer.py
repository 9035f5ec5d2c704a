"""Pelican's writer, for pages of a maintainer's templates and of third-party plugins; ours are written by
`page_specs.write_page`."""

from __future__ import annotations

from typing import Any

from pelican.writers import Writer

from plugins.editions.context import build_context
from plugins.editions.page_errors import page_errors


class EditionWriter(Writer):  # type: ignore[misc]
    """Gives a page that extends the theme's `base.html` the `view` that this template needs."""

    def write_file(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: Any = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """As in Pelican."""
        make_view = context.get("make_view")
        if name and make_view and "view" not in kwargs and "site_context" in context:
            kwargs |= {"site": context["site_context"], "view": make_view(name, url or "")}
            edition = build_context(self.settings).edition(self.settings)
            template.environment.globals["site"] = context["site_context"]
            build_context(self.settings).others_pages.add(edition.path(name)[1:])
        with page_errors(f"/{url or name}"):
            super().write_file(
                name, template, context, relative_urls, paginated, template_name, override_output, url, **kwargs
            )
