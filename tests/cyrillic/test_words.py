"""Words, capitals, numerals, units and what stays Latin."""

import pytest

from plugins.cyrillic import strip_marks, to_cyrillic, to_latin
from plugins.cyrillic.letters import normalize

PROBES = """
nadživeti=надживети nadžnjeti=наджњети odžaliti=оджалити podžanr=поджанр podžupan=поджупан predželudac=преджелудац
injekcija=инјекција injekcijom=инјекцијом konjugacija=конјугација konjunktura=конјунктура konjektura=конјектура
vanjezički=ванјезички injektor=инјектор Tanjug=Танјуг TANJUG=ТАНЈУГ anjon=анјон džep=џеп odžak=оџак budžet=буџет
tanjir=тањир Konjic=Коњиц vanjski=вањски LJUBAV=ЉУБАВ NJEGOŠ=ЊЕГОШ Njegoš=Његош DŽEP=ЏЕП odjednom=одједном
https://iom.int/sr=https://iom.int/sr iom@iom.int=iom@iom.int Facebook=Facebook iPhone=iPhone Windows=Windows
www.example.rs=www.example.rs XIV=XIV COVID-19=COVID-19 5G=5G
"""
BOUNDARIES = """
podžeći=поджећи nadžeti=наджети nadžanje=наджање odžvakati=оджвакати odživljen=одживљен nenadživljiv=ненадживљив
podžanrovski=поджанровски nadžanr=наджанр podžupanija=поджупанија podžutiti=поджутити nadžupnik=наджупник
predželudačni=преджелудачни predžalbeni=преджалбени podžbun=поджбун injekcioni=инјекциони autoinjektor=аутоинјектор
injicirati=инјицирати injunktiv=инјунктив konjugovati=конјуговати konjunktivitis=конјунктивитис
disjunkcija=дисјункција vanjadranski=ванјадрански izvanjezički=изванјезички panjugoslovenski=панјугословенски
anjonski=анјонски dianjon=дианјон Netanjahu=Нетанјаху Šenjang=Шенјанг Tanjugov=Танјугов tanjugovac=танјуговац
Minjust=Минјуст Andžej=Анджеј odžediti=оджедити odžagati=оджагати vanjezgarni=ванјезгарни vanjajčani=ванјајчани
vanjetreni=ванјетрени panjermenski=панјерменски panjelinski=панјелински superanjon=суперанјон
"""
ONE_LETTER = """
Vanja=Вања Vanjinom=Вањином Sanja=Сања Vanjić=Вањић Manjež=Мањеж kanjon=кањон šampinjon=шампињон kompanjon=компањон
konjak=коњак konjušar=коњушар menadžer=менаџер pidžama=пиџама hadžija=хаџија DŽUDO=ЏУДО Džordž=Џорџ Bondžija=Бонџија
sandžak=санџак odžaklija=оџаклија Odžaci=Оџаци nadžak=наџак podžapati=поџапати odžepariti=оџепарити
predodžba=предоџба svedodžba=сведоџба Andželika=Анџелика Pendžab=Пенџаб panj=пањ inje=иње Injac=Ињац
kuhinjica=кухињица Benjamin=Бењамин Ljiljana=Љиљана feljton=фељтон
"""
CHAINS = """
C-SPAN=C-SPAN C-SPAN-a=C-SPAN-а wild-card=wild-card plej-of=плеј-оф plej-ofa=плеј-офа DŽEJ-ZI=ЏЕЈ-ЗИ
McDonald's-u=McDonald's-у Levi'sa=Levi'sa L'Oreal=L'Oreal L'Akvila=Л'Аквила D'Artanjan=Д'Артањан on-line-u=on-line-у
x-osa=x-оса X-faktor=X-фактор X-Factor=X-Factor ex-Jugoslavija=ex-Југославија Jay-Z-ja=Jay-Z-ја Coca-Cole=Coca-Cole
second-hand=second-hand talk-show=talk-show web-sajt=web-сајт lajv-strim=лајв-стрим rok'n'rol=рок'н'рол
e-pošta=е-пошта hip-hop=хип-хоп Al-Džazira=Ал-Џазира
"""
LATIN = """
Instagram YouTube LinkedIn TikTok WhatsApp Netflix Microsoft JavaScript Google Washington Matthew Guterres café
München Wi-Fi e-mail startup podcast G20 F-16 MiG-29 H1N1 CO2 CO₂ B92 mp3 A4 E-75 kWh kg MB m² izveštaj.pdf
slika.final.jpg Booking.com un.org.rs/sr?a=b #StopNasilju @un_srbija A/RES/79/1 S/RES/1244 WBJAST EUR USD PDF HTML
Boeing Airbus Bloomberg Greenpeace Cambridge Johnson director Serbia Foundation premium Zoomu Teams youtu.be/abc
bit.ly/3a Mbit/s XXI viii moj_kod C:\\Temp\\spisak /sr/vesti/2026/ ftp://primer.rs mailto:mi@primer.rs
{count} %(ime)s `kod` B2B
"""


