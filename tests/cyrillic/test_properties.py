"""What holds for any text: the way back, the tags, and texts that are in Cyrillic already."""

import re
import unicodedata

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from plugins.cyrillic import html_to_cyrillic, strip_marks, to_cyrillic, to_latin, tokens, undecided
from plugins.cyrillic.letters import normalize
from tests.loops import times

LETTERS = "abcčćdđefghijklmnoprsštuvzž"
SYLLABLES = """
njo nje dža lju lje nad od pod in kon van je ju ži žu ka ra do mi sto pre đa ću ši na za ri
"""
SEPARATE = """
https://iom.int/lj?a=b www.un.org.rs ja@primer.rs #NjegošDan @ljudi izveštaj.pdf XIV COVID-19 5G 20-ih IOM-a UN Windows
iPhone km/h 25 °C „ ” – . , ! ? ( ) 2023. 5 Lj. Dž. m² `kod` {n} [[Live]] /sr/lj/
"""
MARKUP = """
<b> </b> <p> </p> <br> </a> <code> </code> <i~lang=en> </i> &amp; &scaron; &#382; &nbsp; <!--nj--> < > & " <sup> [[ ]]
<a~href="/lj/"~title="Ljubav"> <img~alt='Njiva'~src=a.png>
"""
SERBIAN = st.one_of(
    st.lists(st.sampled_from(SYLLABLES.split()), min_size=1, max_size=5).map("".join),
    st.text(LETTERS, min_size=1, max_size=9),
).map(lambda word: re.sub("dj+", "d", word))
WORDS = st.one_of(SERBIAN, SERBIAN.map(str.capitalize), SERBIAN.map(str.upper)).filter(
    lambda word: word not in ("LJ", "NJ", "DŽ")
)
OTHERS = st.sampled_from(SEPARATE.split())
TEXTS = st.lists(st.one_of(WORDS, OTHERS), max_size=12).map(" ".join)
TAGS = st.sampled_from([tag.replace("~", " ") for tag in MARKUP.split()])
FRAGMENTS = st.lists(st.one_of(WORDS, OTHERS, TAGS, st.just(" ")), max_size=14).map("".join)
TAG = re.compile(r"<[^<>]*>")
# What a check asks the editor to spell otherwise, and what therefore comes back in its right spelling.
MISSPELT = re.compile("[dD][jJ]|(?:LJ|NJ|DŽ)(?![A-ZČĆĐŠŽ])|(?:LJ|NJ|DŽ)(?=[a-zčćđšž])")
# What a token may begin with, go on with, or end before.
BITS = r"""
a Ž 1 _ . , : ; ! ? ( ) [[ ]] { } < > / \ @ # & % ~ + - ' ’ “ ” … ` www. mailto: com .rs http:// C:\ <i~lang=en> </i>
reka
"""
JUMBLES = st.lists(
    st.sampled_from([" ", "\n", *(bit.replace("~", " ") for bit in BITS.split()), "~"]), max_size=12
).map("".join)
ROUND = settings(max_examples=times(120, 5000), deadline=None)


@ROUND
@given(TEXTS)
def test_the_way_back_is_exact(text):
    """Any mix of Serbian words, addresses, acronyms and marks goes back to its source."""
    assert to_latin(to_cyrillic(text)) == strip_marks(text)


def test_a_letter_for_a_pair_of_letters_is_converted_as_the_pair():
    """Unicode has letters for dž, lj and nj, in every use of capitals."""
    for letter in map(chr, range(0x1C4, 0x1CD)):
        pair = unicodedata.normalize("NFKC", letter)
        assert len(pair) == 2
        for before, after in (("", "uba"), ("KO", "A"), ("ko", "a")):
            assert to_cyrillic(before + letter + after) == to_cyrillic(before + pair + after)


@ROUND
@given(st.text())
def test_any_text_is_converted_without_failure(text):
    """Nothing makes the functions fail, and characters that are no letters stay in their order."""
    cyrillic = to_cyrillic(text)
    undecided(text)
    html_to_cyrillic(text)
    symbols = re.compile(r"[\w\[\]]")
    assert symbols.sub("", cyrillic) == symbols.sub("", normalize(text))


@ROUND
@given(FRAGMENTS)
def test_tags_stay_as_they_are(fragment):
    """Every tag comes out in its place, changed in nothing but the text of a spoken attribute."""
    before = [tag.replace("Ljubav", "Љубав").replace("Njiva", "Њива") for tag in TAG.findall(fragment)]
    after = [tag.replace("Ljubav", "Љубав").replace("Njiva", "Њива") for tag in TAG.findall(html_to_cyrillic(fragment))]
    assert [tag for tag in after if tag.startswith(("<a", "<b>", "<p", "<i", "</", "<c"))] == [
        tag for tag in before if tag.startswith(("<a", "<b>", "<p", "<i", "</", "<c"))
    ]


@ROUND
@given(FRAGMENTS)
def test_html_is_not_lost(fragment):
    """However broken the HTML, no letter of it is lost on the way there and back, marks and tags' places apart."""
    assume(not MISSPELT.search(TAG.sub("", fragment)))
    there = html_to_cyrillic(fragment)
    kept = re.compile(r"[\[\]]|&scaron;|&#382;|[šž]")
    back, source = (kept.sub("", TAG.sub("", to_latin(text))) for text in (there, strip_marks(fragment)))
    assert back == source


@ROUND
@given(TEXTS)
@example("IN Lj.")
def test_cyrillic_comes_out_as_it_went_in(text):
    """What has been converted once is not changed by a second time."""
    once = to_cyrillic(text.replace("[[Live]]", ""))
    assert to_cyrillic(once) == once


@ROUND
@given(TEXTS)
def test_html_without_tags_reads_like_plain_text(text):
    """A text without a tag converts the same as HTML and as plain text."""
    assert html_to_cyrillic(text) == to_cyrillic(text)


@settings(max_examples=times(120, 1000), deadline=None)
@given(st.one_of(JUMBLES, TEXTS))
def test_plain_words_are_the_tokens_that_they_would_be_anyway(text):
    """The faster pattern for plain words finds the same tokens as the full one."""
    every = re.compile(f"(?P<mark>{tokens.MARK})|(?P<verbatim>{tokens.VERBATIM})|{tokens.WORD}", re.DOTALL)
    found = [
        [(token.span(), token.lastgroup) for token in rule.finditer(text)] for rule in (tokens.TOKEN.pattern, every)
    ]
    assert found[0] == found[1]
