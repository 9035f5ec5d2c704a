"""Atom feeds, sitemaps, robots.txt, stories as Markdown, llms.txt, and the goals as JSON.

Writes in each edition a feed of its news, of each category and of each goal, and `sdg/index.json`; unless
`MARKDOWN_ALTERNATES` is False, each story and fixed page as Markdown beside its page, and `llms.txt`; at the root
`sitemap.xml` (with alternates; an index of several files where the pages are too many for one), `news-sitemap.xml` and
`robots.txt`. Structured data in pages is made by `plugins.pages.json_ld`.
"""
