"""Editing: starting stories and translations, accepting and renaming them, and the status of everything.

Each function takes values and the content library, returns a result object, and raises `UserError` where something
cannot be done; nothing is printed. A text that exists is never written over. Beside each translation that is started
or accepted lies `<slug>.<language>.basis`, a snapshot of its source (see `plugins.content.outdated`). `new_language`
makes the files that another language needs.
"""
