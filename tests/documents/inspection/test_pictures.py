"""Pictures: what is kept of them, and which are refused."""

import hashlib
import io
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageFile, ImageStat
from PIL.PngImagePlugin import PngInfo

from documents.uploads.inspection import InspectedFile, inspect_upload
from documents.uploads.inspection.refusals import UploadBomb, UploadDamaged
from tests.documents.inspection.bad_files import noise
from tests.support import files

ORIENTATION, GPS = 0x0112, 0x8825


def opened(stored: InspectedFile) -> Image.Image:
    image = Image.open(io.BytesIO(stored.data))
    image.load()
    return image


def saved(image: Image.Image, kind: str, **settings: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def arrow() -> Image.Image:
    """Wider than high, black in its left half."""
    image = Image.new("RGB", (200, 100), "white")
    image.paste("black", (0, 0, 100, 100))
    return image


class TestAcceptedPictures:
    def test_a_png_stays_a_png_point_by_point(self) -> None:
        stored = inspect_upload(files.png_scan(), "执照.png")
        assert (stored.media_type, stored.width, stored.height) == ("image/png", 827, 1169)
        assert opened(stored).tobytes() == Image.open(io.BytesIO(files.png_scan())).tobytes()
        assert stored.sha256 == hashlib.sha256(stored.data).hexdigest()
        assert not stored.original_kept
        assert stored.pages is None

    def test_a_jpeg_stays_a_jpeg_of_about_the_same_size(self) -> None:
        sent = files.jpeg_scan()
        stored = inspect_upload(sent, "照片.jpg")
        assert (stored.media_type, stored.width, stored.height) == ("image/jpeg", 827, 1169)
        assert len(stored.data) < len(sent) * 1.1

    def test_content_decides_and_the_name_follows(self) -> None:
        stored = inspect_upload(files.png_scan(), "扫描件.pdf")
        assert stored.media_type == "image/png"
        assert stored.name == "扫描件.png"

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_takes_every_kind_of_png(self, mode: str) -> None:
        picture = Image.new("L", (60, 40), 128)
        sent = saved(picture.convert("I").convert("I;16") if mode == "I;16" else picture.convert(mode), "PNG")
        assert opened(inspect_upload(sent, "a.png")).size == (60, 40)

    def test_a_printers_jpeg_becomes_one_for_screens(self) -> None:
        assert opened(inspect_upload(saved(arrow().convert("CMYK"), "JPEG"), "a.jpg")).mode == "RGB"

    def test_what_is_stored_can_be_inspected_again(self) -> None:
        stored = inspect_upload(files.png_scan(), "a.png")
        assert inspect_upload(stored.data, stored.name) == stored


class TestMetadata:
    def test_the_place_of_a_photo_is_removed(self) -> None:
        sent = files.jpeg_scan()
        assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS)
        stored = inspect_upload(sent, "照片.jpg")
        assert not opened(stored).getexif()
        assert b"Exif" not in stored.data

    def test_a_photo_is_turned_upright_before_its_orientation_is_dropped(self) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = 6  # turn by 90° clockwise
        stored = inspect_upload(saved(arrow(), "JPEG", exif=exif, quality=95), "照片.jpg")
        upright = opened(stored).convert("L")
        assert (stored.width, stored.height) == (100, 200)
        assert ImageStat.Stat(upright.crop((0, 0, 100, 90))).mean[0] < 5
        assert ImageStat.Stat(upright.crop((0, 110, 100, 200))).mean[0] > 250

    def test_comments_and_texts_are_removed(self) -> None:
        texts = PngInfo()
        texts.add_text("Comment", "<?php system($_GET[0]); ?>")
        for sent in (saved(arrow(), "PNG", pnginfo=texts), saved(arrow(), "JPEG", comment=b"<?php system(1); ?>")):
            assert b"<?php" in sent
            assert b"<?php" not in inspect_upload(sent, "a.png").data

    def test_nothing_that_hangs_on_the_end_is_stored(self) -> None:
        for sent in (files.png_scan(), files.jpeg_scan()):
            hanging = sent + b"PK\x03\x04" + b"<script>alert(1)</script>"
            assert b"<script>" not in inspect_upload(hanging, "a.png").data

    def test_the_colour_profile_stays(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        stored = inspect_upload(saved(arrow(), "JPEG", icc_profile=profile), "a.jpg")
        assert opened(stored).info["icc_profile"] == profile


class TestLargePictures:
    @pytest.mark.parametrize(("width", "height", "expected"), [(4000, 3000, (2480, 1860)), (1500, 3600, (1033, 2480))])
    def test_over_2_mb_the_long_side_becomes_2480_points(
        self, width: int, height: int, expected: tuple[int, int]
    ) -> None:
        sent = noise(width, height, "JPEG", quality=80)
        assert len(sent) > 2 * 1024 * 1024
        stored = inspect_upload(sent, "照片.jpg")
        assert (stored.width, stored.height) == expected == opened(stored).size
        assert stored.original_kept
        assert len(stored.data) < len(sent)

    def test_a_large_png_becomes_a_jpeg_on_white(self) -> None:
        image = Image.effect_noise((1400, 1400), 60).convert("RGBA")
        image.putalpha(0)
        sent = saved(image, "PNG", compress_level=0)
        stored = inspect_upload(sent, "截图.png")
        assert (stored.media_type, stored.name) == ("image/jpeg", "截图.jpg")
        assert opened(stored).convert("L").getextrema() == (255, 255)
        assert (stored.width, stored.height) == (1400, 1400)

    def test_just_under_2_mb_nothing_is_made_smaller(self) -> None:
        sent = saved(Image.effect_noise((1200, 1200), 60), "PNG")
        assert 1_000_000 < len(sent) < 2 * 1024 * 1024
        stored = inspect_upload(sent, "a.png")
        assert (stored.width, stored.original_kept) == (1200, False)


class TestRefusedPictures:
    @pytest.fixture(autouse=True)
    def as_after_an_import_of_the_renderer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    def test_a_bomb_is_seen_by_its_header(self) -> None:
        with pytest.raises(UploadBomb):
            inspect_upload(files.png_bomb(), "a.png")

    def test_a_picture_between_our_limit_and_the_librarys_is_refused_as_well(self) -> None:
        sent = saved(Image.new("1", (10_000, 9_500)), "PNG")
        with pytest.raises(UploadBomb, match="像素过多"):
            inspect_upload(sent, "a.png")

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
    @pytest.mark.parametrize("whole", [files.png_scan(), files.jpeg_scan()], ids=["png", "jpeg"])
    def test_one_that_breaks_off_is_refused(self, whole: bytes, share: float) -> None:
        with pytest.raises(UploadDamaged):
            inspect_upload(whole[: int(len(whole) * share)], "a.png")

    def test_one_with_changed_bytes_is_refused(self) -> None:
        sent = bytearray(files.png_scan())
        sent[len(sent) // 2] ^= 0xFF
        with pytest.raises(UploadDamaged):
            inspect_upload(bytes(sent), "a.png")

    @pytest.mark.parametrize("mark", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
    def test_a_mark_alone_is_not_a_picture(self, mark: bytes) -> None:
        with pytest.raises(UploadDamaged):
            inspect_upload(mark + files.disguised_exe(), "a.png")
