"""The pages that charts are picked from: complete, true to the files, self-contained, and the same every time."""

import base64
import gettext
import hashlib
import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from poverty.packs import load as pack
from poverty.publish import gallery
from poverty.publish.folders import OVERALL
from poverty.publish.gallery import downloads
from poverty.publish.gallery.cards import LIMIT, read_table
from poverty.words import language as words
from poverty.words.catalogues import extract_messages
from poverty.words.language import Language
from sample_galleries import FOLDERS, SAID, committed, findings, in_all_languages, small

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
    data = gallery.page(manifest, files, {} if request.param == OVERALL else findings(), name, own)
    assert data == gallery.page(manifest, files, {} if request.param == OVERALL else findings(), name, own)
    return manifest, files, data, BeautifulSoup(data.decode(), "html.parser")


def sheets(soup):
    return {one["data-in"]: one for one in soup.select("[data-in]")}


def shown(text, lang):
    """The bytes that a size says at the end of a text, and by how much they may differ from what it rounds."""
    number, unit = re.search(r"([\d.,]+)\s([kM]B)$", text).groups()
    separator = lang.number(0.5, 1)[1]
    value = Decimal(re.sub(r"[^\d.]", "", number.replace(separator, "·").replace(".", "").replace("·", ".")))
    return (value * 1_000_000, 50_000) if unit == "MB" else (value * 1000, 500)


@pytest.mark.sweep
def test_every_chart_is_there_in_every_language_and_says_each_thing_once(made):
    manifest, _, data, soup = made
    assert list(sheets(soup)) == list(words.list_languages())
    assert len(data) < 1_000_000 * len(words.list_languages())
    for code, sheet in sheets(soup).items():
        assert sheet["lang"] == code
        ids = [f"{code}-{figure['id']}" for figure in manifest["figures"]]
        assert [card["id"] for card in sheet.select("article")] == ids
        folded = [card["id"] for card in sheet.select(f"#{code}-appendix article")]
        assert folded == [name for name in ids if name.startswith(f"{code}-a")]
        for figure, name in zip(manifest["figures"], ids, strict=True):
            card = sheet.find(id=name)
            said = {part: figure[part][code] for part in ("title", "subtitle", "source", "caption", "alt")}
            assert [one.get_text() for one in card.select(".said")] == [said["title"], said["subtitle"], said["source"]]
            assert card.img["alt"] == said["alt"]
            assert [one["data-copy"] for one in card.select(".take button")] == [
                said["title"], said["caption"], said["source"], said["alt"]
            ]  # fmt: skip
            assert sheet.get_text().count(said["title"]) == 1
            notes = card.select("details")[2].p.get_text()
            assert f"{said['title']}. {said['subtitle']}. {notes}" in (
                said["caption"],
                said["caption"].removesuffix(said["source"]),
            )
            for picture in card.select("picture source, picture img"):
                assert int(picture["width"]) > int(picture["height"]) > 100


def test_sentences_stand_at_the_top_and_beside_the_chart_that_shows_them():
    manifest, files = small()
    soup = BeautifulSoup(gallery.page(manifest, files, {"en": SAID}, {"en": "Name"}).decode(), "html.parser")
    quoted = [
        [one.get_text() for one in soup.select(f"{place} .quotes p")]
        for place in (".opening > section", "article", ".more")
    ]
    assert quoted == [SAID["poverty"], SAID["jobs"], [*SAID["livelihoods"], *SAID["outlook"]]]
    assert [one["data-copy"] for one in soup.select(".quotes button")] == [
        one.get_text() for one in soup.select(".quotes p")
    ]
    assert soup.find(id="en-06-jobs").select_one(".quotes")
    bare = BeautifulSoup(gallery.page(manifest, files, {}, {"en": "Name"}).decode(), "html.parser")
    assert not bare.select(".quotes li, .opening, section")


def test_links_resolve_and_sizes_are_those_of_the_files(made):
    manifest, files, _, soup = made
    for code, sheet in sheets(soup).items():
        lang, linked = Language(code), set()
        for link in sheet.select("a[download]"):
            text = link.get_text() if link.get_text() != link["href"] else link.parent.get_text().strip()
            value, off = shown(text, lang)
            assert abs(value - len(files[link["href"]])) <= max(off, 1000 - len(files[link["href"]])), text
            linked.add(link["href"])
        own = {f["path"] for one in manifest["figures"] for f in one["files"] if f["language"] == code}
        tables = {item["path"] for item in [*(one["table"] for one in manifest["figures"]), *manifest["data"]]}
        sets = {f"briefing-{code}.pptx", *(["brief-en.pdf"] if code == "en" else [])}
        assert linked == own | tables | sets | ({"bac-lieu.xlsx"} if manifest["province"] == "bac-lieu" else set())
        first = sheet.select_one(".take a")
        assert first["href"] == f"{code}/{manifest['figures'][0]['id']}.png"
        assert f"{lang.number(1999)} × {lang.number(1125)} px" in first.get_text()


