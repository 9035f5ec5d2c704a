"""The digest: the stories since a date as an e-mail in each edition, ready to open in a mail program.

    mailings = make_mailings(library, album_of(settings), settings, since)
    written = write_mailings(mailings, Path("digest"))

`make_mailings` collects the stories that an edition has in its own words, and makes HTML, plain text and the whole
message of them; `write_mailings` writes three files for each edition and replaces none without `force`. Nothing is
sent. The template is `theme/templates/digest.html`, the words are those of the edition, and every address is absolute.

Settings: `DIGEST_UNSUBSCRIBE`, `SITEURL`, `THEME`, `THEME_TEMPLATES_OVERRIDES` and `JINJA_ENVIRONMENT`.
"""
