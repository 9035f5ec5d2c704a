"""Diagnostics for texts that cannot be rendered, and for links and pictures whose file is missing, outside the content
folder, or not published."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from functools import cached_property

from plugins.content.links.attachments import Attachment, BadAttachment, attachment, type_of
from plugins.content.links.named_files import find_named, hint_for, resolve_path, resolve_picture
from plugins.content.markup.rendered import Kind, Reference, TextExtract
from plugins.content.markup.source_map import find_places
from plugins.content.pairs import Pair, Text, pair_name
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import Source
from plugins.diagnostics import Diagnostic, Message, message_of

ADD_FILE = Message("correct the name, or add the file")
OUTSIDE = Message("is a link to a file outside content/: put a copy of the file there instead")


Extract = Callable[[Source], TextExtract]
"""Makes the extract of a source's text."""


class LinkCheck:
    """Checks what texts name against the content library.

    `by_name` has the pair of each file, `live` the names of the pairs that are published, `broken` of those with a file
    that cannot be read and has a diagnostic of its own. `extract` finds what a text names.
    The texts of the `pairs` are looked at when something first asks: to find what they name, each is rendered.
    """

    def __init__(
        self,
        config: SiteConfig,
        by_name: Mapping[str, Pair],
        live: Set[str],
        broken: Set[str],
        extract: Extract,
        pairs: Collection[Pair],
    ) -> None:
        self.config, self.by_name, self.live, self.broken = config, by_name, live, broken
        self.extract, self.pairs = extract, pairs
        self._attachments: dict[str, Attachment] = {}
        self._outside: set[str] = set()
        self._named: set[str] = set()
        # The same for all texts, and their names by address.
        self._linked: dict[str, Attachment] = {}
        self._by_address: dict[str, str] = {}
        # Real folders by the folders of the content.
        self._real: dict[str, str] = {}

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the pairs' texts, their links and pictures."""
        texts = [(pair, text) for pair in self.pairs for text in pair.texts.values()]
        # Drafts last, so that of two files that would have one address the published text has its own.
        texts.sort(key=lambda pair_and_text: pair_and_text[1].draft)
        return tuple(diagnostic for pair, text in texts for diagnostic in self._check_text(pair, text))

    @property
    def attachments(self) -> Mapping[str, Attachment]:
        """The files that published texts link to, by name."""
        _ = self.diagnostics
        return self._attachments

    @property
    def outside_links(self) -> Set[str]:
        """The names of links in the content folder to files elsewhere."""
        _ = self.diagnostics
        return self._outside

    @property
    def named(self) -> Set[str]:
        """The names of what texts link to or show."""
        _ = self.diagnostics
        return self._named

    def _check_text(self, pair: Pair, text: Text) -> Iterator[Diagnostic]:
        if pair.shared.image:
            self._named.add(pair.shared.image)
            yield from self._check_header(pair.shared.image, text)
        extract = self.extract(text.source)
        yield from extract.problems
        if references := extract.references:
            is_live = not text.draft and pair.name in self.live
            problems = [self._find_problem(reference, text.source, is_live) for reference in references]
            if any(problems):
                places = find_places(text.source, references, self.config.renderer.references_in)
                for (line, column), problem in zip(places, problems, strict=True):
                    if problem:
                        yield text.source.diagnostic(line, *problem, column)

    def _check_header(self, image: str, text: Text) -> Iterator[Diagnostic]:
        header = text.source.field("image")
        if header and self._leads_outside(image):
            yield text.source.diagnostic(header.line, _outside_message(image), "outside-content")

    def _find_problem(self, reference: Reference, source: Source, is_live: bool) -> tuple[Message, str] | None:
        """What is wrong with a reference: message and rule; None where nothing is. Notes what is named, and a file that
        is sound and that a published text links to."""
        if reference.kind is Kind.VIDEO:
            poster = resolve_picture(reference.poster or reference.target, source.name, self.config.files)
            self._named.add(poster)
        if reference.file is None:
            is_missing = reference.kind is Kind.PICTURE and reference.target.strip()
            return (_foreign_image_message(reference.target), "foreign-image") if is_missing else None
        is_picture = reference.kind is Kind.PICTURE
        name = resolve_path(reference.file, source.name, self.config.files if reference.is_shown else self._names)
        self._named.add(name)
        if problem := self._check_reference(name, reference):
            return problem
        if is_live and not is_picture and name in self.config.files:
            self._attachments[name] = self._linked[name]
        return None

    def _check_reference(self, name: str, reference: Reference) -> tuple[Message, str] | None:
        """What is wrong with a reference to the content file `name`; None if it is there."""
        files = self.config.files
        if name in files:
            if self._leads_outside(name):
                return _outside_message(name), "outside-content"
            return None if reference.kind is Kind.PICTURE else self._check_attachment(name, reference.target)
        if reference.kind is Kind.VIDEO:
            hint = hint_for(name, files, ADD_FILE)
            message = Message("the video {video!r} is not there: {hint}", video=reference.target, hint=hint)
            return message, "missing-image"
        if reference.kind is Kind.PICTURE:
            hint = hint_for(name, files)
            message = Message("the image {image!r} is not there: {hint}", image=reference.target, hint=hint)
            return message, "missing-image"
        return self._check_story_link(name, reference.target)

    def _check_story_link(self, name: str, target: str) -> tuple[Message, str] | None:
        """What is wrong with a link to a file that should be that of a story."""
        pair = find_named(name, self.by_name, self.config.languages)
        if (pair and pair.name in self.live) or pair_name(name) in self.broken:
            return None
        if pair is None:
            meant = self.config.files if type_of(name) in self.config.attachable.types else self.by_name
            hint = hint_for(name, meant, ADD_FILE)
            message = Message("the link to {target!r} leads nowhere: {hint}", target=target, hint=hint)
            return message, "broken-link"
        message = Message(
            "the link to {target!r} leads to a story that is not published yet: "
            "publish that one first, or take the link out",
            target=target,
        )
        return message, "broken-link"

    def _check_attachment(self, name: str, target: str) -> tuple[Message, str] | None:
        """What is wrong with a link to a file that is neither text nor picture; None for a file found right before."""
        if name in self._linked:
            return None
        try:
            attached = attachment(self.config.content, name, self.config.attachable)
        except BadAttachment as problem:
            message = Message(
                "the link to {target!r} leads to a file that {problem}", target=target, problem=message_of(problem)
            )
            return message, "bad-file"
        other = self._by_address.setdefault(attached.address, name)
        if other != name:
            message = Message(
                "the link to {target!r} leads to a file that would have the address of {other}, /{address}: "
                "rename one of the two",
                target=target,
                other=other,
                address=attached.address,
            )
            return message, "bad-file"
        self._linked[name] = attached
        return None

    def _leads_outside(self, name: str) -> bool:
        """Whether a file of the content folder is a symbolic link to a file outside of it."""
        if name not in self.config.files:
            return False
        folder, _, base = name.rpartition("/")
        file = f"{self._real_folder(folder)}/{base}"
        real = os.path.realpath(file) if os.path.islink(file) else file
        if real.startswith(f"{self._real_folder('')}/"):
            return False
        self._outside.add(name)
        return True

    def _real_folder(self, folder: str) -> str:
        if folder not in self._real:
            self._real[folder] = os.path.realpath(self.config.content / folder)
        return self._real[folder]

    @cached_property
    def _names(self) -> set[str]:
        return {*self.by_name, *self.config.files}


def _outside_message(name: str) -> Message:
    return Message("{name!r} {problem}", name=name, problem=OUTSIDE)


def _foreign_image_message(target: str) -> Message:
    """The message for a picture that is no file of the content folder."""
    if target.startswith("/") and not target.startswith("//"):
        return Message(
            "{target!r} is an address, not a file: name the picture as it lies below content/, such as images/{name}",
            target=target,
            name=target.rpartition("/")[2] or "bridge.jpg",
        )
    return Message("a picture from another site is not loaded: save it in content/images/ and name that file")
