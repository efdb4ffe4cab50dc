from django.urls import URLPattern, URLResolver, path

from tripartite.site.plans import learning_views, paying, views

PLAN = "o/<slug:org>/f/<slug:facility>/plan/"
TRAINING = "o/<slug:org>/f/<slug:facility>/training/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN, views.plan, name="plan"),
    path(TRAINING, learning_views.training, name="training_plan"),
    path(f"{TRAINING}plan.xlsx", learning_views.training_sheet, name="training_plan_sheet"),
    path(f"{PLAN}from/<int:check>/", views.from_check, name="plan_from_check"),
    path(f"{PLAN}actions/<int:action>/", views.action, name="plan_action"),
    path(f"{PLAN}actions/<int:action>/change/", views.change_action, name="change_action"),
    path(f"{PLAN}actions/<int:action>/aside/", views.set_aside, name="set_action_aside"),
    path(f"{PLAN}actions/<int:action>/resume/", views.resume, name="resume_action"),
    path(f"{PLAN}actions/<int:action>/comment/", views.comment, name="comment_on_action"),
    path(f"{PLAN}actions/<int:action>/evidence/", views.add_evidence, name="add_evidence"),
    path(f"{PLAN}evidence/<int:evidence>/", views.read_evidence, name="evidence"),
    path(f"{PLAN}back-pay/from/<int:check>/", paying.make, name="make_back_pay"),
    path(f"{PLAN}back-pay/<int:schedule>/", paying.owed, name="back_pay"),
    path(f"{PLAN}back-pay/<int:schedule>/pay/", paying.pay, name="pay_back"),
    path(f"{PLAN}back-pay/<int:schedule>/sheet.xlsx", paying.sheet, name="back_pay_sheet"),
    path(f"{PLAN}back-pay/payments/<int:payment>/take-back/", paying.take_back, name="take_back_payment"),
]
