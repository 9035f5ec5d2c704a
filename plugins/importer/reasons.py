"""Why a line has its role, and why words are in no text: each with the English words in which a report says it."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """The reason of a vote, or why words were taken out of a page; its value is the template of a message."""

    # What speaks against a role is never shown.
    AGAINST = "against it"
    PERSON_DECIDED = "decided by a person"

    # ---- The line by itself.
    TEXT = "text"
    ITEM = "an item"
    LONG = "long text"
    ENDS_AS_SENTENCE = "ends like a sentence"
    LABELS_AND_DATE = "labels and date"
    LABEL = "label"
    DATE = "date"
    DATE_NOT_USED = "date, not used"
    INCOMPLETE_DATE = "date without its day or year"
    TIME = "time"
    ACCOUNT = "the account that put the page in"
    AUTHOR = "author"
    GOALS = "goals"
    GOAL_LABEL = "goal label"
    LANGUAGE_HEADING = "heading of the {language} text"
    LANGUAGE_POINTER = "points to the other language"
    RELEASE = "above a press release"
    PARTS_TEXTS = "parts two texts"
    SIGNOFF = "the end of a release"
    SOURCE = "names a source"
    CONTACT = "whom to ask"
    ADDRESS = "an address"
    KICKER = "a line above the title"
    PHRASE = "words of a page"
    PAGE_NUMBER = "number of a page"
    NAMES_TITLE = "names the title"
    NAMES_TEXT = "names the text"
    NAMED_AS_TITLE = "named as the title"
    HEADING = "a heading"
    BOLD = "bold"
    CAPITALISED = "words with capitals"
    LONG_AS_TITLE = "as long as a title"
    ENDS_WITH_SIGN = "ends with a sign"
    NOT_ENDED = "no full stop"
    HEAD_OF_LINE = "the page's name says the same"
    IN_HEAD = "the page's head says the same"

    # ---- What the page has around its text.
    LIST = "a list of other pages"
    DOUBTED_LIST = "perhaps a list of other pages"
    LINKS = "links beside the text"
    TAGS = "tags"
    BUTTON = "a button of the page"
    NOTICE = "a notice of the page"
    SWITCH = "a switch to another language"
    PAGE_IMAGE = "an image of the page"
    PAGE_NAME = "the name of the page"
    RUNNING = "comes back on each page"
    SECOND = "a second extraction of the page does not keep it"

    # ---- Lines beside it.
    IN_SERIES = "one of a series"
    NAMED_ROW = "one of a row of names and values"
    GOES_ON = "goes on below"
    BESIDE_PAGE = "beside words of a page"
    BELOW_PAGE = "below words of a page"
    LINK = "a line that is a link"
    COVER_NOTE = "a message's cover note"
    SIGNATURE = "a message's signature"

    # ---- Its place.
    FEW_WORDS = "a few words in the text"
    LIST_ABOVE = "a list above the text"
    BELOW_TEXTS = "below the texts"
    BELOW_BOTH = "below both texts, in both languages"
    WHOLE_SENTENCE = "a whole sentence"

    # ---- The other text, and what stands twice.
    LONE = "the other text has no such line"
    TRANSLATED = "both texts have it"
    TRANSLATED_ELSEWHERE = "the other text has such a line too"
    TWICE = "the same text stands twice"
    OTHER_SCRIPT = "the same text in the other script"

    # ---- Names of what stands behind or below them.
    BEGINS_TEXT = "beginning of the {language} text"
    NAMES_COLUMN = "names a column"
    NAMES_FACT = "names a fact"

    # ---- What is taken out before lines are voted on.
    NO_PART = "not part of the article"
    BESIDE_TEXT = "menus, buttons or links beside the text"
    HEADER = "a message's header"
    GREETING = "a message's greeting"
    BEFORE_MESSAGE = "before a message"
    MAIL_PROGRAM = "a mail program's line"
    OTHER_MESSAGE = "another message of the thread"
    OLDER_VERSION = "an older version of the text, in a message below"
    REMARK = "a reviewer's remark"
    DELETED = "deleted by a reviewer"
    FILE_HEADER = "the file's header"
    COLUMN_NAMES = "the names of a sheet's columns"
    ROW_NUMBERS = "numbers of rows"
    REPLACED_TITLE = "a title that was replaced"
    NUMBER_OF_TEXT = "the number of a text"
    LANGUAGE_OF_TEXT = "the language of a text"
