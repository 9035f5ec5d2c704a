"""Facts about the site. Plugins are named here, never imported; `publishconf.py` changes what differs in production."""

SITENAME = "UN Serbia News"
SITEURL = "https://news.example.org"
TIMEZONE = "Europe/Belgrade"

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
CACHE_PATH = ".cache"

# The languages that editors write in. `cldr` is the locale that dates, numbers and plural forms follow.
LANGUAGES = {
    "en": {
        "name": "English",
        "cldr": "en_GB",
        "quotes": "“”",
        "site_name": "UN Serbia News",
        "tagline": "News of the United Nations in Serbia",
    },
    "sr": {
        "name": "srpski",
        "cldr": "sr_Latn_RS",
        "quotes": "„”",
        "site_name": "Vesti UN u Srbiji",
        "tagline": "Vesti Ujedinjenih nacija u Srbiji",
    },
}

# The published versions of the whole site. The one with the prefix "" is at the root.
EDITIONS = {
    "en": {"language": "en", "tag": "en", "prefix": "", "label": "English", "og_locale": "en_GB"},
    "sr": {"language": "sr", "tag": "sr-Latn", "prefix": "sr", "label": "Srpski", "og_locale": "sr_RS"},
    "sr-cyrl": {
        "derived_from": "sr",
        "tag": "sr-Cyrl",
        "prefix": "sr-cyrl",
        "label": "Српски",
        "cldr": "sr_Cyrl_RS",
        "og_locale": "sr_RS",
        "script": "plugins.cyrillic",
    },
}

# Slugs of the categories, in the order of the menu; their names stand in theme/strings.
CATEGORIES = ("local", "regional", "global", "stories", "press-releases", "statements")
UNTRANSLATED = "notice"

PLUGINS = ["plugins.newsroom"]
