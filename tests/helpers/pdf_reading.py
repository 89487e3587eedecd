"""What a reader of a PDF finds in it: of one by reportlab the text, of one by Matplotlib the letters."""

import base64
import re
import zlib


def streams(data):
    """Objects of a PDF by number, streams decompressed."""
    found = {}
    for number, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)endobj", data, re.S):
        head, mark, rest = body.partition(b"stream\n")
        if mark and b"/FlateDecode" in head:
            raw = rest.rpartition(b"endstream")[0]
            raw = base64.a85decode(raw.strip().removesuffix(b"~>")) if b"/ASCII85Decode" in head else raw
            body = head + zlib.decompressobj().decompress(raw)
        found[int(number)] = body
    return found


def text_of(data):
    """The words of a page in the order in which they stand in the file, as a reader of the PDF finds them."""
    found = streams(data)
    letters = {}
    for body in found.values():
        name = re.search(rb"/Name /(F\d\+\d)", body)
        if name and b"/ToUnicode" in body:
            table = found[int(re.search(rb"/ToUnicode (\d+)", body)[1])]
            pairs = re.findall(rb"<(\w\w)> <(\w{4})>", table)
            letters[name[1]] = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    (content,) = [body for body in found.values() if b" Tj" in body]
    words, font = [], {}
    for name, string, ends in re.findall(rb"/(F\d\+\d) \S+ Tf|\(((?:\\.|[^\\()])*)\) Tj|(T\*|ET)", content, re.S):
        font = letters[name] if name else font
        plain = re.sub(rb"\\(\d{3}|.)", lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else m[1], string)
        words.append(" " if ends else "".join(font[code] for code in plain))
    return " ".join("".join(words).split())


def letters_of(data):
    """Every letter that a PDF of Matplotlib lets a reader select: those that its fonts map glyphs to."""
    found = set()
    for body in streams(data).values():
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", body, re.S):
            for letters in re.findall(rb"\[(.*?)\]", block):
                found |= {chr(int(letter, 16)) for letter in re.findall(rb"<(\w{4})>", letters)}
    return found
