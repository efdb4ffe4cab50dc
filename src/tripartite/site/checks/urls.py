from django.urls import URLPattern, URLResolver, path

from tripartite.site.checks import afterwards, preparing, views

FACILITY = "o/<slug:org>/f/<slug:facility>/"
CHECK = f"{FACILITY}checks/<int:check>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FACILITY, views.facility, name="facility"),
    path(f"{FACILITY}checks/new/", preparing.begin, name="begin_check"),
    path(CHECK, views.check, name="check"),
    path(f"{CHECK}progress/", views.progress, name="check_progress"),
    path(f"{CHECK}files/", preparing.files, name="check_files"),
    path(f"{CHECK}files/parts/<slug:client>/", preparing.upload_part, name="upload_part"),
    path(f"{CHECK}files/<int:upload>/remove/", preparing.remove_file, name="remove_file"),
    path(f"{CHECK}look/", preparing.look, name="look_at_files"),
    path(f"{CHECK}mapping/", preparing.mapping, name="check_mapping"),
    path(f"{CHECK}options/", preparing.options, name="check_options"),
    path(f"{CHECK}findings/", views.findings, name="check_findings"),
    path(f"{CHECK}findings/<slug:finding>/", views.finding, name="check_finding"),
    path(f"{CHECK}rules/<path:rule>/", views.rule, name="check_rule"),
    path(f"{CHECK}worker/", views.worker, name="check_worker"),
    path(f"{CHECK}records/", views.records, name="check_records"),
    path(f"{CHECK}since/<int:earlier>/", views.compare, name="compare_checks"),
    path(f"{CHECK}publish/", afterwards.publish, name="publish_check"),
    path(f"{CHECK}answer/", afterwards.answer, name="answer_check"),
    path(f"{CHECK}delete/", afterwards.delete, name="delete_check"),
    path(f"{CHECK}download/<slug:form>/", afterwards.download, name="download_check"),
]
