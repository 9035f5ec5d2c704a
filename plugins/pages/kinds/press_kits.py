"""Press kits of the site's stories: the page for journalists in each edition, and one archive for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath

from plugins.content.links.attachments import Attachment, mark
from plugins.content.links.named_files import resolve_picture
from plugins.content.markup.rendered import references_of, split_text
from plugins.content.pairs import Pair
from plugins.content.settings.press_office import PressOffice
from plugins.editions.build_context import BuildContext
from plugins.editions.edition_site import EditionSites
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import story_html_with
from plugins.editions.story import Story
from plugins.editions.text_filling import VideoAddresses
from plugins.pages.builder import PRESS_KIT, PageBuilder
from plugins.pages.json_ld import add_structured_data
from plugins.pages.views import EditionLabel, PageKind, PressKitPage, PressPicture
from plugins.press_kit import Caption, Kit, KitPicture, KitText, Labels, Office, kit_files, make_archive
from plugins.system.atomic_files import write_atomically
from plugins.system.digests import digest_of, key_of

FOLDER = "press-kits"


def press_kit_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The page of each press kit that the edition has in its own words; the texts of all editions are in the archive,
    which is made in the cache."""
    for story in builder.site.own_stories:
        if builder.press_kit_path(story):
            office = builder.site.library.press_offices[story.text.language]
            size = _archive(_own_stories(builder.site.build, story.pair)).stat().st_size
            address, view = f"{story.pair.address}{PRESS_KIT}", partial(press_kit_page, builder, story, office, size)
            yield PageSpec(address=address, template="press-kit", view=view)


def press_kit_page(builder: PageBuilder, story: Story, press_office: PressOffice, size: int) -> PressKitPage:
    """What is in the kit, an archive of so many bytes, and whom to ask; search engines keep the story itself."""
    site, t = builder.site, builder.site_context.t
    address = f"{story.pair.address}{PRESS_KIT}"
    counterparts = site.library.counterparts(story.pair)
    own = [edition for edition in site.config.editions if edition.name in counterparts.translated]
    title = t("press_kit_title", name=story.title)
    head = builder.head_beside(story, PageKind.PRESS_KIT, address, title, t("press_kit_intro"))
    office, archive = _office(builder, story, press_office), archive_address(story.pair)
    return PressKitPage(
        head=add_structured_data(builder, head),
        title=story.title,
        story_path=story.page_path,
        archive=f"/{archive}",
        archive_mark=mark(Attachment(archive, archive, size), t),
        texts=tuple(EditionLabel(edition.label, edition.tag, edition.direction) for edition in own),
        pictures=tuple(_shown_pictures(builder, story)),
        contact=tuple(line for line in office.lines if line != office.email),
        email=office.email,
        about=office.about,
    )


def archive_address(pair: Pair) -> str:
    """The address of the archive from the site's root; all editions share it."""
    return f"{pair.address}{PRESS_KIT}{pair.slug}.zip"


def _office(builder: PageBuilder, story: Story, office: PressOffice) -> Office:
    """The press office in the words of the edition."""
    site = builder.site

    def convert(line: str) -> str:
        return site.convert(line, story.text.language)

    paragraphs = (" ".join(part.split()) for part in office.about.split("\n\n"))
    about = tuple(convert(paragraph) for paragraph in paragraphs if paragraph)
    return Office(convert(office.name), convert(office.contact), office.phone, office.email, about)


def _captions(builder: PageBuilder, story: Story) -> dict[str, Caption]:
    """What the story says of each of its pictures, by the picture's path from the content folder."""
    site, captions = builder.site, {}
    if image := story.image:
        captions[image] = Caption(story.image_alt, "", story.image_credit)
    for reference in references_of(split_text(site.build.bodies.html(story.text, site.edition))):
        if reference.is_shown and (
            image := resolve_picture(reference.target, story.text.source.name, site.config.files)
        ):
            captions.setdefault(image, Caption(reference.words, reference.caption, ""))
    return {image: caption for image, caption in captions.items() if builder.album.originals.find(image)}


def _file_name(image: str) -> str:
    """The name of a picture in the archive: its path without folders that say nothing."""
    path = PurePosixPath(image)
    plain = "-".join(path.parts[1:] if path.parts[0] in ("images", "news") and len(path.parts) > 1 else path.parts)
    return plain if path.suffix.lower() in (".jpg", ".jpeg", ".png") else f"{plain}.png"


