"""Small real HWP 5, HWPX and PDF files with a given text, made without a word processor."""

from __future__ import annotations

import io
import struct
import zipfile

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def hwp(text: str) -> bytes:
    """An uncompressed HWP 5 file: a compound file with FileHeader and BodyText/Section0."""
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, 0)
    letters = (text + "\r").encode("utf-16-le")
    body = _record(66, 0, struct.pack("<IIHBBHHHI", len(letters) // 2, 0, 0, 0, 0, 0, 0, 0, 0)) + _record(
        67, 1, letters
    )
    return _compound({"FileHeader": header.ljust(4_096, b"\0"), "Section0": body.ljust(4_096, b"\0")})


def _record(tag: int, level: int, data: bytes) -> bytes:
    size = min(len(data), 0xFFF)
    head = struct.pack("<I", tag | level << 10 | size << 20)
    return head + (struct.pack("<I", len(data)) if size == 0xFFF else b"") + data


def _compound(streams: dict[str, bytes]) -> bytes:
    """A version 3 compound file: sector 0 the FAT, 1 and 2 the directory, then the streams."""
    data = [content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0") for content in streams.values()]
    starts, fat, at = [], [_FAT, 2, _END], 3
    for content in data:
        count = len(content) // SECTOR
        starts.append(at)
        fat += [at + place + 1 for place in range(count - 1)] + [_END]
        at += count
    sizes = [len(content) for content in streams.values()]
    entries = [
        _entry("Root Entry", 5, child=1, start=_END),
        _entry("FileHeader", 2, start=starts[0], size=sizes[0], left=2),
        _entry("BodyText", 1, child=3),
        _entry("Section0", 2, start=starts[1], size=sizes[1]),
    ]
    directory = b"".join(entries).ljust(2 * SECTOR, b"\0")
    table = struct.pack(f"<{SECTOR // 4}I", *(fat + [_FREE] * (SECTOR // 4 - len(fat))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4_096, _END, 0, _END, 0) + struct.pack("<I", 0) + b"\xff" * 432
    return head + table + directory + b"".join(data)


def _entry(name: str, kind: int, child: int = _FREE, start: int = 0, size: int = 0, left: int = _FREE) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, left, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def hwpx(text: str) -> bytes:
    """An HWPX file with one section."""
    space = "http://www.hancom.co.kr/hwpml/2011/"
    lines = "".join(f"<hp:p><hp:run><hp:t>{line}</hp:t></hp:run></hp:p>" for line in text.split("\n"))
    section = f'<?xml version="1.0" encoding="UTF-8"?><hs:sec xmlns:hs="{space}section" xmlns:hp="{space}paragraph">'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/hwp+zip")
        archive.writestr("version.xml", '<?xml version="1.0"?><version/>')
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("Contents/section0.xml", f"{section}{lines}</hs:sec>")
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of one page; ASCII only, since no font is embedded."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