def pairs(table: str) -> list[list[str]]:
    """Rows of a table of `latin=cyrillic`."""
    return [row.split("=") for row in table.split()]


@pytest.mark.parametrize(("latin", "cyrillic"), pairs(PROBES + BOUNDARIES + ONE_LETTER + CHAINS))
def test_words_come_out_right_and_go_back(latin, cyrillic):
    """A word is right in Cyrillic, in small letters and in capitals' own way, and the way back gives the source."""
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize("text", LATIN.split())
def test_what_is_not_serbian_stays_latin(text):
    """Addresses, files, handles, brands, units, models and numerals stay as they are, in a sentence too."""
    assert to_cyrillic(text) == text
    assert to_cyrillic(f"Ovo je {text}, pa dalje.") == f"Ово је {text}, па даље."


SENTENCES = {
    "Vi ste I to je bilo.": "Ви сте I то је било.",
    "I to je bilo. „I vi?” – I mi.": "И то је било. „И ви?” – И ми.",
    "Kralj Petar I je došao": "Краљ Петар I је дошао",
    "VI razred, Vi i vi": "VI разред, Ви и ви",
    "MIR I PRAVDA ZA SVE": "МИР И ПРАВДА ЗА СВЕ",
    "KO JE GLADAN, NAŠ JE.": "КО ЈЕ ГЛАДАН, НАШ ЈЕ.",
    "BEOGRAD, 12. maj – Ovde": "БЕОГРАД, 12. мај – Овде",
    "FACEBOOK I GOOGLE ZA DR ANU ILIĆ OD 2026. GODINE": "FACEBOOK И GOOGLE ЗА ДР АНУ ИЛИЋ ОД 2026. ГОДИНЕ",
    "EU I UN, PETAR I": "ЕУ И УН, ПЕТАР I",
    "DANAS LI SE IDE NA SKUP UN": "ДАНАС ЛИ СЕ ИДЕ НА СКУП УН",
    "60 km/h, 5 m, 20 mg/l, 25 °C, 100 EUR": "60 km/h, 5 m, 20 mg/l, 25 °C, 100 EUR",
    "10 m³/s i 5 m²/h, 44° 48′ N, E 20°": "10 m³/s и 5 m²/h, 44° 48′ N, E 20°",
    "njih 20 s porodicama, trka od 20 s.": "њих 20 с породицама, трка од 20 s.",
    "2023. g. i 5 g soli": "2023. г. и 5 g соли",
    "U 2023-a, 20-ih, 90-tih, 5-og, 24-časovni": "У 2023-а, 20-их, 90-тих, 5-ог, 24-часовни",
    "d.o.o., a.d., v. d. direktora, V. D. i Lj. M.": "д.о.о., а.д., в. д. директора, В. Д. и Љ. М.",
    "Nj. K. V. princ, A. C. Ilić, Miloš C. (34) i Ana V. je": "Њ. К. В. принц, А. Ц. Илић, Милош Ц. (34) и Ана В. је",
    "UN-a, EU-u, SAD-om, MUP-ov, BiH, NATO-a, UNICEF": "УН-а, ЕУ-у, САД-ом, МУП-ов, БиХ, НАТО-а, УНИЦЕФ",
    "ETŠ, GČ i VTŠ-a": "ЕТШ, ГЧ и ВТШ-а",
    "slike/more/ljudi.jpg, CCPR/C/SRB/CO/3, i/ili": "slike/more/ljudi.jpg, CCPR/C/SRB/CO/3, и/или",
    "znak ``kod `lj` ``": "знак ``kod `lj` ``",
    "UNHCR-om, SDG-ovi, IOM-a, USB-u, Facebook-u": "UNHCR-ом, SDG-ови, IOM-а, USB-у, Facebook-у",
    "I-III razred, III-1, II i I, PETAR I, DEO II": "I-III разред, III-1, II и I, ПЕТАР I, ДЕО II",
    "I–III razred. I, II i III. I do V": "I–III разред. I, II и III. I до V",
    "PROGRAM UN ZA RAZVOJ; RAD, RED I MIR": "ПРОГРАМ УН ЗА РАЗВОЈ; РАД, РЕД И МИР",
    "vitamin C, plan B, grupa A, tačka c)": "витамин C, план Б, група А, тачка ц)",
    "vitamina D, vitamini A i E, hepatitis B i C, klasa A+": "витамина D, витамини A и E, хепатитис B и C, класа A+",
    "ulaz 24b, stav 1v, tačka 5č": "улаз 24б, став 1в, тачка 5ч",
    "de facto, per capita, Johnson & Johnson, Le Monde-u": "de facto, per capita, Johnson & Johnson, Le Monde-у",
    "kovid-19, e-uprava, web-stranica, Agenda-2030": "ковид-19, е-управа, web-страница, Агенда-2030",
    "nek' ide, 'ajde, d'Artanjan, N’Golo": "нек' иде, 'ајде, д'Артањан, Н’Голо",
    "Lista (XIV, iii, IV). Vidi www.un.org/a_(b)!": "Листа (XIV, iii, IV). Види www.un.org/a_(b)!",
    "Pišite na mi@primer.rs. Idem na primer.rs, odmah.": "Пишите на mi@primer.rs. Идем на primer.rs, одмах.",
    "List „Политика“ piše": "Лист „Политика“ пише",
    "posttraumatski, vannastavni, interregionalni": "посттрауматски, ваннаставни, интеррегионални",
    "Na [[Facebook Live]] prenosu i [[Human Rights Watch]]-u": "На Facebook Live преносу и Human Rights Watch-у",
    "ceo [[niz\nreči]] i [[ nije ]] znak": "цео niz\nreči и [[ није ]] знак",
    "na www.iom.int…[[Facebook Live]] i un.org/sr/[[Live]]": "на www.iom.int…Facebook Live и un.org/sr/Live",
}


