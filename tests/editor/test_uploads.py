"""Pictures and files that come into a story: made right, described, put into all its texts, and gone where they are not
wanted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from plugins.editor.http import EDITOR
from tests.editor.requests import STEM, post
from tests.editor.windows import (
    PDF,
    picture,
)


def send(client, name, data, expected=200):
    """Upload a file to a story; gives the answer."""
    answer = client.post(
        f"{EDITOR}/api/upload",
        params={"stem": STEM, "name": name},
        content=data,
        headers={"content-type": "application/octet-stream"},
    )
    assert answer.status_code == expected, answer.text
    return answer.json()


def kept(site_folder, added):
    """The picture that an upload made."""
    return Image.open(site_folder.content / added["name"])


def test_wide_colours_become_those_of_the_web(client, site_folder):
    """A photograph with a colour profile of its own, as telephones write it, has the colours that it shows."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    lab = picture("TIFF", mode="LAB", colour=(128, 200, 90), icc_profile=profile)
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = picture(colour=(200, 30, 60), icc_profile=swapped)
    with kept(site_folder, send(client, "plain.jpg", plain)) as image:
        assert "icc_profile" not in image.info
        assert max(abs(a - b) for a, b in zip(image.getpixel((9, 9)), (200, 30, 60), strict=True)) < 4
    with kept(site_folder, send(client, "lab.tiff", lab)) as image:
        assert image.mode == "RGB"


def test_a_picture_of_sixteen_bits_keeps_its_tones(client, site_folder):
    """A scan with 16 bits a pixel is not white."""
    with kept(site_folder, send(client, "scan.png", picture("PNG", mode="I;16", colour=32768))) as image:
        assert image.convert("L").getpixel((5, 5)) in range(126, 130)


