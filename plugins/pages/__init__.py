"""The pages that people read: front page, lists, goals, archive, articles, both languages side by side, search, 404;
and, as they are, the files that texts link to.

Puts in the context: `site_context` (what all pages of the edition share) and `make_view`; in the build context:
`Assets`.
"""
