"""The editor: `./inv edit` opens the stories of the site in the browser, both languages side by side.

A Starlette application on this computer. Its subjects call the functions that the commands call, and write files of
`content/` through `files/store.py`, which keeps every byte that was not edited. The site has a port of its own.

Each request is a method of a subject, under its declaration (`declarations`): `story` is one story, `listing` the list,
`commands` what changes which stories there are, `decisions` the lists of words, `uploads`, `import_page`, `publisher`
and `translation_memory` what their names say. They share `site`, the content as it was last read, `checks` and
`builds`. `http` makes routes of the declarations: `application` has the list of subjects, `security` lets in the
session's own requests, and `server` runs them. `files`: `store` saves, and keeps
journals, versions and deleted files; `merging` is for conflicts. `diagnostics`
places what the checker finds; `texts` has all texts of the interface. `static/vendor/README.md` says how CodeMirror is
bundled.
"""