def test_nothing_that_was_written_into_a_picture_stays(client, site_folder):
    """Comments of programs go, as do the camera's data and place."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ana"
    data = picture(exif=exif, comment=b"by Ana", xmp=b"<x:xmpmeta>Ana</x:xmpmeta>")
    added = send(client, "photo.jpg", data)
    assert b"Ana" not in (site_folder.content / added["name"]).read_bytes()


def test_drawings_stay_sharp_and_photographs_small(client, site_folder):
    """A drawing stays PNG; a photograph is a JPEG, also where its file has an alpha channel without transparency."""
    assert send(client, "chart.png", picture("PNG"))["name"].endswith("chart.png")
    noise = Image.effect_noise((900, 700), 90)
    opaque = Image.merge("RGBA", (noise, noise, noise, Image.new("L", noise.size, 255)))
    stream = BytesIO()
    opaque.save(stream, "PNG")
    assert send(client, "shot.png", stream.getvalue())["name"].endswith("shot.jpg")
    clear = picture("PNG", mode="RGBA", colour=(9, 9, 9, 99))
    with kept(site_folder, send(client, "logo.png", clear)) as image:
        assert image.mode == "RGBA"


def test_what_is_lost_of_a_picture_is_said(client):
    """One that moves is kept as it begins, and a small one is named."""
    frames = [Image.new("RGB", (900, 600), colour) for colour in ("teal", "gold")]
    stream = BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    moving = send(client, "moving.gif", stream.getvalue())
    assert (moving["moves"], moving["narrow"]) == (True, False)
    assert send(client, "small.jpg", picture(size=(300, 200)))["narrow"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Šumadija – Đurđevak (2).JFIF", "images/sumadija-djurdjevak-2.jpg"),
        ("Извештај Њ.jpg", "images/izvestaj-nj.jpg"),
        ("photo", "images/photo.jpg"),
        ("photo.weird", "images/photo.jpg"),
        ("😀.jpg", "images/file.jpg"),
    ],
)
def test_names_become_addresses(client, name, plain):
    """Letters of any script are written in plain Latin; a picture is known by its bytes, not its name."""
    assert send(client, name, picture())["name"] == plain


@pytest.mark.parametrize("name", ["Logo.SVG", "drawing.ai", "DSC_1.NEF", "IMG.dng"])
def test_pictures_that_no_browser_shows_are_refused_with_the_way_out(client, name):
    """A drawing or a camera's raw file is not said to be no document: it is to be saved as PNG or JPEG."""
    error = send(client, name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", 422)["error"]
    assert error.startswith(name)
    assert "save it as JPEG" in error
    assert "PNG" in error


def test_a_file_that_is_there_already_is_not_written_twice(client, site_folder):
    """The same picture, as it was dropped or as it was kept, and the same PDF are offered, under their names."""
    first = send(client, "photo.jpg", picture())
    again = send(client, "other.jpg", picture())
    assert (again["name"], again["known"], first["known"]) == (first["name"], True, False)
    bytes_kept = (site_folder.content / first["name"]).read_bytes()
    assert send(client, "kept.jpg", bytes_kept)["name"] == first["name"]
    report = send(client, "Izveštaj.pdf", PDF)
    assert report["name"] == "news/2026/izvestaj.pdf"
    same = send(client, "drugi.pdf", PDF)
    assert (same["name"], same["link"], same["known"]) == (report["name"], "izvestaj.pdf", True)


def test_only_what_this_editor_added_and_no_text_names_can_be_removed(client, site_folder):
    """A file that was dropped by mistake goes again; one that was there, or is shown by a story, stays."""
    added = send(client, "photo.jpg", picture())["name"]
    assert post(client, "drop-upload", name="news/2026/bridge.en.md") == {"removed": False}
    assert post(client, "drop-upload", name=added) == {"removed": True}
    assert not (site_folder.content / added).exists()
    used = send(client, "photo.jpg", picture())["name"]
    site_folder.article("shows", body=f"A text.\n\n![A bridge]({used})\n")
    client.get(f"{EDITOR}/api/list")
    post(client, "create", title="Any", language="en", category="")
    assert post(client, "drop-upload", name=used) == {"removed": False}
    assert (site_folder.content / used).exists()


def test_files_that_come_at_once_get_names_of_their_own(client, editor):
    """None takes the place of another, whoever sends it."""
    data = [PDF.replace(b"1.4", f"1.{number}".encode()) for number in range(8)]
    with ThreadPoolExecutor(len(data)) as threads:
        added = list(threads.map(lambda one: editor.uploads.upload(one, STEM, "report.pdf"), data))
    assert [(editor.site.content / one.name).read_bytes() for one in added] == data


def test_what_another_window_may_have_put_into_its_text_stays(client, site_folder):
    """A file whose name another window was told, by the list of pictures or since it sent the same one, is not removed
    when the first one does not want it: its text may be in no file yet."""
    for number in range(2):
        teal = picture(size=(900 + number, 600))
        added = send(client, "a.jpg", teal)["name"]
        if number:
            client.get(f"{EDITOR}/api/pictures")
        else:
            send(client, "b.jpg", teal)
        assert post(client, "drop-upload", name=added) == {"removed": False}
        assert (site_folder.content / added).exists()


def test_what_stories_say_of_a_picture_is_offered(client, site_folder):
    """The description and the credit of a picture, in each language, by those who described it before."""
    (site_folder.content / "images").mkdir(exist_ok=True)
    (site_folder.content / "images/crane.jpg").write_bytes(picture())
    site_folder.article("crane", body="Text.\n\n![A crane](images/crane.jpg)\n")
    site_folder.article("crane", "sr", title="Dizalica", body="Tekst.\n\n![Dizalica](images/crane.jpg)\n")
    post(client, "create", title="Any", language="en", category="")
    found = client.get(f"{EDITOR}/api/picture-words", params={"name": "images/crane.jpg"}).json()
    assert found == {"alt": {"en": "A crane", "sr": "Dizalica"}, "credit": {}}
    assert client.get(f"{EDITOR}/api/picture-words", params={"name": ""}).json() == {"alt": {}, "credit": {}}
