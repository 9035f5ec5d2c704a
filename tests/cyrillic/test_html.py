"""HTML: what is read is converted, everything else keeps every byte."""

import re

import pytest

from plugins.cyrillic import html_to_cyrillic, strip_marks, to_latin

CASES = {
    # a word is the same whether tags are in it or not
    "<b>n</b>j": "<b>њ</b>",
    "<strong>Nj</strong>egoš": "<strong>Њ</strong>егош",
    "na<em>dž</em>iveti, na<em>d</em>živeti": "на<em>дж</em>ивети, на<em>д</em>живети",
    "<i>in</i><b>jekcija</b> i tan<b>jir</b>": "<i>ин</i><b>јекција</b> и тањ<b>ир</b>",
    "face<b>book</b> <i>Fa</i>cebook": "face<b>book</b> <i>Fa</i>cebook",
    "<p>n</p><p>j</p>": "<p>н</p><p>ј</p>",
    "reč<br>reč<img src='a.png' alt='Njiva'>": "реч<br>реч<img src='a.png' alt='Њива'>",
    # attributes
    '<a href="/lj/" title="Ljubav &amp; mir">ovde</a>': '<a href="/lj/" title="Љубав &amp; мир">овде</a>',
    "<input placeholder=Da aria-label='Traži'>": "<input placeholder=Да aria-label='Тражи'>",
    '<img alt="Slika > džepa" src="slika.jpg">': '<img alt="Слика > џепа" src="slika.jpg">',
    # code and other languages
    "<code>n</code>je <pre>lj</pre> <kbd>dž</kbd>": "<code>n</code>је <pre>lj</pre> <kbd>dž</kbd>",
    "<script>a<b; nj()</script><style>a>lj{}</style>ne": "<script>a<b; nj()</script><style>a>lj{}</style>не",
    '<p lang="en" title="Hi">He <b>is</b></p>ti': '<p lang="en" title="Hi">He <b>is</b></p>ти',
    "<span lang=hr>kruh</span> <i translate=no>ime</i> on": "<span lang=hr>kruh</span> <i translate=no>ime</i> он",
    '<q lang="en">to be <i lang="sr">ili ne</i> to be</q>': '<q lang="en">to be <i lang="sr">или не</i> to be</q>',
    '<b lang="sr-Latn">lat</b> <b lang="sr-RS">ćir</b> <b lang="sr-Cyrl">ћир</b>': (
        '<b lang="sr-Latn">lat</b> <b lang="sr-RS">ћир</b> <b lang="sr-Cyrl">ћир</b>'
    ),
    "<!-- nj --><!DOCTYPE html>ja": "<!-- nj --><!DOCTYPE html>ја",
    # entities
    "&scaron;uma &#353;uma &#x161;uma &Scaron;": "шума шума шума Ш",
    "caf&eacute; &amp; &nbsp;ja &lt;ti&gt; &nema; AT&T": "caf&eacute; &amp; &nbsp;ја &lt;ти&gt; &nema; AT&T",
    "https://a.rs/?b=1&amp;lj=2 i": "https://a.rs/?b=1&amp;lj=2 и",
    "na&#100;živeti": "надживети",
    # numbers set high and low
    "5 m<sup>2</sup>, reč<sup>1</sup>, CO<sub>2</sub>": "5 m<sup>2</sup>, реч<sup>1</sup>, CO<sub>2</sub>",
    # marks
    "na [[Facebook <b>Live</b>]] tu": "на Facebook <b>Live</b> ту",
    '[[<span lang="en">Live</span>]] <i lang="en">[[x]]</i> <code>[[ a ]]</code>': (
        '<span lang="en">Live</span> <i lang="en">x</i> <code>[[ a ]]</code>'
    ),
    '<img alt="Na [[Live]] je">': '<img alt="На Live је">',
    # malformed
    "a < b, ako <p class='x>je": "а < б, ако <p class='x>је",
    "<b>nj<i>lj</b>nj</i></p>": "<b>њ<i>љ</b>њ</i></p>",
    "<p lang=en>Hello<p>Zdravo<li lang=en>one<li>dva": "<p lang=en>Hello<p>Здраво<li lang=en>one<li>два",
    "<code>nikad zatvoren": "<code>nikad zatvoren",
    "kraj <a href=": "крај <a href=",
    "<>&;&#;&#9999999;<3": "<>&;&#;&#9999999;<3",
}


@pytest.mark.parametrize(("source", "expected"), CASES.items())
def test_only_what_is_read_changes(source, expected):
    """Texts and spoken attributes are in Cyrillic; tags, code, other languages and entities stand as they stood."""
    assert html_to_cyrillic(source) == expected


def in_capitals(html):
    """The same with the names of its elements and attributes in capitals."""
    return re.sub(
        "<[^<>]*>",
        lambda tag: re.sub(r"(?<=[</])[a-z]+|(?<= )[a-z-]+(?==)", lambda name: name[0].upper(), tag[0]),
        html,
    )


@pytest.mark.parametrize(("source", "expected"), CASES.items())
def test_names_of_elements_and_attributes_may_be_in_capitals(source, expected):
    """They mean the same."""
    assert html_to_cyrillic(in_capitals(source)) == in_capitals(expected)


@pytest.mark.parametrize(
    "source", ["<p>Na [[Facebook]]</p>", "na [[<b>Live</b>]] prenosu", "nj <b>Lj</b>ubav [[ ne ]]"]
)
def test_the_latin_edition_shows_no_marks_either(source):
    """`strip_marks` takes the brackets away and nothing else, and the Cyrillic edition goes back to just that."""
    assert "[[" not in strip_marks(source).replace("[[ ", "")
    assert to_latin(html_to_cyrillic(source)) == strip_marks(source)


def test_the_way_back_looks_through_tags():
    """`Њ` in a tag of its own is `Nj` before small letters and `NJ` before capitals."""
    for source in ("<b>Nj</b>egoš", "<b>NJ</b>EGOŠ", "KO<i>NJ</i>"):
        assert to_latin(html_to_cyrillic(source)) == source


@pytest.mark.parametrize(
    "source",
    [
        "A<p>Lj.",
        "<li>UN</li><li>Lj. M.</li>",
        "<td>Nj</td><td>B</td>",
        "UN<br>Lj.",
        "Dž<img alt='Da' src=a.png>A",
        "Lj<sup>A</sup>",
        "A<!-- </p> --><p><b>Lj</b>.",
        "Lj<code>A</code>",
        "A<i lang=en>B</i>Lj.",
    ],
)
def test_the_way_back_looks_no_further_than_a_word_goes(source):
    """The letters of another paragraph or cell, beyond a line's end or a picture, of code and of another language do
    not make an abbreviation one in capitals."""
    assert to_latin(html_to_cyrillic(source)) == source


def test_the_glossary_holds_across_tags_and_in_attributes():
    """An entry is found where a tag stands inside it, and in a title."""
    glossary = {"UNDP": "УНДП"}
    assert html_to_cyrillic('<a title="UNDP-a">U<b>ND</b>P</a> je', glossary) == '<a title="УНДП-а">У<b>НД</b>П</a> је'