def _shown_pictures(builder: PageBuilder, story: Story) -> Iterator[PressPicture]:
    for image, caption in _captions(builder, story).items():
        picture, original = builder.album.picture(image, caption.description), builder.album.originals.find(image)
        if picture and original:
            size = f"{original.width} × {original.height}"
            yield PressPicture(
                picture=picture, file=_file_name(image), size=size, caption=caption.caption, credit=caption.credit
            )


def _pictures(own: list[tuple[PageBuilder, Story]]) -> dict[str, dict[str, Caption]]:
    """What the story says of each of its pictures in each edition, by the picture's path from the content folder."""
    captions: dict[str, dict[str, Caption]] = {}
    for builder, story in own:
        for image, caption in _captions(builder, story).items():
            captions.setdefault(image, {})[builder.site.edition.name] = caption
    return captions


def _kit(pair: Pair, own: list[tuple[PageBuilder, Story]]) -> Kit:
    content = own[0][0].site.config.content
    pictures = (
        KitPicture(_file_name(image), (content / image).read_bytes(), captions)
        for image, captions in _pictures(own).items()
    )
    return Kit(pair.slug, tuple(_text(builder, story) for builder, story in own), tuple(pictures))


def _text(builder: PageBuilder, story: Story) -> KitText:
    site, t = builder.site, builder.site_context.t
    return KitText(
        name=site.edition.name,
        tag=site.edition.tag,
        direction=site.edition.direction,
        title=story.title,
        lead=story.summary if story.text.source.field("summary") else "",
        date=site.moment(story.date).text,
        published=story.date,
        html=_without_pictures(story_html_with(site, story, VideoAddresses)),
        address=site.absolute(story.canonical_path),
        office=_office(builder, story, site.library.press_offices[story.text.language]),
        labels=Labels(t("press_contact"), t("press_about"), t("press_source"), t("press_pictures")),
    )


def _without_pictures(body: str) -> str:
    """The text alone: pictures are files of their own in the archive."""
    from lxml import html

    root = html.fragments_fromstring(f"<div>{body}</div>")[0]
    for figure in root.xpath(".//figure[not(@class='video')] | .//picture | .//img"):
        figure.drop_tree()
    return "".join([escape(root.text or ""), *(html.tostring(child, encoding="unicode") for child in root)])


def publish_archives(build: BuildContext) -> None:
    """Put the archive of each story with a press kit where readers find it; one that is in the cache is not made
    again."""
    used = set()
    for pair in build.library.news:
        if own := _own_stories(build, pair):
            file = _archive(own)
            used.add(file.name)
            build.place(file, archive_address(pair))
    for old in _folder(build).glob("*.zip"):
        if old.name not in used:
            old.unlink(missing_ok=True)


def _folder(build: BuildContext) -> Path:
    return Path(build.settings["CACHE_PATH"], FOLDER)


def _archive(own: list[tuple[PageBuilder, Story]]) -> Path:
    """The archive of a story in the cache, made if it is not there as it was made: the name ends with its digest."""
    folder, key = _folder(own[0][0].site.build), _key(own)
    for file in folder.glob(f"{key}-*.zip"):
        with suppress(OSError):
            if file.stem == f"{key}-{digest_of(file.read_bytes())}":
                return file
    data = make_archive(own[0][1].pair.slug, kit_files(_kit(own[0][1].pair, own)))
    file = folder / f"{key}-{digest_of(data)}.zip"
    write_atomically(file, data)
    return file


def _own_stories(build: BuildContext, pair: Pair) -> list[tuple[PageBuilder, Story]]:
    """The story in each edition that has a press kit of it."""
    builders = [site.part(PageBuilder) for site in build.part(EditionSites).values()]
    return [(builder, story) for builder in builders if (story := _own_story(builder, pair))]


def _own_story(builder: PageBuilder, pair: Pair) -> Story | None:
    story = builder.site.find(pair) if pair.shared.press_kit else None
    return story if story and builder.press_kit_path(story) else None


def _key(own: list[tuple[PageBuilder, Story]]) -> str:
    """The cache key of the archive: all that is in it, with the versions of its pictures in place of their bytes."""
    first = own[0][0]
    texts = tuple(_text(builder, story) for builder, story in own)
    pictures = [(image, first.album.version(image), captions) for image, captions in _pictures(own).items()]
    return key_of(first.site.build.code_key, texts, pictures)
