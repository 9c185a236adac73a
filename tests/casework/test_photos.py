"""What is kept of a photograph is its pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from casework.photos import LARGEST_BYTES, LONGEST_SIDE, PhotoError, clean_photo


def picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **more: object) -> bytes:
    """A small picture: red above, blue below."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (0, size[1] // 2, size[0], size[1]))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def with_secrets() -> bytes:
    exif = Image.Exif()
    exif[Base.Orientation], exif[Base.Make], exif[Base.ImageDescription] = 6, "SecretCam", "SecretHome"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (37.0, 28.0, 59.0)
    return picture(exif=exif, comment=b"SecretNote") + b"SecretTail"


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright():
    photo = clean_photo(with_secrets())
    assert b"Secret" not in photo.content and (photo.width, photo.height) == (30, 40)
    with Image.open(io.BytesIO(photo.content)) as image:
        assert image.format == "JPEG" and not image.getexif() and "comment" not in image.info
        left, right = image.getpixel((5, 20)), image.getpixel((25, 20))
    assert left[2] > left[0] and right[0] > right[2], "turned by a quarter: blue to the left, red to the right"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_allowed_kinds_become_small_jpegs(kind: str):
    photo = clean_photo(picture((4000, 1000), kind))
    assert max(photo.width, photo.height) == LONGEST_SIDE and photo.content[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "비어"), (b"hello", "형식"), (b"%PDF-1.7", "형식"), (b"<svg onload=alert(1)>", "형식"),
        (picture(kind="GIF"), "형식"), (picture((200, 200))[:-200], "손상"),
        (b"\xff\xd8\xff" + b"\x00" * 50, "형식|손상"),
        (b"\x00" * (LARGEST_BYTES + 1), "너무 커요"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_reason(content: bytes, told: str):
    with pytest.raises(PhotoError, match=told):
        clean_photo(content)


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(PhotoError):
        clean_photo(bomb.getvalue())
