"""A test on paper, and its key."""

from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from tripartite.training.asking import Asked
from tripartite.training.printed import page
from tripartite.training.values import Seminar

PHRASES: dict[str, dict[str, str]] = {
    "en": {"test": "Test", "key": "Key", "name": "Name or code", "several": "Tick all that are right.", "order": "Number the steps in their order.",
           "doubtful": "The text of this provision was not yet read in a source."},
    "zh": {"test": "测验", "key": "答案", "name": "姓名或者编号", "several": "请勾选所有正确答案。", "order": "请按先后顺序编号。",
           "doubtful": "该条文尚未在原始资料中核对。"},
    "ja": {"test": "テスト", "key": "解答", "name": "氏名または番号", "several": "正しいものをすべて選んでください。", "order": "順番に番号を付けてください。",
           "doubtful": "この条文は原典でまだ確認されていません。"},
    "vi": {"test": "Bài kiểm tra", "key": "Đáp án", "name": "Họ tên hoặc mã số", "several": "Đánh dấu tất cả câu đúng.", "order": "Đánh số các bước theo thứ tự.",
           "doubtful": "Nội dung điều khoản này chưa được đối chiếu với nguồn."},
    "th": {"test": "แบบทดสอบ", "key": "เฉลย", "name": "ชื่อหรือรหัส", "several": "เลือกทุกข้อที่ถูก", "order": "ใส่หมายเลขตามลำดับขั้นตอน",
           "doubtful": "ยังไม่ได้ตรวจข้อความของบทบัญญัตินี้กับแหล่งที่มา"},
    "my": {"test": "စာမေးပွဲ", "key": "အဖြေ", "name": "အမည် သို့မဟုတ် အမှတ်", "several": "မှန်သမျှကို ရွေးပါ။", "order": "အဆင့်များကို အစဉ်လိုက် နံပါတ်တပ်ပါ။",
           "doubtful": "ဤပြဋ္ဌာန်းချက်ကို မူရင်းနှင့် မစစ်ဆေးရသေးပါ။"},
    "fil": {"test": "Pagsusulit", "key": "Susi sa pagwawasto", "name": "Pangalan o kodigo", "several": "Lagyan ng tsek ang lahat ng tama.", "order": "Lagyan ng bilang ang mga hakbang ayon sa pagkakasunod.",
           "doubtful": "Hindi pa nababasa sa pinagmulan ang teksto ng probisyong ito."},
}  # fmt: skip


def paper_page(form: Sequence[Asked], seminar: Seminar, name: str, *, key: bool) -> str:
    """The page of one form; with `key`, the right answers and why they are."""
    p = PHRASES[seminar.lang]
    title = f"{p['key'] if key else p['test']} {name}"
    body = [f"<h1>{escape(title)}</h1>"]
    if not key:
        body.append(f'<p>{escape(p["name"])}: <span class="line">&nbsp;</span></p>')
    body += [_question(n, q, p, key=key) for n, q in enumerate(form, 1)]
    return page(title, "\n".join(body), seminar)


def _question(n: int, q: Asked, p: dict[str, str], *, key: bool) -> str:
    hint = {"multiple": p["several"], "order": p["order"]}.get(q.kind, "")
    told = f'<p class="given"><strong>{n}.</strong> {escape(q.text)}</p>' + (
        f"<p>{escape(hint)}</p>" if hint else ""
    )
    return f'<div class="question">{told}{_answers(q, key=key)}{_why(q, p) if key else ""}</div>'


def _answers(q: Asked, *, key: bool) -> str:
    if q.number is not None:
        number = f"{q.number:,.12g}" if key else "&nbsp;"
        return f'<p><span class="line">{number}</span> {escape(q.unit)}</p>'
    if q.kind == "order":
        steps = list(enumerate(q.answers, 1))
        if not key:
            # The order on the page hangs on the question alone, so that both sides of a class see the same.
            random.Random(q.id).shuffle(steps)  # noqa: S311
        return "<ol>" + "".join(
            f'<li><span class="line" style="min-width:2rem">{n if key else "&nbsp;"}</span> {escape(a.text)}</li>'
            for n, a in steps
        ) + "</ol>"  # fmt: skip
    shape = "box" if q.kind == "multiple" else "box round"
    return "<ol>" + "".join(
        f'<li><span class="{shape}{" right" if key and a.right else ""}"></span><span>'
        f"{'<strong>' if key and a.right else ''}{escape(a.text)}{'</strong>' if key and a.right else ''}</span></li>"
        for a in q.answers
    ) + "</ol>"  # fmt: skip


def _why(q: Asked, p: dict[str, str]) -> str:
    # Where an answer stands is told once, and on a line of its own: sentences end differently in each language.
    law = "" if q.law in q.why else f"<br>{escape(q.law)}"
    doubt = f"<br>{escape(p['doubtful'])}" if q.doubtful else ""
    return f'<p class="why">{escape(q.why)}{law}{doubt} <code>{escape(q.provision)}</code></p>'
