"""Texts as people write them, and the modules they speak of."""

from __future__ import annotations

import pytest

from tripartite.standards.load import load
from tripartite.training.load import load_curriculum
from tripartite.training.subjects import subjects_of, vocabulary

CURRICULUM, STANDARDS = load_curriculum(), load()
VOCABULARY = vocabulary(CURRICULUM.modules.values(), STANDARDS)


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("More on overtime pay, please!", {"wages"}),
        ("More on overtime, please", {"working-time"}),
        ("The union and the fire drills", {"association", "safety"}),
        ("Due diligence was too fast; sexual harassment too short.", {"due-diligence", "equality"}),
        ("加班费的计算讲得很清楚", {"wages"}),
        ("希望多讲一点加班和童工的案例", {"working-time", "child-labour"}),
        ("残業代の計算がよくわかった", {"wages"}),
        ("デュー・ディリジェンスの演習が短い", {"due-diligence"}),
        ("Phần tiền lương rất hay", {"wages"}),
        ("Muốn học thêm về làm thêm giờ", {"working-time"}),
        ("อยากให้พูดเรื่องค่าล่วงเวลามากกว่านี้", {"wages"}),
        ("เรื่องปฏิญญา MNE สั้นไป", {"declaration"}),
        ("အချိန်ပိုကြေးတွက်နည်း ကောင်းပါတယ်", {"wages"}),
        ("ကလေးလုပ်သားအကြောင်း ပိုသိချင်ပါတယ်", {"child-labour"}),
        ("Mas marami pa sana tungkol sa obertaym at unyon", {"working-time", "association"}),
    ],
)
def test_the_subject_is_found(text: str, modules: set[str]) -> None:
    assert subjects_of(text, VOCABULARY) == modules


@pytest.mark.parametrize(
    "text",
    [
        "", "…", "Everything was fine.", "The room was cold", "Chất lượng và thời lượng tốt", "翻译得很好", "司会がよかった", "อาหารอร่อย",
        "အခန်းက ပူတယ်", "Masarap ang pagkain",
    ],
)  # fmt: skip
def test_what_names_none_is_taken_for_none(text: str) -> None:
    assert subjects_of(text, VOCABULARY) == set()


def test_every_module_is_named_by_its_own_title_in_every_language() -> None:
    for module in CURRICULUM.modules.values():
        for language, title in module.title.items():
            found = subjects_of(f"– {title.replace('{country}', '')} –", VOCABULARY)
            assert module.id in found, (module.id, language)


def test_a_module_that_is_not_asked_for_is_not_found() -> None:
    wages = vocabulary([CURRICULUM.modules["wages"]], STANDARDS)
    assert subjects_of("overtime and wages", wages) == {"wages"}
    assert subjects_of("overtime and the union", wages) == set()
