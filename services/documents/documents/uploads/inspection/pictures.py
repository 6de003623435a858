"""Pictures are rewritten from their points, so that nothing but the picture is stored."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from documents.uploads.inspection.kinds import Kind
from documents.uploads.inspection.refusals import UploadBomb, UploadDamaged

# Above this many bytes a picture is made smaller; A4 at 300 dpi has 2,480 points across and stays legible.
SMALL_ENOUGH = 2 * 1024 * 1024
LONG_SIDE = 2480

# A 50-megapixel phone camera passes; opened, such a picture takes 270 MB. Also Pillow's own threshold.
MAX_POINTS = 89_000_000

# From "no visible loss" to "print still legible"; the first that fits is taken.
_QUALITIES = (90, 82, 74)

# The colour profile changes what the eye sees; of all the data about a picture it is the only one kept.
_MAX_PROFILE = 64 * 1024


@dataclass(frozen=True)
class Picture:
    """A picture ready to be stored; width and height in points."""

    kind: Kind
    data: bytes
    width: int
    height: int
    made_smaller: bool


def rewrite_picture(data: bytes) -> Picture:
    """Decode a JPEG or PNG completely, turn it upright and write it anew without metadata.

    Raises `UploadBomb` for more than `MAX_POINTS` points (read from the header, before anything is unpacked) and
    `UploadDamaged` for whatever cannot be decoded to the last line.
    """
    # WeasyPrint switches this on for the whole process when it is imported; half a certificate is no certificate.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_POINTS:
                raise UploadBomb("图片的像素过多，无法安全打开")
            return _rewritten(image, too_large=len(data) > SMALL_ENOUGH)
    except (UploadBomb, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise UploadBomb("图片的像素过多，无法安全打开") from bomb
    except Exception as fault:  # decoders fed with broken bytes fail in every way there is
        raise UploadDamaged from fault


def _rewritten(image: Image.Image, *, too_large: bool) -> Picture:
    kind = Kind.PNG if image.format == "PNG" else Kind.JPEG
    if too_large:
        image.draft(None, (LONG_SIDE, LONG_SIDE))
    image.load()
    profile = _profile(image)
    upright = ImageOps.exif_transpose(image)
    if too_large:
        return _smaller(upright, profile)
    data = _png(upright, profile) if kind is Kind.PNG else _jpeg(_on_white(upright), profile, **_as_before(image))
    return Picture(kind, data, upright.width, upright.height, made_smaller=False)


def _smaller(image: Image.Image, profile: bytes | None) -> Picture:
    opaque = _on_white(image)
    opaque.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    for quality in _QUALITIES:
        data = _jpeg(opaque, profile, quality=quality)
        if len(data) <= SMALL_ENOUGH:
            break
    return Picture(Kind.JPEG, data, opaque.width, opaque.height, made_smaller=True)


def _as_before(image: Image.Image) -> dict[str, Any]:
    """Settings that make a JPEG again as fine, and as large, as it came."""
    if isinstance(image, JpegImageFile) and image.mode in {"L", "RGB"}:
        return {"qtables": image.quantization, "subsampling": get_sampling(image)}
    return {"quality": _QUALITIES[0]}


def _png(image: Image.Image, profile: bytes | None) -> bytes:
    transparency = image.info.get("transparency")
    image.info = {} if transparency is None else {"transparency": transparency}
    buffer = BytesIO()
    image.save(buffer, "PNG", icc_profile=profile)
    return buffer.getvalue()


def _jpeg(image: Image.Image, profile: bytes | None, **settings: Any) -> bytes:
    image.info = {}
    buffer = BytesIO()
    image.save(buffer, "JPEG", optimize=True, icc_profile=profile, **settings)
    return buffer.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """As JPEG can hold it: grey or colour, without transparency, 8 bits."""
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"CMYK", "1"}:
        return image.convert("RGB" if image.mode == "CMYK" else "L")
    layer = image.convert("RGBA")
    sheet = Image.new("RGB", layer.size, "white")
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


def _profile(image: Image.Image) -> bytes | None:
    """The colour profile, where it still fits after the conversions above."""
    profile = image.info.get("icc_profile")
    fits = image.mode in {"L", "RGB"} and isinstance(profile, bytes) and len(profile) <= _MAX_PROFILE
    return profile if fits else None
