"""All numbers by which the importer decides, in one place.

Votes are natural logarithms of odds, roughly, most of them on one scale. They were set by hand, each from the kinds of
line that editors know (a label, a credit, a title that ends in a question mark), and then tried on three sets of pages:
the cases in `tests/importer/cases`, 155 composed pages in 47 layouts with their 861 longer relatives, and some 2,800
pages in further layouts that were written after the first ones came out right. A page that came out wrong changed a
number only where the reason could be said without naming the page; what could not was left to be asked. To add a rule,
give it a weight of the scale; if it needs more than CERTAIN to win, correct the rule that outvotes it."""

from __future__ import annotations

# ---- The scale of votes: a hint; likely, as which a role is certain if text and title are less; sure; no doubt; surely
# the page's, whatever else it may be.
HINT, LIKELY, SURE, CERTAIN, PAGE = 1.0, 4.0, 6.0, 9.0, 15.0
# How much likelier what is rather left out is than what would keep it, or the other way round: it is asked about.
LEAN = 0.5

# ---- Language, in natural logarithms of likelihood.

# What one line can say at most for a language (less than two switches cost, so that no line alone leaves its half),
# and what a quotation without a frame can.
EVIDENCE_CAP = 12.0
QUOTED_CAP = 4.0
SPOKEN_CAP = 6.0
# Words in quotation marks, beside others; a line of names, numbers or an address; a line that is a fact.
QUOTED_SHARE = 0.1
NEUTRAL_SHARE = 0.2
FACT_SHARE = 0.35
# The page's own `lang`, and a heading such as "Srpski".
MARKED_EVIDENCE = 8.0
HEADING_EVIDENCE = 60.0
# For a language that is like one of the site's: each word that only one of them has, the most that one line says, and
# what speaks against it beforehand.
VARIETY_WORD = 2.0
VARIETY_CAP = 12.0
VARIETY_PRIOR = 0.0
# A line in Cyrillic is rather in Serbian than in a language like it.
VARIETY_CYRILLIC = 2.0
# A text is asked about if so many of its marks, or of its words where it has none, do not show its language (a note
# says so of one with fewer).
MARKS_AGAINST, FEWEST_WORDS_MARKED = 2, 40
# So many marks of another language are no chance; with fewer of its own what the page's head says is enough to ask.
FEWEST_MARKS, FEWEST_MARKS_AGAINST_HEAD = 2, 4
FOREIGN_PRIOR, FOREIGN_IN_TURNS = 2.0, 8.0
FOREIGN_HINT, FOREIGN_SUM = 7.5, 10.0
FOREIGN_SHARE = 0.1
# Habit one, halves: a change of language costs much, less after a rule or before a line like a title, nothing after a
# heading.
SWITCH = 7.0
SWITCH_AT_RULE = 3.0
SWITCH_AT_GAP = 5.0
SWITCH_AT_TITLE = 4.0
SWITCH_AT_HEADING = 0.0
LEAVING_A_TITLE, LEAVING_A_RELATIVE = 2.0, 5.0
# Right above a gap or a rule another language rarely begins: what stands there ends the text above it.
SWITCH_ABOVE_GAP = 2.0
SWITCH_ON_TOP = 1.5
# Habit two, turns: two paragraphs running in one language cost; it must be better by so much.
STAY = 2.0
SHARE_OF_TURNS = 0.6
FEWEST_TURNS = 3
SENTENCE_WORDS = 5
TURNS_BETTER_BY = 4.0
# Below these leads a paragraph's language is asked for, and is mentioned.
LANGUAGE_ASKED = 2.0
# A line of so many words at least is asked about if another language than the site's leads by so much.
STRANGE_WORDS, STRANGE_LINE = 3, 4.0
LANGUAGE_MENTIONED = 4.0
FEWEST_WORDS_ASKED = 7

# Cutting one line where its language changes, at a stroke, a dash, the end of a sentence: what a change costs there,
# which is the least lead of each of two sides, of which one is at most so many times as long; the least lead of any
# other pieces, and the least sum of all.
CUT_AT_STROKE, CUT_AT_DASH, CUT_AT_SENTENCE = 1.5, 5.0, 5.5
CUT_AS_LONG, CUT_ANY, CUT_SUM = 3, 5.5, 5.0
# The least sum of the likelihood of two halves as a pair and the smaller one of their leads.
CUT_ALIKE = 6.0

# ---- Roles: votes of a line by itself.

# A line is prose if it has so many words and ends like a sentence, or this many words in any case.
PROSE_WORDS, PROSE_WORDS_UNENDED = 8, 18
LONGEST_TITLE, USUAL_TITLE = 30, 18
# A row of labels of which some are not known, with one category of the site in it and without.
LABEL_WITH_CATEGORY, LABEL_PARTLY = 7.0, 5.0
MOST_FACT_CELLS, FACT_ROWS, LONGEST_FACT_CELL = 12, 3, 8
# A credit; from so far on a line is one as a whole, which is not cut at a stroke before a name.
CREDIT, SURE_CREDIT = 8.0, 0.5
# A phrase of a page inside a line; more than this and one that opens it is sure.
CLUTTER_INSIDE = 3.0
# In the page of a site: a link of so many words leads to another page; a line of so few words inside the text.
LINKED_TITLE, FEW_WORDS_INSIDE = 3, 2
# A link of so few words is the site's name, even if the head says the same; an item of so few above the text a menu's.
LONGEST_SITE_NAME, LONGEST_MENU_ITEM = 3, 8