def test_references_resolve_and_headings_do_not_skip(made):
    _, _, _, soup = made
    ids = [one["id"] for one in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    named = [link["href"][1:] for link in soup.select('a[href^="#"]')]
    for attribute in ("aria-labelledby", "aria-describedby"):
        named += [name for one in soup.select(f"[{attribute}]") for name in one[attribute].split()]
    assert set(named) <= set(ids)
    counts = set()
    for code, sheet in sheets(soup).items():
        assert sheet.select_one(f'a[href^="{UP}"]')["href"] == f"{UP}#{code}"
        levels = [int(one.name[1]) for one in sheet.find_all(re.compile(r"^h[1-6]$"))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        counts.add(tuple(len(sheet.select(name)) for name in ("button", "table", "tr", "td", "details", "img")))
    assert len(counts) == 1


def test_nothing_is_fetched_and_no_other_script_runs(made):
    _, _, data, soup = made
    for one in soup.find_all(True):
        for attribute in LOADING:
            assert str(one.get(attribute, "data:")).startswith("data:"), (one.name, attribute)
        assert not any(name.startswith("on") for name in one.attrs)
    assert [link["href"] for link in soup.select("link")] == ["data:,"]
    assert not soup.select("iframe, object, embed, base, form, audio, video")
    assert b"@import" not in data
    assert b"url(" not in data
    policy = soup.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
    digest = base64.b64encode(hashlib.sha256(soup.script.string.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"script-src 'sha256-{digest}';" in policy
    assert len(soup.select("script")) == 1


def test_every_claim_and_reading_is_shown(made):
    manifest, _, _, soup = made
    for figure in manifest["figures"]:
        card = soup.find(id=f"en-{figure['id']}")
        assert len(card.select(".known tbody tr")) == len(figure["claims"])
        assert len(card.select(".answers li")) == len(figure["readings"])
    if manifest["province"] == OVERALL:  # each says of which province it is
        assert (
            card.find_parent("main").select_one(".known th[scope=row]").get_text().startswith("Bạc Liêu: Poverty rate")
        )


def test_a_pack_from_a_stranger_is_shown_as_text(packs):
    bad = "<script>alert(\"1\")</script> & 'x' %(y)s {{ z }}"
    own, name = packs["bac-lieu"], "poverty-rate-2024"
    source = replace(
        own.claims[name].source, url="javascript:alert(1)", title=bad, language=")", publisher=bad, names={}
    )
    own = replace(own, claims=own.claims | {name: replace(own.claims[name], source=source, locator=bad)})
    manifest, files = small(said=bad, csv='role,value\n"<b>bold</b> & ""so""",1\n<i>c</i>,2\n')
    data = gallery.page(manifest, files, {"en": {"jobs": [bad]}}, {"en": bad}, {"bac-lieu": own})
    soup = BeautifulSoup(data.decode(), "html.parser")
    card = soup.find(id="en-06-jobs")
    assert len(soup.find_all("script")) == 1
    assert not soup.select("td b, td i, .known a")
    assert soup.h1.get_text() == bad
    assert soup.title.get_text() == f"{bad}: charts on poverty"
    assert card.img["alt"] == f"alt of 06-jobs{bad}"
    assert [one["data-copy"] for one in card.select("button")][1] == f"caption of 06-jobs{bad}"
    assert card.select_one(".quotes p").get_text() == bad
    assert card.select_one("td").get_text() == '<b>bold</b> & "so"'
    assert card.select_one(".known td:last-child").get_text().startswith(f"{bad}, {bad}, ")
    listed = gallery.overall([(manifest | {"province": bad}, {"en": bad}, Path())])
    assert len(BeautifulSoup(listed.decode(), "html.parser").find_all("script")) == 1


def test_every_word_is_translated(monkeypatch):
    class Marking(gettext.NullTranslations):
        def gettext(self, message):
            return f"⟦{message}⟧"

    monkeypatch.setattr(gallery, "Language", lambda code: Language("en", Marking()))
    manifest, files = small(csv="role,year,value\n" + "".join(f"r{i},1997,{i}\n" for i in range(50)))
    files |= {"briefing-en.pptx": b"", "brief-en.pdf": b"", "somewhere.xlsx": b""}
    manifest["figures"].append(manifest["figures"].pop() | {"id": "a4-livelihoods"})
    files |= {path.replace("06-jobs", "a4-livelihoods"): data for path, data in files.items()}
    pages = [gallery.page(manifest, files, {"en": {"jobs": ["S 1"], "poverty": ["S 2"]}}, {"en": "Name"})]
    pages.append(gallery.overall([(manifest, {"en": "Name"}, Path())]))
    given = re.compile(
        r"⟦.*?⟧|(title|subtitle|source|caption|alt) of [\w-]+|S \d|Name|English|CC BY 4\.0|PNG|SVG|PDF|CSV|XLSX|PPTX|"
        r"[kM]B|px|cm|role|year|value|r\d+|(data|tables|notebooks)/[\w./-]+"
    )
    for data in pages:
        soup = BeautifulSoup(data.decode(), "html.parser")
        for one in soup.find_all(["script", "style"]):
            one.extract()
        texts = [text.strip() for text in soup.find_all(string=True) if text != "html"]
        told = ("aria-label", "data-copied", "data-failed", "data-switched", "data-found", "alt")
        texts += [one[name] for one in soup.find_all(True) for name in told if one.get(name)]
        for text in texts:
            assert not re.search(r"[^\W\d_]", given.sub("", text)), text
    known = {message.id for message in extract_messages()}
    assert {"Find a province", "Copy the caption", "Skip to the content"} <= known  # one of each template


def test_the_page_over_all_provinces(packs, tmp_path):
    manifests = {folder: in_all_languages(*committed(folder))[0] for folder in FOLDERS}
    picture = tmp_path / "vi" / "plot-only" / f"{manifests['bac-lieu']['figures'][0]['id']}.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(small()[1]["en/06-jobs.png"])
    provinces = [(manifests[OVERALL], {}, Path())]
    provinces.append((manifests["bac-lieu"], packs["bac-lieu"].province["name"], tmp_path))
    soup = BeautifulSoup(gallery.overall(provinces).decode(), "html.parser")
    for code, sheet in sheets(soup).items():
        links = [link["href"] for link in sheet.select("main a")]
        assert links == [f"bac-lieu/index.html#{code}", f"provinces/index.html#{code}"]
        listed, across = sheet.select_one("ul.provinces li"), sheet.select_one("section.provinces")
        first = manifests["bac-lieu"]["figures"][0]
        assert (listed.a.get_text(), listed.p.get_text()) == ("Bạc Liêu", first["title"][code])
        assert listed["data-names"].split() == ["Bạc", "Liêu", "bac-lieu"]
        assert across.p.get_text() == manifests[OVERALL]["figures"][0]["title"][code]
        assert [one["alt"] for one in sheet.select("img")] == ([first["alt"][code]] if code == "vi" else [])


def test_a_table_is_shown_as_people_read_it(english):
    head = "date,t,year,value,low,note,blank,unit,claims\n"
    body = "".join(f"{2000 + i}-M12,{2000 + i}.0,{2000 + i},{1234.5678 + i},{i}.12345,x,,%,a b\n" for i in range(50))
    found = read_table(b"\xef\xbb\xbf" + (head + body).encode(), english)
    assert [(column["name"], column["kind"]) for column in found["columns"] if not column["is_same"]] == [
        ("date", ""), ("year", "n"), ("value", "n"), ("low", "n")
    ]  # fmt: skip
    assert [column["cells"][1] for column in found["columns"]] == ["end 2001", "2001", "1,236", "1.1235", "x", "%"]
    assert (found["shown"], found["total"], len(found["columns"][0]["cells"])) == (LIMIT, 50, LIMIT)
    assert [column["name"] for column in found["columns"] if column["is_same"]] == ["note", "unit"]
    vietnamese = read_table((head + body).encode(), Language("vi"))
    assert [column["cells"][1] for column in vietnamese["columns"][1:4]] == ["2001", "1.236", "1,1235"]


def test_a_preview_keeps_the_colour_of_a_thin_line():
    _, files = small()
    found = downloads.draw_preview(files["en/06-jobs.png"], 640)
    assert (found["width"], found["height"]) == (640, 360)
    image = Image.open(BytesIO(base64.b64decode(found["uri"].partition(",")[2]))).convert("RGB")
    colours = [colour for _, colour in image.getcolors(1000)]
    assert len(colours) <= downloads.COLOURS
    assert image.getpixel((630, 5)) == (255, 255, 255)
    assert any(max(abs(a - b) for a, b in zip(one, (0xF4, 0x6A, 0x25), strict=True)) < 24 for one in colours)
