"""Sentences for the small newsroom: one voice for each edition, with everything that long text can hold."""

from types import SimpleNamespace as Facts

from markupsafe import Markup

MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
MONTHS_SR = ("januar", "februar", "mart", "april", "maj", "jun", "jul", "avgust", "septembar", "oktobar", "novembar", "decembar")
MONTHS_CYRL = ("јануар", "фебруар", "март", "април", "мај", "јун", "јул", "август", "септембар", "октобар", "новембар", "децембар")
MONTHS_AR = ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")

BODY = """<p>{first} <a href="https://example.org/report">{link}</a>. {second}</p>
<h2>{heading}</h2>
<p>{second} <em>{quote}</em><sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>
<blockquote><p>{quote}</p><p><cite>{author}</cite></p></blockquote>
<ul><li>{link}</li><li>{heading}</li><li>{second}</li></ul>
<div class="table-scroll" role="region" tabindex="0" aria-label="{heading}"><table><thead><tr><th>{heading}</th><th>2023</th><th>2024</th><th>2025</th><th>2026</th></tr></thead>
<tbody><tr><th scope="row">{link}</th><td>1.204</td><td>1.377</td><td>1.502</td><td>1.618</td></tr><tr><th scope="row">{author}</th><td>12</td><td>31</td><td>44</td><td>57</td></tr></tbody></table></div>
<h3>{link}</h3>
<p>{first} <code>SDGs: 16</code></p>
<div class="footnote"><hr><ol><li id="fn:1"><p>{link} <a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>"""


def voice(site_name: str, tagline: str, menu: tuple, titles: tuple, lead: str, months: tuple, date: str, alt: str, credit: str, author: str, **body: str) -> Facts:
    """The facts of one edition's sentences, its body made of the same parts in every language."""
    html = Markup(BODY.format(author=author, **body))
    paragraphs = (f"<p>{body['first']}</p>", f"<h2>{body['heading']}</h2>", f"<p>{body['second']}</p>", f"<blockquote><p>{body['quote']}</p></blockquote>")
    return Facts(site_name=site_name, tagline=tagline, menu=menu, titles=titles, lead=lead, months=months, date=date, alt=alt, credit=credit, author=author,
                 html=html, paragraphs=paragraphs)


VOICES = {
    "en": voice(
        "Dvoglas", "News of the region in two languages", (("about", "About us"), ("contact", "Contact")),
        ("New equipment helps border police tell who needs protection", "Farmers in the south plant trees that drink less", "A school where every child hears every lesson",
         "Municipalities agree on one standard for clean water"),
        "Twelve stations received devices that read documents in seconds, and the officers who use them were trained to notice people at risk.",
        MONTHS_EN, "3 September 2026", "Two arcs of colour cross above a quiet horizon", "Dvoglas", "Editorial desk",
        first="The equipment reached the stations on Thursday, after a year of preparation in which officers, lawyers and interpreters worked out together what it is for.",
        link="The report on the first six months", heading="What changes at the border",
        second="An officer who once copied a passport by hand now sees within seconds whether a document is genuine, and has time to ask the person who holds it how they are.",
        quote="A device does not protect anyone. A person who has the time to look up from it does."),
    "sr": voice(
        "Dvoglas", "Vesti iz regiona na dva jezika", (("about", "O nama"), ("contact", "Kontakt")),
        ("Nova oprema pomaže graničnoj policiji da prepozna kome je potrebna zaštita", "Poljoprivrednici na jugu sade voćke kojima treba manje vode", "Škola u kojoj svako dete čuje svaki čas",
         "Opštine se dogovorile o jednom standardu za čistu vodu"),
        "Dvanaest stanica dobilo je uređaje koji dokumenta čitaju za nekoliko sekundi, a službenici su obučeni da primete ljude u opasnosti.",
        MONTHS_SR, "3. septembar 2026.", "Dva obojena luka ukrštaju se iznad mirnog horizonta", "Dvoglas", "Redakcija",
        first="Oprema je u stanice stigla u četvrtak, posle godinu dana priprema u kojima su policajci, pravnici i prevodioci zajedno utvrdili čemu služi.",
        link="Izveštaj o prvih šest meseci", heading="Šta se menja na granici",
        second="Službenik koji je nekada pasoš prepisivao rukom sada za nekoliko sekundi vidi da li je isprava prava, pa ima vremena da onoga ko je nosi upita kako je.",
        quote="Uređaj nikoga ne štiti. Štiti čovek koji ima vremena da podigne pogled sa njega."),
    "sr-cyrl": voice(
        "Двоглас", "Вести из региона на два језика", (("about", "О нама"), ("contact", "Контакт")),
        ("Нова опрема помаже граничној полицији да препозна коме је потребна заштита", "Пољопривредници на југу саде воћке којима треба мање воде", "Школа у којој свако дете чује сваки час",
         "Општине се договориле о једном стандарду за чисту воду"),
        "Дванаест станица добило је уређаје који документа читају за неколико секунди, а службеници су обучени да примете људе у опасности.",
        MONTHS_CYRL, "3. септембар 2026.", "Два обојена лука укрштају се изнад мирног хоризонта", "Двоглас", "Редакција",
        first="Опрема је у станице стигла у четвртак, после годину дана припрема у којима су полицајци, правници и преводиоци заједно утврдили чему служи.",
        link="Извештај о првих шест месеци (IOM)", heading="Шта се мења на граници",
        second="Службеник који је некада пасош преписивао руком сада за неколико секунди види да ли је исправа права, па има времена да онога ко је носи упита како је.",
        quote="Уређај никога не штити. Штити човек који има времена да подигне поглед са њега, па га и пита."),
    "ar": voice(
        "دفوغلاس", "أخبار المنطقة بلغتين", (("about", "من نحن"), ("contact", "اتصل بنا")),
        ("معدات جديدة تساعد شرطة الحدود على معرفة من يحتاج إلى الحماية", "مزارعو الجنوب يغرسون أشجارا أقل عطشا", "مدرسة يسمع فيها كل طفل كل درس", "البلديات تتفق على معيار واحد للماء النظيف"),
        "حصلت اثنتا عشرة محطة على أجهزة تقرأ الوثائق في ثوان، وتدرب العاملون عليها على ملاحظة من هم في خطر.",
        MONTHS_AR, "3 سبتمبر 2026", "قوسان ملونان يتقاطعان فوق أفق هادئ", "دفوغلاس", "هيئة التحرير",
        first="وصلت المعدات إلى المحطات يوم الخميس بعد عام من التحضير عمل فيه الضباط والمحامون والمترجمون معا.", link="تقرير الأشهر الستة الأولى", heading="ما الذي يتغير على الحدود",
        second="صار الضابط يرى في ثوان إن كانت الوثيقة صحيحة، ويبقى له وقت ليسأل حاملها عن حاله.", quote="الجهاز لا يحمي أحدا. يحمي من لديه وقت ليرفع بصره عنه."),
}
