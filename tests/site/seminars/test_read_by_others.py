"""What a seminar gives out, read by programs of others: calendars by vobject, lists by openpyxl and PyArrow; certificates and
statements by the models and schemas that readers hold them against.
"""

from __future__ import annotations

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow.csv
import pytest
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.reports.test_credential import unlike_the_model
from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant
from tests.site.seminars.test_certificates import SITE, completes
from tests.training.test_readers import statement_validator
from tripartite.site.seminars import certificates
from tripartite.site.seminars.models import Paper, Participant, Person, Room
from tripartite.site.seminars.stated import stated

ODD = 'Hall; A, B \\ "C"\nsecond line: 大厅 😀 ' + "ဗမာစာ " * 30


@pytest.mark.parametrize("language", ["en", "zh-hans", "my"])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Yangon", "Europe/Zurich"])
def test_another_library_reads_our_calendars(cast: Cast, zone, language):
    seminar = beijing(cast, title="研讨班; A, B", place=ODD, time_zone=zone, first_day="2027-06-14")
    seminar.refresh_from_db()
    hall = Room.objects.create(seminar=seminar, name="Hall", link="https://meet.example.org/hall?a=1;b=2,3")
    seminar.sessions.filter(number=2).update(room=hall)
    one = participant(seminar, 1, language="en")
    for path, name, hour, length in (
        ("calendar", "day-1", 9, timedelta(hours=4)),
        ("2", "session-2", 10, timedelta(hours=1)),
    ):
        answered = Client().get(f"/{language}/p/{one.token}/{path}.ics")
        # A line has 75 octets at the most and ends with CR LF (RFC 5545, 3.1).
        lines = answered.content.split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        assert b"\n" not in b"".join(lines)
        calendar = vobject.readOne(answered.content.decode())
        assert calendar.name == "VCALENDAR"
        assert (calendar.version.value, bool(calendar.prodid.value)) == ("2.0", True)
        (event,) = calendar.vevent_list
        assert event.uid.value == f"{seminar.code.lower()}-{name}@tripartite"
        assert event.dtstamp.value.tzinfo is not None
        start = event.dtstart.value
        assert start.replace(tzinfo=None).isoformat() == f"2027-06-14T{hour:02}:00:00"
        # The zone is the file's own definition of it.
        assert start.utcoffset() == start.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert event.dtend.value - start == length
        assert event.location.value == seminar.place
        assert "研讨班; A, B" in event.summary.value
        assert event.status.value == "CONFIRMED"
    assert event.url.value == "https://meet.example.org/hall?a=1;b=2,3"


@pytest.mark.parametrize("language", ["en", "zh-hans", "my"])
def test_other_libraries_read_our_lists(cast: Cast, language):
    seminar = beijing(cast)
    told = [
        ("=HYPERLINK(1)", "+84 912 345 678"),
        ("Ṻ 'quoted' \"two\", three", "-1+cmd"),
        ("ဒေါ်အေး 😀", "@x"),
    ]
    for number, (name, phone) in enumerate(told, 1):
        one = participant(seminar, number, sex="woman", country="VN", side="employer")
        one.tell(Person(name=name, phone=phone, needs="first\nsecond"))
        one.save()
    alice = Client()
    alice.force_login(cast.alice)
    base = f"/{language}/o/lotus-garments/seminars/beijing/registrations/list."
    book = openpyxl.load_workbook(io.BytesIO(alice.get(base + "xlsx").content))
    rows = [[c.value for c in row] for row in book.active if any(c.value is not None for c in row)]
    table = pyarrow.csv.read_csv(
        io.BytesIO(alice.get(base + "csv").content),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
    )
    assert table.num_rows == len(told)
    assert table.column_names == [str(c) for c in rows[-len(told) - 1]][: table.num_columns]
    assert all(name.strip() for name in table.column_names)
    for (name, phone), row, cells in zip(told, table.to_pylist(), rows[-len(told) :], strict=True):
        # An apostrophe keeps a spreadsheet from reckoning what begins like a formula.
        for found in (list(row.values()), cells):
            assert {name, phone} <= {str(v).removeprefix("'") for v in found}
            assert not [v for v in found if str(v).startswith(("=", "+", "-", "@"))]
    assert not [c for row in book.active for c in row if c.data_type == "f"]


def test_certificates_and_statements_are_as_their_models_ask(cast: Cast):
    seminar = beijing(
        cast, title='<b>体面劳动</b> & "work" 😀', first_day=timezone.localdate() - timedelta(days=3), days=3
    )
    Paper.objects.create(
        seminar=seminar, form="A", questions=[{"id": f"q{n}"} for n in range(10)], standards="0"
    )
    for number, language in enumerate(("en", "zh-hans", "my"), 1):
        one = completes(participant(seminar, number, "李晓梅 ဒေါ်အေး", language=language))
        one.tell(Person(name="李晓梅 ဒေါ်အေး", email="li@example.org" if number > 1 else ""))
        one.save()
    issued = certificates.issue(cast.alice, seminar, SITE)
    assert len(issued) == 3
    for one in issued:
        assert unlike_the_model(certificates.read(one)) == []
    validator = statement_validator()
    told = stated(seminar, SITE)
    assert {s["verb"]["id"].rpartition("/")[2] for s in told} == {"attended", "passed", "completed"}
    for statement in told:
        assert [e.message for e in validator.iter_errors(statement)] == []


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_lists_of_other_programs_are_taken_in(cast: Cast, form):
    """As office programs write them: a title above, telephone numbers as numbers, empty lines, semicolons in CSV."""
    beijing(cast)
    alice = Client()
    alice.force_login(cast.alice)
    rows = [
        ["Participants of the seminar", None, None, None],
        [None, None, None, None],
        ["Name", "Telephone", "E-mail", "Side"],
        ["王芳", 13800138000, "fang@example.org", "Workers"],
        [None, None, None, None],
        ["Ma Aye", "+95 9 123", None, "Employers"],
    ]
    content = {"xlsx": as_xlsx, "ods": as_ods, "csv": as_csv}[form](rows)
    answered = alice.post(
        "/en/o/lotus-garments/seminars/beijing/registrations/import/",
        {"file": SimpleUploadedFile(f"list.{form}", content)},
    )
    assert (answered.context["added"], answered.context["problems"]) == (2, [])
    one, two = Participant.objects.order_by("number")
    assert (one.person.name, one.person.phone, one.side) == ("王芳", "13800138000", "worker")
    assert (two.person.name, two.person.phone, two.side) == ("Ma Aye", "+95 9 123", "employer")


def as_xlsx(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def as_ods(rows):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book, out = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="List")
    for row in rows:
        line = TableRow()
        for value in row:
            kind = (
                {"valuetype": "float", "value": value} if isinstance(value, int) else {"valuetype": "string"}
            )
            cell = TableCell(**kind)
            if value is not None:
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(out)
    return out.getvalue()


def as_csv(rows):
    text = "\r\n".join(";".join("" if v is None else str(v) for v in row) for row in rows)
    return text.encode("utf-16")
