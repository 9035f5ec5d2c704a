"""What changes which stories there are, by the functions that the commands of the project call. Each raises UserError
where it cannot be done."""

from __future__ import annotations

import msgspec

from plugins.content.headers.table import NOTES
from plugins.editing.new_article import new_article
from plugins.editing.renaming import plan_renaming
from plugins.editing.translation import accept_translation, start_translation
from plugins.editor.declarations import Language, Stem, get, post
from plugins.editor.documents import Drafts, fields_of, shared_values
from plugins.editor.files.store import Store, place_inside
from plugins.editor.site import Site
from plugins.editor.story import Stories, StoryState
from plugins.system.file_changes import make_change


class Deleted(msgspec.Struct, frozen=True):
    """A story that was deleted in the last 30 days, with its titles by language; `key` restores it."""

    key: str
    moment: str
    titles: dict[str, str]


class Commands:
    """Begins, renames and deletes stories."""

    def __init__(self, site: Site, store: Store, stories: Stories) -> None:
        self._site, self._store, self._stories = site, store, stories

    @post("create", writes=True)
    def create(
        self, title: str, category: str = "", goals: str = "", language: str = "", date: str = ""
    ) -> dict[str, str]:
        """Begin a story: its first file, without the hints for the next command, since the page says where to write."""
        years = (year.name for year in self._site.content.glob("news/*") if year.is_symlink())
        for folder in ("news", *(f"news/{year}" for year in years)):
            place_inside(self._site.content, folder)
        with self._site.lock:
            library = self._site.library
            article = new_article(
                title, library=library, category=category, goals=goals, language=language, date=date, opening=""
            )
        self._site.reload()
        name = article.path.removeprefix(f"{self._site.root_name}/")
        return {"stem": name.removesuffix(f".{article.language}.md")}

    @post("duplicate", writes=True)
    def duplicate(self, stem: Stem, title: str) -> dict[str, str]:
        """Begin a draft with the text and the fields of a story, whichever of its files has them."""
        pair = self._site.pair(stem)
        documents = {code: self._store.read(name) for code, name in self._site.names(stem).items()}
        source = documents[pair.original]
        new = self.create(title, language=pair.original)
        name = self._site.names(new["stem"])[pair.original]
        created = self._store.read(name)
        fields = shared_values(documents.values())
        fields |= {name: value for name, value in source.fields.items() if value}
        fields |= {"title": title, "date": created.fields.get("date", ""), "status": "draft"}
        for other in ("aliases", "modified", "preview", *NOTES):
            fields.pop(other, None)
        document = created.replace_fields(fields).replace_body(source.body)
        self._store.save(name, document, created.version)
        self._site.reload()
        return new

    @post("rename", writes=True)
    def rename(self, stem: Stem, slug: str) -> dict[str, str]:
        """Give a story another address; its versions and the unsaved work of all windows go with it."""
        new = f"{stem.rpartition('/')[0]}/{slug}"
        # The texts are written again as they were read: what is saved at this moment must be among them.
        with self._site.lock, self._store.writing(stem):
            self._site.reload()
            change = plan_renaming(self._site.pair_inside(stem).slug, slug, library=self._site.library)
            self._store.note_rename(stem, new)
            make_change(change, self._site.content)
            self._store.follow_rename(stem, new)
        self._site.reload()
        return {"stem": new}

    @post("translate", writes=True)
    def translate(self, stem: Stem, language: Language) -> None:
        """Begin a translation."""
        pair = self._site.pair_inside(stem)
        with self._site.lock:
            start_translation(pair.slug, library=self._site.library, to=language)
        self._site.reload()

    @post("accept", writes=True)
    def accept(self, stem: Stem, language: Language) -> StoryState:
        """Record that a translation is up to date as it stands."""
        pair = self._site.pair_inside(stem)
        with self._site.lock:
            accept_translation(pair.slug, library=self._site.library, language=language)
        return self._stories.story_state(stem)

    @post("hold-back", writes=True)
    def hold_back(self, stem: Stem) -> None:
        """Make a story's original a draft, which holds back the whole story until its status is changed again."""
        pair = self._site.pair(stem)
        name = self._site.names(stem)[pair.original]
        document = self._store.read(name)
        self._store.save(name, document.replace_fields({"status": "draft"}), document.version)
        self._site.reload()

    @post("delete", writes=True)
    def delete(self, stem: Stem, unsaved: Drafts | None = None) -> dict[str, str]:
        """Delete a story; what a page had not saved of it is kept as versions."""
        if unsaved:
            self._stories.keep_aside(stem, unsaved.aside)
            self._stories.keep(stem, unsaved)
        names = self._site.names(stem).values()
        key = self._store.delete([file for name in names for file in (name, name.removesuffix(".md") + ".basis")])
        self._site.reload()
        return {"key": key}

    @get("deleted")
    def list_deleted(self) -> dict[str, list[Deleted]]:
        """What can be brought back, the newest first."""
        rows = [
            Deleted(
                deletion.key,
                deletion.moment.isoformat(),
                {
                    name.split(".")[-2]: fields_of(document).get("title") or name.rpartition("/")[2]
                    for name, document in deletion.files.items()
                },
            )
            for deletion in self._store.list_deletions()
        ]
        return {"deleted": rows}

    @post("undelete", writes=True)
    def undelete(self, stem: Stem) -> None:
        """Bring a story back that a page has deleted, whatever other windows have done with it since: it is there, or
        comes back as it was deleted last."""
        self._store.undelete(stem)
        self._site.reload()

    @post("restore", writes=True)
    def restore(self, key: str) -> dict[str, list[str]]:
        """Undo a deletion."""
        names = self._store.restore(key)
        self._site.reload()
        return {"names": names}
