"""Certificates: by the rule and no other, signed, verifiable by anybody, withdrawn and issued again."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant
from tripartite.cli import main
from tripartite.reports import credential
from tripartite.reports.data_integrity import ProofError
from tripartite.site.people.models import AuditEntry
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import certificates
from tripartite.site.seminars.completion import completion
from tripartite.site.seminars.models import Answer, Attempt, Attendance, Certificate, Letter, Paper, When
from tripartite.site.sharing.models import SigningKey

SITE = "https://work.example.org"


@pytest.fixture
def seminar(cast: Cast):
    """Over since yesterday; a test of ten questions."""
    seminar = beijing(cast, first_day=timezone.localdate() - timedelta(days=3), days=3)
    Paper.objects.create(
        seminar=seminar, form="A", questions=[{"id": f"q{n}"} for n in range(10)], standards="0"
    )
    return seminar


def attends(someone, *numbers):
    for session in someone.seminar.sessions.filter(number__in=numbers):
        Attendance.objects.create(session=session, participant=someone, how="badge", at=timezone.now())


def answers(someone, right, *, finished=True):
    paper = someone.seminar.papers.get()
    attempt = Attempt.objects.create(
        participant=someone, paper=paper, when=When.AFTER, finished_at=timezone.now() if finished else None
    )
    for n in range(10):
        Answer.objects.create(attempt=attempt, question=f"q{n}", given=[0], right=n < right)


def completes(someone):
    attends(someone, 1, 2, 4)
    answers(someone, 8)
    someone.feedback_at = timezone.now()
    someone.save()
    return someone


def test_each_part_of_the_rule_is_asked_for(seminar):
    someone = participant(seminar)
    attends(someone, 1, 2, 3)  # the third is a break
    assert not completion(someone).attended_enough, "two of three are 66 per cent"
    attends(someone, 4)
    done = completion(someone)
    assert (done.attended, done.sessions, done.attended_enough) == (3, 3, True)
    assert done.score is None
    assert not done.scored_enough, "a test that was not taken was not passed"
    answers(someone, 6)
    assert completion(someone).scored_enough, "60 per cent is exactly enough"
    assert not completion(someone).complete, "feedback is asked for"
    someone.feedback_at = timezone.now()
    assert completion(someone).complete


def test_a_test_left_unfinished_has_no_score(seminar):
    someone = participant(seminar)
    answers(someone, 10, finished=False)
    assert completion(someone).score is None


def test_exactly_the_share_is_enough(seminar):
    seminar.attend_percent = 67
    someone = participant(seminar)
    attends(someone, 1, 2)
    assert not completion(someone).attended_enough, "2 of 3 are a little less than 67 per cent"
    seminar.attend_percent = 66
    assert completion(someone).attended_enough


def test_only_who_completed_gets_one_and_only_once(seminar, cast: Cast):
    done, other = completes(participant(seminar)), participant(seminar, 2, "Wang Fang")
    waiting = participant(seminar, 3, "Zhao Min", state="waiting")
    completes(waiting)
    made = certificates.issue(cast.alice, seminar, SITE)
    assert [c.participant for c in made] == [done]
    assert certificates.issue(cast.alice, seminar, SITE) == []
    assert not other.certificates.exists()
    assert AuditEntry.objects.filter(verb="certificate.issued").count() == 1
    assert list(Letter.objects.filter(kind="certificate").values_list("participant", flat=True)) == [done.pk]


def test_not_before_the_last_day(cast: Cast):
    seminar = beijing(cast, first_day=timezone.localdate(), days=2)
    with pytest.raises(RefusedError):
        certificates.issue(cast.alice, seminar, SITE)


def test_the_file_is_verified_without_the_site(seminar, cast: Cast, tmp_path, capsys):
    someone = completes(participant(seminar, language="zh-hans", name="李娜"))
    made = certificates.issue(cast.alice, seminar, SITE)[0]
    got = Client().get(f"/en/certificates/{made.code}/certificate.json")
    assert got.headers["Cache-Control"] == "private, no-store"
    verdict = credential.verify(got.content)
    key = SigningKey.objects.get()
    assert verdict.key == key.public
    assert verdict.key_is_issuer
    assert verdict.name == someone.person.name == "李娜"
    assert verdict.address == f"{SITE}/certificates/{made.code}/"
    assert "80" in verdict.criteria
    assert "反馈" in verdict.criteria, "the rule is told in the participant's language"
    assert {value for _, value in verdict.results} == {"80", "3 / 3"}
    path = tmp_path / "certificate.json"
    path.write_bytes(got.content)
    assert main(["verify", str(path), "--trust", key.public]) == 0
    assert "李娜" in capsys.readouterr().out
    path.write_bytes(got.content.replace("李娜".encode(), "王芳".encode()))
    assert main(["verify", str(path), "--trust", key.public]) == 2


def test_the_name_lies_sealed(seminar, cast: Cast):
    completes(participant(seminar, name="Li Na"))
    made = certificates.issue(cast.alice, seminar, SITE)[0]
    assert b"Li Na" not in bytes(Certificate.objects.get(pk=made.pk).sealed_credential)


def test_the_sheet_in_each_language(seminar, cast: Cast):
    for number, (language, name) in enumerate(
        [("zh-hans", "李娜"), ("my", "မမလှ"), ("th", "สมหญิง ใจดี"), ("ja", "佐藤 花子"), ("vi", "Nguyễn Thị Hằng"), ("fil", "Maria Santos")], 1
    ):  # fmt: skip
        completes(participant(seminar, number, name, language=language))
    for made in certificates.issue(cast.alice, seminar, SITE):
        got = Client().get(f"/en/certificates/{made.code}/certificate.pdf")
        assert got.headers["Content-Type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(got.content))
        assert len(reader.pages) == 1
        assert reader.trailer["/Root"]["/Lang"].startswith(made.participant.language[:2])
        assert made.code[:8] in "".join(reader.pages[0].extract_text().split())


def test_the_page_says_what_was_withdrawn_and_why(seminar, cast: Cast):
    completes(participant(seminar))
    made = certificates.issue(cast.alice, seminar, SITE)[0]
    address = f"/en/certificates/{made.code}/"
    assert "Genuine" in Client().get(address).content.decode()
    with pytest.raises(RefusedError):
        certificates.withdraw(cast.alice, made, " ")
    certificates.withdraw(cast.alice, made, "The name was misspelt.")
    told = Client().get(address).content.decode()
    assert "Genuine" not in told
    assert "The name was misspelt." in told
    assert Client().get(f"{address}certificate.pdf").status_code == 404
    again = certificates.issue(cast.alice, seminar, SITE)
    assert len(again) == 1
    assert again[0].code != made.code


def test_a_credential_that_was_changed_in_the_database_is_not_called_genuine(seminar, cast: Cast):
    from tripartite.site import vault

    completes(participant(seminar, name="Li Na"))
    made = certificates.issue(cast.alice, seminar, SITE)[0]
    forged = json.dumps(certificates.read(made)).replace("Li Na", "Li Ma")
    made.sealed_credential = vault.seal_texts(cast.factory, [forged])[0]
    made.save()
    with pytest.raises(ProofError):
        credential.verify(certificates.read(made))
    told = Client().get(f"/en/certificates/{made.code}/").content.decode()
    assert "not whole" in told
    assert "Genuine" not in told
    assert Client().get(f"/en/certificates/{made.code}/certificate.pdf").status_code == 404


def test_only_who_works_there_issues(seminar, cast: Cast):
    completes(participant(seminar))
    client = Client()
    client.force_login(cast.rosa)
    address = "/en/o/lotus-garments/seminars/beijing/certificates/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}issue/").status_code == 403
    assert not Certificate.objects.exists()
    client.force_login(cast.bob)
    assert client.post(f"{address}issue/").status_code == 302
    assert Certificate.objects.count() == 1
    assert client.post(f"{address}1/withdraw/", {"reason": "left early"}).status_code == 302
    assert Certificate.objects.get().revoked_at


def test_anybody_verifies_the_file_on_the_site(seminar, cast: Cast):
    completes(participant(seminar, name="Li Na"))
    made = certificates.issue(cast.alice, seminar, SITE)[0]
    data = Client().get(f"/en/certificates/{made.code}/certificate.json").content
    whole = verified_at_site(data)
    assert whole.status_code == 200
    told = whole.content.decode()
    assert "Li Na" in told
    assert cast.factory.name in told
    assert f'href="{SITE}/certificates/{made.code}/"' in told
    assert verified_at_site(data.replace(b"Li Na", b"Li Ma")).status_code == 422
    assert verified_at_site(b'{"no": "certificate"}').status_code == 422
    other = json.loads(data)
    other["proof"]["cryptosuite"] = "ecdsa-rdfc-2019"
    unread = verified_at_site(json.dumps(other).encode())
    assert "Cannot tell" in unread.content.decode()


def verified_at_site(data: bytes):
    return Client().post("/en/verify/", {"bundle": SimpleUploadedFile("certificate.json", data)})
