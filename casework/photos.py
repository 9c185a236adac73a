"""A photograph made fit to keep: checked, turned upright, made smaller, rid of everything but its pixels."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
MOST = 3
"""Photographs of one report."""


class PhotoError(ValueError):
    """What was sent is no photograph that can be kept; the Korean text names what it is and what is allowed."""


class Photo(NamedTuple):
    """A JPEG without metadata, its longer side at most LONGEST_SIDE pixels."""

    content: bytes
    width: int
    height: int


def clean_photo(content: bytes) -> Photo:
    """The photograph in these bytes.

    Guarantees: where and with what it was taken (EXIF, XMP, comments, thumbnails, anything after the image) is gone,
    because only pixels are written anew. Raises PhotoError for an empty, too large, damaged or other kind of file.
    """
    if not content:
        raise PhotoError("사진이 비어 있어요.")
    if len(content) > LARGEST_BYTES:
        most = LARGEST_BYTES // 1024 // 1024
        raise PhotoError(f"사진이 너무 커요({len(content) / 1024 / 1024:.1f} MB). {most} MB까지 보낼 수 있어요.")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > LARGEST_PIXELS:
                raise PhotoError(f"사진의 가로세로가 너무 커요({image.width}×{image.height}).")
            return _drawn_anew(image)
    except UnidentifiedImageError:
        raise PhotoError(f"사진이 아니거나 받지 않는 형식이에요. 받는 형식: {', '.join(FORMATS)}") from None
    except PhotoError:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise PhotoError("사진 파일이 손상돼 열 수 없어요. 다시 찍거나 다른 파일을 보내 주세요.") from error


def _drawn_anew(image: Image.Image) -> Photo:
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=80, optimize=True)
    return Photo(out.getvalue(), *bare.size)