@pytest.mark.parametrize(
    ("latin", "cyrillic"), pairs("TVNjegoš=ТВЊегош aNja=аЊа Nju=Њу NJU=ЊУ UNJ=УЊ Nj=Њ U.Nj.=У.Њ. UNDŽ=УНЏ UNja=УЊа")
)
def test_a_digraph_is_all_capitals_among_capitals_alone(latin, cyrillic):
    """Its second letter is small before a small one, whatever stands before it."""
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(("latin", "cyrillic"), SENTENCES.items())
def test_a_word_is_read_in_its_sentence(latin, cyrillic):
    """Numerals, units, headings in capitals, endings and marks are recognised by their context."""
    assert to_cyrillic(latin) == cyrillic
    if "Политика" not in latin:
        assert to_latin(cyrillic) == strip_marks(latin)


MISSPELT = {
    "Djordje": "Ђорђе", "medju": "међу", "takodje": "такође", "rodjen": "рођен", "Medjunarodni": "Међународни",
    "mladji": "млађи", "utvrdjeno": "утврђено", "Djoković": "Ђоковић",
    "Karadjordje": "Карађорђе", "gradjevina": "грађевина", "rodjendan": "рођендан",
    "andjeo": "анђео", "nasledje": "наслеђе",
    "radjeno": "рађено", "svadje": "свађе", "podjimo": "пођимо", "DJORDJEVIĆ": "ЂОРЂЕВИЋ",
    "vodjstvo": "вођство", "smedj": "смеђ",
}  # fmt: skip
CORRECT = """
odjednom podjednako nadjačati predjelo djelo odjek podjela gdje vidjeti ponedjeljak zadjenuti bdjenje adjektiv odjaviti
readjustirati adjacentan opredjeljenje uštedjeti žudjela
"""


@pytest.mark.parametrize(("latin", "cyrillic"), MISSPELT.items())
def test_dj_is_read_as_one_letter_where_it_is_one(latin, cyrillic):
    """`dj` that can only be `đ` becomes `ђ`, in any capitals."""
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("word", CORRECT.split())
def test_dj_stays_two_letters_where_it_may_be_two(word):
    """A prefix before j, and an ijekavian -dje-, are left alone."""
    assert "ђ" not in to_cyrillic(word)
    assert to_latin(to_cyrillic(word)) == word


def test_one_code_point_digraphs_and_loose_accents_are_normalised():
    """The nine digraph characters and letters written with combining marks convert like ordinary ones."""
    assert (
        to_cyrillic("ǆep ǅep Ǆ ǉudi ǈubav Ǉ ǌega ǋegoš ŠKOǇA s\u030cuma")
        == "џеп Џеп Џ људи Љубав Љ њега Његош ШКОЉА шума"
    )
    assert normalize("ǆ c\u0301") == "dž ć"


def test_nothing_invisible_is_added():
    """No output holds a joiner, a soft hyphen or any other character that cannot be seen."""
    text = to_cyrillic(" ".join(row[0] for row in pairs(PROBES + BOUNDARIES + ONE_LETTER + CHAINS)) + LATIN)
    assert not {"\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\0"} & set(text)


@pytest.mark.parametrize("text", ["Људи и њихови џепови", "ЉУБАВ, Љубав", "УНДП-а", "Његош пише „Горски вијенац”"])
def test_cyrillic_is_left_alone(text):
    """A text that is in Cyrillic already comes out as it went in."""
    assert to_cyrillic(text) == text
