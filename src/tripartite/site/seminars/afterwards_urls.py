"""Addresses of what comes of a seminar: certificates, commitments and follow-ups, what is passed on."""

from django.urls import URLPattern, URLResolver, path

from tripartite.site.seminars import afterwards, certifying, following, passing

SEMINAR = "o/<slug:org>/seminars/<slug:seminar>/"
PARTICIPANT = "p/<str:token>/"
CERTIFICATE = "certificates/<str:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{SEMINAR}certificates/", certifying.list_certificates, name="certificates"),
    path(f"{SEMINAR}certificates/issue/", certifying.issue, name="issue_certificates"),
    path(f"{SEMINAR}certificates/<int:number>/withdraw/", certifying.withdraw, name="withdraw_certificate"),
    path(f"{SEMINAR}afterwards/", afterwards.list_commitments, name="commitments"),
    path(f"{SEMINAR}results/", following.show_results, name="seminar_results"),
    path(f"{SEMINAR}results/follow/", following.follow, name="follow_facility"),
    path(f"{SEMINAR}tree/", passing.tree, name="seminar_tree"),
    path(f"{SEMINAR}statements.json", passing.statements, name="seminar_statements"),
    path(f"{SEMINAR}kit.zip", passing.organisers_kit, name="organisers_kit"),
    path(f"{PARTICIPANT}pass-on/", passing.pass_on, name="pass_on"),
    path(f"{PARTICIPANT}kit.zip", passing.take_kit, name="take_kit"),
    path(f"{PARTICIPANT}commitments/", afterwards.own_commitments, name="own_commitments"),
    path(f"{PARTICIPANT}commitments/<int:number>/drop/", afterwards.drop_commitment, name="drop_commitment"),
    path(f"{PARTICIPANT}commitments/told/<int:number>/", afterwards.tell, name="follow_up"),
    path(f"{PARTICIPANT}certificate/", certifying.own_certificate, name="own_certificate"),
    path(CERTIFICATE, certifying.certificate, name="certificate"),
    path(f"{CERTIFICATE}certificate.json", certifying.certificate_file, name="certificate_file"),
    path(f"{CERTIFICATE}certificate.pdf", certifying.certificate_sheet, name="certificate_sheet"),
]
