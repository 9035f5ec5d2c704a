"""Editing: starting stories and translations, accepting and renaming them, and the status of everything.

Each function takes values and the content library, returns a result object, and raises `UserError` where something
cannot be done; nothing is printed. A text that exists is never written over. Beside each translation that is started
or accepted lies `<slug>.<language>.basis`, a snapshot of its source (see `plugins.content.outdated`).
"""

from __future__ import annotations

from plugins.editing.article_status import ArticleStatus, StatusReport, article_status, pair_status, status_report
from plugins.editing.new_article import NewArticle, new_article
from plugins.editing.renaming import RenamedArticle, rename_article
from plugins.editing.status_page import status_page, write_status_page
from plugins.editing.translation import AcceptedTranslation, NewTranslation, accept_translation, start_translation

__all__ = [
    "AcceptedTranslation",
    "ArticleStatus",
    "NewArticle",
    "NewTranslation",
    "RenamedArticle",
    "StatusReport",
    "accept_translation",
    "article_status",
    "new_article",
    "pair_status",
    "rename_article",
    "start_translation",
    "status_page",
    "status_report",
    "write_status_page",
]
