"""The pages that charts are picked from: complete, true to the files, self-contained, and the same every time."""

import base64
import gettext
import re
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from poverty.packs import load as pack
from poverty.publish import gallery
from poverty.publish.folders import OVERALL
from poverty.publish.gallery import downloads
from poverty.publish.gallery import downloads as previews
from poverty.publish.gallery.cards import LIMIT
from poverty.publish.gallery.cards import sheet as read_sheet
from poverty.words import language as words
from poverty.words.language import Language
from sample_galleries import FOLDERS, committed, findings, in_all_languages, small

UP = "../index.html"
LOADING = ("src", "srcset", "poster", "data", "action", "background", "ping", "formaction")  # attributes that fetch


@pytest.fixture(scope="module")
def packs():
    return {slug: pack.load_pack(slug) for slug in pack.list_province_slugs()}


@pytest.fixture(scope="module", params=FOLDERS)
def made(request, packs):
    """The page of a folder of figures in every language: manifest, files, bytes and soup."""
    manifest, files = in_all_languages(*committed(request.param))
    files |= {f"briefing-{code}.pptx": b"p" * 2_100_000 for code in words.list_languages()}
    files |= {"brief-en.pdf": b"p" * 260_000, "bac-lieu.xlsx": b"p" * 96_000}
    own = packs if request.param == OVERALL else {request.param: packs[request.param]}
    name = {} if request.param == OVERALL else packs[request.param].province["name"]
    said = {} if request.param == OVERALL else findings()
    data = gallery.page(manifest, files, said, name, own)
    return manifest, files, data, BeautifulSoup(data.decode(), "html.parser")


def sheets(soup):
    return {one["data-in"]: one for one in soup.select("[data-in]")}


def shown(size, lang):
    """The bytes that a size says, and by how much they may differ from what it rounds."""
    number, unit = size.split()
    separator = lang.number(0.5, 1)[1]
    value = Decimal(re.sub(r"[^\d.]", "", number.replace(separator, "·").replace(".", "").replace("·", ".")))
    return (value * 1_000_000, 50_000) if unit == "MB" else (value * 1000, 500)


def test_every_figure_has_a_card_in_every_language(made):
    manifest, _, _, soup = made
    assert list(sheets(soup)) == list(words.list_languages())
    for code, sheet in sheets(soup).items():
        assert sheet["lang"] == code
        placed = [one["data-figure"] for one in sheet.select("[data-figure]")]
        assert sorted(placed) == sorted(figure["id"] for figure in manifest["figures"])
        for figure in manifest["figures"]:
            anchor = f"{code}-{figure['id']}"
            assert sheet.find(id=anchor).select_one("img")["alt"] == figure["alt"][code]
            for part in ("title", "caption", "alt"):
                assert sheet.find(id=f"{anchor}-{part}").get_text() == figure[part][code]


def test_links_resolve_and_sizes_are_those_of_the_files(made):
    manifest, files, _, soup = made
    for code, sheet in sheets(soup).items():
        lang, linked = Language(code), set()
        for link in sheet.select("a[href]"):
            path = link["href"].partition("#")[0]
            if path in ("", UP) or re.match(r"https?://", path):
                continue
            assert path in files, path
            linked.add(path)
            found = link.select_one(".size")
            said = found.get_text() if found else (re.search(r"\((.+? [kM]B)\)$", link.get_text()) or ["", ""])[1]
            if said:
                value, off = shown(said.replace("\xa0", " "), lang)
                assert abs(value - len(files[path])) <= max(off, 1000 - len(files[path])), (path, said)
            else:
                assert link.get_text() == path  # the table of which only the first rows are shown
        own = {f["path"] for one in manifest["figures"] for f in one["files"] if f["language"] == code}
        tables = {item["path"] for item in [*(one["table"] for one in manifest["figures"]), *manifest["data"]]}
        assert linked >= own | tables | {f"briefing-{code}.pptx"}
        assert linked <= own | tables | {f"briefing-{code}.pptx", f"brief-{code}.pdf", "bac-lieu.xlsx"}
        assert ("brief-en.pdf" in linked) == (code == "en")
        assert ("bac-lieu.xlsx" in linked) == (manifest["province"] == "bac-lieu")


