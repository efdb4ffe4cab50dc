"""Addresses of what is learned: tests, quizzes, exercises, feedback, the report, and modules studied alone."""

from django.urls import URLPattern, URLResolver, path

from tripartite.site.seminars import (
    exercise_views,
    feedback_views,
    quiz_views,
    report_views,
    seat_views,
    studying_views,
    taking_over,
    testing_views,
)

SEMINAR = "o/<slug:org>/seminars/<slug:seminar>/"
PARTICIPANT = "p/<str:token>/"
TRAINER = "t/<str:token>/"
ANNOUNCED = "s/<slug:code>/"
MODULE = "learn/<slug:module>/"

learning: list[URLPattern | URLResolver] = [
    path("learn/", studying_views.learn, name="learn"),
    path("learn/take/", taking_over.take, name="learn_take"),
    path(MODULE, studying_views.module, name="learn_module"),
    path(f"{MODULE}questions/<int:number>/", studying_views.question, name="learn_question"),
    path(f"{PARTICIPANT}test/<str:when>/", testing_views.take, name="take_test"),
    path(f"{PARTICIPANT}test/<str:when>/result/", testing_views.result, name="test_result"),
    path(
        f"{PARTICIPANT}test/<str:when>/answers/<slug:question>/",
        testing_views.save_answer,
        name="save_answer",
    ),
    path(f"{PARTICIPANT}feedback/", feedback_views.give_feedback, name="give_feedback"),
    path(f"{PARTICIPANT}quiz/", quiz_views.play, name="play_quiz"),
    path(f"{PARTICIPANT}quiz/state/", quiz_views.state, name="quiz_state"),
    path(f"{PARTICIPANT}quiz/<int:number>/<int:place>/", quiz_views.answer, name="answer_quiz"),
    path(f"{ANNOUNCED}quiz/", seat_views.join, name="join_quiz"),
    path(f"{ANNOUNCED}quiz/state/", seat_views.state, name="seat_state"),
    path(f"{ANNOUNCED}quiz/<int:number>/<int:place>/", seat_views.answer, name="seat_answer"),
    path(f"{ANNOUNCED}quiz/screen/<str:watch>/", quiz_views.projector, name="projector"),
    path(f"{ANNOUNCED}quiz/screen/<str:watch>/state/", quiz_views.projector_state, name="projector_state"),
    path(f"{PARTICIPANT}exercise/<int:number>/", exercise_views.work, name="exercise"),
    path(f"{PARTICIPANT}exercise/case/<slug:part>/", exercise_views.own_case, name="own_case"),
    path(f"{PARTICIPANT}exercise/file/<int:hand_in>/", exercise_views.own_file, name="own_hand_in"),
    path(f"{TRAINER}exercise/", exercise_views.of_trainer, name="trainer_exercise"),
    path(
        f"{TRAINER}exercise/case/<int:group>/<slug:part>/", exercise_views.trainer_case, name="trainer_case"
    ),
    path(f"{TRAINER}exercise/file/<int:hand_in>/", exercise_views.trainer_file, name="trainer_hand_in"),
    path(f"{SEMINAR}exercise/", exercise_views.of_organiser, name="seminar_exercise"),
    path(f"{SEMINAR}exercise/run/", exercise_views.run, name="run_exercise"),
    path(
        f"{SEMINAR}exercise/case/<int:group>/<slug:part>/", exercise_views.seminar_case, name="seminar_case"
    ),
    path(f"{SEMINAR}exercise/file/<int:hand_in>/", exercise_views.seminar_file, name="seminar_hand_in"),
    path(f"{TRAINER}quiz/", quiz_views.of_trainer, name="trainer_quiz"),
    path(f"{TRAINER}quiz/state/", quiz_views.trainer_state, name="trainer_quiz_state"),
    path(f"{SEMINAR}quiz/state/", quiz_views.organiser_state, name="seminar_quiz_state"),
    path(f"{SEMINAR}quiz/", quiz_views.of_organiser, name="seminar_quiz"),
    path(f"{SEMINAR}quiz/run/", quiz_views.run, name="run_quiz"),
    path(f"{SEMINAR}report/", report_views.show, name="seminar_report"),
    path(f"{SEMINAR}report/report.pdf", report_views.as_pdf, name="seminar_report_pdf"),
    path(f"{SEMINAR}report.xlsx", report_views.workbook, name="seminar_workbook"),
    path(f"{SEMINAR}tests/", testing_views.tests, name="seminar_tests"),
    path(f"{SEMINAR}tests/draw/", testing_views.draw_papers, name="draw_papers"),
    path(f"{SEMINAR}tests/papers/<str:form>/", testing_views.print_paper, name="print_paper"),
    path(f"{SEMINAR}tests/<str:when>/", testing_views.open_test, name="open_test"),
    path(f"{SEMINAR}tests/<str:when>/<int:participant>/", testing_views.type_in, name="type_in_test"),
]
