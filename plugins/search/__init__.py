"""Search: an index of each edition's own stories that the reader's browser searches in small parts.

One search for every spelling: words are compared without case, marks and endings, and in one script, by rules that are
data (`plugins/locales/data/<language>.toml`). Writes `search/index.json`, `search/words/*.json` and
`search/stories/*.json` in each edition.
"""