def test_anchors_and_references_resolve_and_ids_are_unique(made):
    _, _, _, soup = made
    ids = [one["id"] for one in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    named = [link["href"][1:] for link in soup.select('a[href^="#"]')]
    for attribute in ("aria-labelledby", "data-copy"):
        named += [name for one in soup.select(f"[{attribute}]") for name in one[attribute].split()]
    assert set(named) <= set(ids)
    assert all(link["href"].endswith(f"#{link.find_parent(attrs={'data-in': True})['data-in']}")
               for link in soup.select(f'a[href^="{UP}"]'))  # fmt: skip


def test_nothing_is_fetched(made):
    _, _, data, soup = made
    for one in soup.find_all(True):
        for attribute in LOADING:
            assert str(one.get(attribute, "data:")).startswith("data:"), (one.name, attribute)
        if one.name not in ("a", "meta"):
            assert "://" not in "".join(str(value) for key, value in one.attrs.items() if not key.startswith("data-"))
    assert [link["href"] for link in soup.select("link")] == ["data:,"]
    assert not soup.select("iframe, object, embed, base, form, audio, video")
    assert b"@import" not in data
    assert b"url(" not in data
    policy = soup.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
    assert policy.startswith("default-src 'none'; img-src data:;")


def test_headings_do_not_skip(made):
    _, _, _, soup = made
    for sheet in sheets(soup).values():
        levels = [int(one.name[1]) for one in sheet.find_all(re.compile(r"^h[1-6]$"))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_language_has_all_blocks(made):
    _, _, _, soup = made
    told = {}
    for code, sheet in sheets(soup).items():
        places = [one["data-place"] for one in sheet.select("[data-place]")]
        counts = [len(sheet.select(name)) for name in ("main", "nav", "button", "table", "tr", "td", "details", "img")]
        told[code] = (places, counts, [one["data-key"] for one in sheet.select("details")])
        assert sheet.select_one(f'[data-language="{code}"]')["aria-current"] == "true"
    assert all(one == told["en"] for one in told.values())


def test_every_claim_and_reading_is_shown(made):
    manifest, _, _, soup = made
    for figure in manifest["figures"]:
        version = soup.find(id=f"en-{figure['id']}")
        told = version.select('.known tbody tr, .inner > ul[lang="en"] > li')
        assert len(told) == len(figure["claims"])
        assert len(version.select(".answers li")) == len(figure["readings"])


def test_previews_are_small_and_the_page_is_not_large(made):
    manifest, _, data, soup = made
    pictures = [one["src"] for one in soup.select("img")]
    assert len(pictures) == len(words.list_languages()) * len(manifest["figures"])
    assert max(map(len, pictures)) <= previews.LARGEST * 4 / 3 + 30
    assert len(data) < 4_000_000


def test_the_same_bytes_every_time(made, packs):
    manifest, files, data, _ = made
    folder = manifest["province"]
    own = packs if folder == OVERALL else {folder: packs[folder]}
    name = {} if folder == OVERALL else packs[folder].province["name"]
    previews.preview.cache_clear()
    assert gallery.page(manifest, files, {} if folder == OVERALL else findings(), name, own) == data


def test_texts_are_escaped():
    bad = "<script>alert(\"1\")</script> & 'x' %(y)s {{ z }}"
    manifest, files = small(title=bad, caption=bad, alt=bad, csv='role,value\n"<b>bold</b> & ""so""",1\n<i>c</i>,2\n')
    manifest["claims"]["a-claim"]["reported"] = bad
    data = gallery.page(manifest, files, {"en": {"jobs": [bad, bad, bad]}}, {"en": bad})
    soup = BeautifulSoup(data.decode(), "html.parser")
    assert len(soup.find_all("script")) == 2
    assert not soup.select("td b, td i")
    assert soup.h1.get_text() == bad
    assert soup.title.get_text() == f"{bad}: charts on poverty"
    assert soup.find(id="en-06-jobs-caption").get_text() == f"{bad} of 06-jobs"
    assert soup.find(id="en-06-jobs").img["alt"] == f"{bad} of 06-jobs"
    assert soup.find(id="en-jobs-1").get_text() == bad
    assert soup.select_one("td").get_text() == '<b>bold</b> & "so"'


def test_what_no_pack_holds_is_shown_as_the_manifest_has_it():
    manifest, files = small()
    soup = BeautifulSoup(gallery.page(manifest, files, {}, {"en": "Somewhere"}).decode(), "html.parser")
    told = soup.select_one('#en-06-jobs ul[lang="en"] li').get_text()
    assert told == "a-claim: “5,09”; a-claim: [5.085, 5.095)"
    assert not soup.select(".quotes, .together")


def test_every_word_is_translated(monkeypatch):
    class Marking(gettext.NullTranslations):
        def gettext(self, message):
            return f"⟦{message}⟧"

        def ngettext(self, one, many, count):
            return f"⟦{one if count == 1 else many}⟧"

    monkeypatch.setattr(gallery, "Language", lambda code: Language("en", Marking()))
    manifest, files = small(csv="role,year,value\n" + "".join(f"r{i},1997,{i}\n" for i in range(50)))
    files |= {"briefing-en.pptx": b"", "brief-en.pdf": b"", "somewhere.xlsx": b""}
    said = {"en": {"jobs": ["S 1", "S 2", "S 3"]}}
    pages = [gallery.page(manifest, files, said, {"en": "Name"})]
    pages.append(gallery.overall([gallery.Province(manifest, {"en": "Name"})]))
    given = re.compile(
        r"⟦.*?⟧|(Title|Caption|Alt) of [\w-]+|S \d|Name|English|CC BY 4\.0|PNG|SVG|PDF|CSV|XLSX|[kM]B|px|cm|"
        r"role|year|value|r\d+|"
        r"(data|tables|notebooks)/[\w./-]+|a-claim: .*"
    )
    for data in pages:
        soup = BeautifulSoup(data.decode(), "html.parser")
        for one in soup.find_all(["script", "style", "noscript"]):
            one.extract()
        texts = [text.strip() for text in soup.find_all(string=True) if text != "html"]
        texts += [one[name] for one in soup.find_all(True) for name in ("aria-label", "data-copied") if one.get(name)]
        for text in texts:
            assert not re.search(r"[^\W\d_]", given.sub("", text)), text


def test_the_page_over_all_provinces(packs):
    manifests = {folder: in_all_languages(*committed(folder))[0] for folder in FOLDERS}
    provinces = [
        gallery.Province(m, {} if folder == OVERALL else packs[folder].province["name"])
        for folder, m in manifests.items()
    ]
    data = gallery.overall(provinces)
    assert data == gallery.overall(provinces)
    soup = BeautifulSoup(data.decode(), "html.parser")
    for code, sheet in sheets(soup).items():
        links = [link["href"] for link in sheet.select("main a")]
        assert sorted(links) == sorted(f"{folder}/index.html#{code}" for folder in FOLDERS)
        for item in sheet.select("[data-folder]"):
            folder = item["data-folder"]
            titles = {figure["id"]: figure["title"][code] for figure in manifests[folder]["figures"]}
            name, finding, count = (one.get_text() for one in item.find_all(["h2", "h3", "p"]))
            assert finding == titles.get("02-trajectory", next(iter(titles.values())))
            assert str(len(titles)) in count
            if folder != OVERALL:
                assert name == packs[folder].province["name"].get(code, packs[folder].province["name"]["en"])


@pytest.mark.parametrize(
    ("count", "code", "text"),
    [(1, "en", "1 kB"), (175_600, "en", "176 kB"), (999_499, "vi", "999 kB"), (999_500, "en", "1.0 MB"),
     (2_149_000, "vi", "2,1 MB"), (2_149_000, "id", "2,1 MB"), (12_000_000, "en", "12.0 MB")],
)  # fmt: skip
def test_sizes_are_written_as_the_language_does(count, code, text):
    assert downloads.size(count, Language(code)).replace("\xa0", " ") == text


def test_a_table_is_shown_as_people_read_it(english):
    head = "date,t,year,value,low,note,blank,unit,claims\n"
    body = "".join(f"{2000 + i}-M12,{2000 + i}.0,{2000 + i},{1234.5678 + i},{i}.12345,x,,%,a b\n" for i in range(50))
    found = read_sheet(b"\xef\xbb\xbf" + (head + body).encode(), english)
    assert [column.name for column in found.columns] == ["date", "year", "value", "low"]
    assert [column.kind for column in found.columns] == ["", "n", "n", "n"]
    assert found.rows[1] == ["end 2001", "2001", "1,236", "1.1235"]
    assert (len(found.rows), found.total, found.cut) == (LIMIT, 50, True)
    assert found.same == [("note", "x"), ("unit", "%")]
    vietnamese = read_sheet((head + body).encode(), Language("vi"))
    assert vietnamese.rows[1][1:] == ["2001", "1.236", "1,1235"]


def test_a_preview_keeps_the_colour_of_a_thin_line():
    _, files = small()
    found = previews.preview(files["en/06-jobs.png"])
    assert (found.width, found.height) == (640, 360)
    image = Image.open(BytesIO(base64.b64decode(found.uri.partition(",")[2]))).convert("RGB")
    colours = [colour for _, colour in image.getcolors(1000)]
    assert len(colours) <= previews.COLOURS[0]
    assert image.getpixel((630, 5)) == (255, 255, 255)
    assert any(max(abs(a - b) for a, b in zip(one, (0xF4, 0x6A, 0x25), strict=True)) < 24 for one in colours)