# A sentence of so many words, or a line that is longer than titles.
LONG_SENTENCE, BODY_LONG = 12, 3.0
TITLE_HEADING = (4.0, 3.0, 2.0, 2.0, 1.5, 1.5)
TITLE_BOLD = 2.5
TITLE_CASE, SHARE_OF_CAPITALS = 2.0, 0.8
TITLE_USUAL = 2.0
TITLE_UNENDED, TITLE_ASKING, TITLE_ENDED = 1.5, 0.5, -2.5

# ---- The second extraction: how much of a block, and of all prose, it must have; and when a block is prose there.

SAME_BLOCK, SECOND_TRUSTED, SECOND_PROSE, SECOND_FEWEST_WORDS = 0.6, 0.35, 12, 150
# Of the text in one language the most that it may lack, or it is not believed about that language.
SECOND_LACKS = 0.45
# So many paragraphs above all that it keeps may be another language's text.
SECOND_EARLY = 2
SECOND_LINKED = 0.5
# A lead above the text has so many words at least, of which hardly any are links.
LEAD_WORDS, LEAD_LINKED = 20, 0.1

# ---- The two texts about each other. What speaks for any two lines as a pair beside their words; for two that have
# one shape, and against others; for the halves of one line. From how much on a pair, or that a line has none, is
# sure, and sure by its words wherever it stands. How many long lines, and which share of them, have a counterpart
# where a page says nearly all twice.

PAIR_PLAIN, PAIR_SHAPE, PAIR_OF_HALVES = 0.4, 0.8, 9.0
PAIR_SURE, PAIR_BY_WORDS, PAIR_FEWEST, PAIR_SHARE = 1.0, 3.0, 6, 0.65
# A language without a counterpart in another one has a text if its sentences have more than this share of the words of
# the longest text's.
SHARE_OF_TEXT = 0.2
# What speaks for and against two titles that are each other's translation, or not, and against a page without a title.
TITLES_PAIRED, TITLES_UNPAIRED, NO_TITLE = 4.7, -3.0, -2.0
# Two titles say the same from this likelihood of their words on; what speaks against a title that the other text lacks,
# where the other one's title is another line's translation.
TITLES_ALIKE, TITLE_LONE = 2.0, -9.0
# For how much surer the words of two titles make them a pair than is sure.
TITLES_ALIKE_EACH = 0.3
# The longest line without a counterpart that is left out.
LONGEST_LONE = 12

# ---- Roles: votes of a line in its place.

TITLE_FIRST = 2.5
TITLE_ABOVE_DATE = 2.5
FEWEST_ROWS = 3
# A name with an office or a place, such as "Ana Marić, Coordinator", below a line that may be the title.
TITLE_PERSON = -3.5
BODY_BEFORE_TITLE, BODY_ABOVE_DATE = -7.0, -3.0
SHORT_AFTER_TITLE = -1.5
SHORT_WITHOUT_TITLE = -2.0
KICKER_SHORT, KICKER_LONG, KICKER_ENDED = 1.5, -2.0, -2.0
# So many times at least stands a line that is printed on each page, and so many such lines a page has.
FEWEST_RUNNING, MOST_RUNNING = 3, 3
# So many different times, or days, each by itself in a line, are a programme's.
FEWEST_TIMES, FEWEST_DAYS = 2, 3
# For each word of the text that a title has, and the most.
SHARED_WORD, SHARED_WORDS_AT_MOST = 0.4, 1.6
# What stands below both texts in both languages has at most this share of their words.
BESIDE_BOTH = 0.33
# A short line below the text is rather kept than not; one of so few below the text of a saved page is rather left out.
FEW_BELOW = 6
LONGEST_CLUTTER_AT_END, LONGEST_CLUTTER_UNDER_TITLE = 12, 4
# Against keeping only one of two short lines of one block or list, or of two links.
ROW = 6.0
# Below these margins a role is asked for.
TITLE_ASKED = 1.5
ROLE_ASKED = 1.5
# A title of so few words is asked about if it has less than this share of the letters of the other one.
FEW_TITLE_WORDS, TITLES_APART = 4, 0.4
# Names stand behind at most so many words and a colon, or behind at least so many words; a list has so many names.
LONGEST_LEAD, FEWEST_WORDS_OF_LIST, FEWEST_LISTED_NAMES = 3, 4, 3
# Two titles of a page: the longer one has at most so many times the letters of the other.
TITLES_AS_LONG = 2.0
# A title of more words, which is no heading, may be a paragraph without a full stop.
LONGEST_UNASKED_TITLE = 22
# A note above a text that was sent may be longer if it has so many of the words of such notes.
COVER_WORDS = 3
# A line that has so many stems of the page's other lines is of the same text.
SHARED_STEMS = 2
# So many lines left out in a row are the page's, or so many that the other text lacks.
ROW_OF_PAGE, LONE_OF_PAGE = 4, 2
# From so much evidence on nobody is asked about a line that was left out.
SURE_OF_PAGE = 4
# One language's text so much longer than the other's is asked about, if so many lines without a
# counterpart have such a share of it.
LENGTHS_APART = 1.5
FEWEST_WORDS_COMPARED, FEWEST_MORE, LENGTHS_SHARE = 25, 2, 0.3

# Text that stands twice: the fewest words of a line that is compared; the fewest lines of a row of which the second is
# left out, and the share of the page's words that it has at least.
SHORTEST_REPEATED = 2
FEWEST_REPEATED, REPEATED_SHARE = 2, 0.15
# A paragraph that is so many others of the page, with such a share of its letters, is a copy of the text.
FEWEST_COPIED, COPIED_SHARE = 3, 0.7
