"""The builds of the site while it is edited, and what they show: the site, and the page of one story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from plugins.devserver.build_process import BuildProcess
from plugins.devserver.preview import Preview
from plugins.devserver.watching import watch_files
from plugins.diagnostics import Message, UserError
from plugins.editor.diagnostics import place_message
from plugins.editor.rendering import NotBuiltError, RenderedPage, render_page
from plugins.editor.site import BROKEN_SITE, Site


class Builds:
    """Builds the site whenever it changes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.preview = Preview()
        output = Path(site.settings["OUTPUT_PATH"])
        if (output / "index.html").is_file():
            # The site of the last build is shown until this session's first one has ended.
            self.preview.show(output, {})
        self.builder = BuildProcess(self.preview, site.on_event)

    def render(self, stem: str, texts: Mapping[str, bytes], edition: str) -> RenderedPage:
        """A story's page in an edition as it would be published now, whether or not it is a draft, by the templates
        and settings of the last build. Raises UserError where there is no such page."""
        try:
            return self.builder.call(render_page, self._site.config.files, stem, dict(texts), edition)
        except NotBuiltError:
            state = self.preview.state
            if not state.error:
                raise
            if state.error_kind == "content" and (errors := self._site.content_errors()):
                message = Message("the site cannot be built yet: {problem}", problem=place_message(errors[0]))
                raise UserError(message) from None
            raise UserError(BROKEN_SITE) from None

    def build(self) -> None:
        """Build the site, as `serve` does; the preview has its outcome."""
        self.builder.build()

    def watch(self, changed: Callable[[], None], built: Callable[[], None], quiet: Callable[[], None]) -> None:
        """Read and build again whenever files change or a story's date comes; calls `changed` when the content has been
        read, `built` after each build, and before each build `quiet`, which waits for a pause in typing. Never
        returns."""
        quiet()
        self.build()
        built()
        for paths in watch_files(self._site.before_reading, self.builder.is_due, lambda: self.builder.places):
            read, render = partial(self._site.reload_changed, paths), partial(self.builder.render_stories, paths)
            for step in (read, changed, quiet, render, self.build, built):
                try:
                    step()
                except Exception as error:
                    # Whatever it is, the next change is seen.
                    self._site.report(error)
