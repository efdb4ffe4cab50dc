"""Badges on paper: ten to a sheet, each letter drawn in all scripts, however long a name is; drawn twice alike."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from tripartite.reports.badges_pdf import Badge, render

MADE = datetime(2026, 11, 28, tzinfo=UTC)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7h-7z"/></svg>'


def badge(
    n: int = 1, lang: str = "en", name: str = "Li Na", employer: str = "Union of Garment Workers"
) -> Badge:
    return Badge(lang, "Decent work", name, employer, "Workers", "worker", f"{n}-K7Q2M", PICTURE)


def pages(*badges: Badge) -> list[str]:
    drawn = render(badges, "Badges", "en", MADE)
    assert isinstance(drawn, bytes)
    return [p.extract_text() for p in PdfReader(BytesIO(drawn)).pages]


@pytest.mark.parametrize(("people", "sheets"), [(1, 1), (10, 1), (11, 2), (61, 7)])
def test_ten_to_a_sheet(people, sheets):
    numbers = range(100, 100 + people)
    drawn = pages(*(badge(n) for n in numbers))
    assert len(drawn) == sheets
    assert [sum(f"{n}-K7Q2M" in text for text in drawn) for n in numbers] == [1] * people


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("en", "Li Na"), ("zh", "欧阳震华"), ("ja", "渡辺 直美"), ("vi", "Nguyễn Thị Hoàng"), ("th", "กิตติศักดิ์"), ("my", "ခင်မြတ်"),
        ("fil", "Dela Peña"), ("th", "Somchai สมชาย 王小明 ခင်"),
    ],
)  # fmt: skip
def test_names_are_drawn_in_their_scripts(lang, name):
    """Marks of Thai and Burmese come out of a PDF in another order: letters are held against each other as a set."""
    (text,) = pages(badge(lang=lang, name=name))
    assert {c for c in name if c.isalpha()} <= set(text)
    assert "\ufffd" not in text


def picture(*badges: Badge) -> Image.Image:
    drawn = render(badges, "Badges", "en", MADE, form="png")
    assert isinstance(drawn, bytes), "one sheet"
    return Image.open(BytesIO(drawn))


@pytest.mark.parametrize(
    ("name", "employer"),
    [
        ("Chandrasekharapuramvenkatanarasimharajuvaripeta " * 3, "Employer " * 60),
        ("欧阳震华" * 20, "北京市服装企业联合会" * 20),
        ("", ""),
        ("Bad\u202ename \U00016a40", "#let x = [*not markup*]"),
    ],
    ids=["long words", "long without spaces", "nothing", "odd letters"],
)
def test_nothing_that_is_written_moves_the_next_badge(name, employer):
    one, two = (picture(badge(1, name=name, employer=employer), *rest) for rest in ([], [badge(2)]))
    half = (0, 0, one.width // 2 - 6, one.height)
    assert one.crop(half).tobytes() == two.crop(half).tobytes(), (
        "the second is beside the first, not below or across"
    )
    below = one.crop((160, one.height // 4, one.width // 2 - 20, one.height - 120))
    assert len(below.getcolors() or []) == 1, "nothing runs out of the first badge downwards"


def test_it_is_the_same_when_drawn_again():
    assert render([badge()], "Badges", "en", MADE) == render([badge()], "Badges", "en", MADE)
