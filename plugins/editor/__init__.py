"""The editor: `./inv edit` opens the stories of the site in the browser, both languages side by side.

A Starlette application on this computer. It calls the functions that the commands call, all of them through
`site.py`, and writes files of `content/` through `files/store.py`, which keeps every byte that was not edited. It is
also the preview server: every address outside `/~editor/` is the built site.

`http`: `application` has the routes, `security` lets in the session's own requests, and `server` runs them. `files`:
`document` changes a file's text; `store` saves, and keeps journals and versions in the cache; `merging` and `revisions`
are for conflicts and earlier states. `story` and `listing` answer the two main pages; `diagnostics` places what the
checker finds; `uploads` takes pictures and files; `publishing` is the publish button. `static/vendor/README.md` says
how CodeMirror is bundled.
"""
