from django.urls import URLPattern, URLResolver, path

from tripartite.site.wages import handing, receiving, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("wages/", views.wages, name="wages"),
    path("wages/<slug:country>/", views.pay, name="pay"),
    path("wages/<slug:country>/law.json", views.law, name="pay_law"),
    path("hours/", views.hours, name="hours"),
    path("hours/paper/", views.paper_log, name="paper_log"),
    path("hand-over/", handing.hand_over, name="hand_over"),
    path("hand-over/withdraw/", handing.withdraw, name="withdraw_log"),
    path("o/<slug:org>/logs/", receiving.handed_over, name="handed_over"),
    path("o/<slug:org>/logs/ask/", receiving.ask_for_logs, name="ask_for_logs"),
    path("o/<slug:org>/logs/<int:asked>/close/", receiving.close_request, name="close_log_request"),
    path("o/<slug:org>/f/<slug:facility>/logs/", receiving.logs_that_differ, name="logs_that_differ"),
    path("o/<slug:org>/logs/<int:log>/", receiving.handed_log, name="handed_log"),
]
