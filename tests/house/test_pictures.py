"""Each module that comes with Deskhand has its picture for the page Grow, and they are light."""

from pathlib import Path

import pytest
from PIL import Image

from deskhand.kernel import modules
from deskhand.ops import growth, pictures
from tests.house.source import ROOT
from tools.screenshots_grow import ROOMS

BUNDLED = [one.label for one in modules.installed() if ROOT / "src" in Path(one.path).parents]


@pytest.mark.parametrize("module", BUNDLED)
def test_every_module_has_its_picture_in_both_themes(module):
    told = growth.tells_of(module)
    assert told is not None and str(told.picture), "say in tells.py what is to be seen on it"
    for look in pictures.LOOKS:
        file = pictures.file_of(module, look)
        assert file is not None, f"take it: python -m tools.screenshots_grow {module}"
        assert file.stat().st_size <= pictures.PICTURE_BYTES
        with Image.open(file) as picture:
            assert (picture.format, picture.size) == ("WEBP", pictures.PICTURE_SIZE)


def test_all_pictures_together_do_not_make_the_package_heavy():
    files = [file for one in BUNDLED for look in pictures.LOOKS if (file := pictures.file_of(one, look))]
    assert sum(one.stat().st_size for one in files) <= pictures.ALL_PICTURES_BYTES


def test_each_picture_can_be_taken_anew():
    assert sorted(one.label for one in ROOMS) == sorted(BUNDLED)
