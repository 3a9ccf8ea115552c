"""Every address of the app, noun and verb."""

from django.urls import path

from assessments.views import (
    account,
    answering,
    assessments,
    guide,
    health,
    home,
    portfolio,
    results,
    review,
    roadmaps,
    scenarios,
    teams,
)

app_name = "assessments"

urlpatterns = [
    path("", home.home_show, name="home-show"),
    path("how-it-works/", guide.guide_show, name="guide-show"),
    path("teams/<int:unit_id>/", teams.team_show, name="team-show"),
    path("teams/<int:unit_id>/roadmap/", roadmaps.roadmap_show, name="roadmap-show"),
    path("teams/<int:unit_id>/scenarios/", scenarios.scenarios_compare, name="scenarios-compare"),
    path("teams/<int:unit_id>/scenarios/keep/", scenarios.scenario_keep, name="scenario-keep"),
    path("scenarios/<int:scenario_id>/remove/", scenarios.scenario_remove, name="scenario-remove"),
    path("portfolio/", portfolio.portfolio_show, name="portfolio-show"),
    path("portfolio.csv", portfolio.portfolio_export, name="portfolio-export"),
    path("teams/<int:unit_id>/results/compare/", results.results_compare, name="results-compare"),
    path("results/<int:result_id>/", results.result_show, name="result-show"),
    path("results/<int:result_id>/<slug:discipline>/", results.result_explain, name="result-explain"),
    path("health/", health.health_check, name="health-check"),
    path("accounts/sign-in/", account.sign_in, name="sign-in"),
    path("accounts/sign-out/", account.sign_out, name="sign-out"),
    path("accounts/password/", account.password_change, name="password-change"),
    path("accounts/password/reset/", account.password_reset, name="password-reset"),
    path("accounts/password/reset/sent/", account.password_reset_sent, name="password-reset-sent"),
    path("accounts/password/set/<uidb64>/<token>/", account.password_set, name="password-set"),
    path("teams/<int:unit_id>/start/", assessments.assessment_start, name="assessment-start"),
    path("assessments/<int:assessment_id>/", assessments.assessment_continue, name="assessment-continue"),
    path("assessments/<int:assessment_id>/review/", review.assessment_review, name="assessment-review"),
    path("assessments/<int:assessment_id>/submit/", assessments.assessment_submit, name="assessment-submit"),
    path("assessments/<int:assessment_id>/reopen/", assessments.assessment_reopen, name="assessment-reopen"),
    path("assessments/<int:assessment_id>/discard/", assessments.assessment_discard, name="assessment-discard"),
    path(
        "assessments/<int:assessment_id>/early-looks/<slug:discipline>/",
        assessments.early_look_open,
        name="early-look-open",
    ),
    path("assessments/<int:assessment_id>/responses/<str:practice>/", answering.response_save, name="response-save"),
    path(
        "assessments/<int:assessment_id>/evidence/<int:evidence_id>/remove/",
        answering.evidence_remove,
        name="evidence-remove",
    ),
    path("assessments/<int:assessment_id>/evidence/<str:practice>/", answering.evidence_add, name="evidence-add"),
    path(
        "assessments/<int:assessment_id>/agreed-levels/<str:practice>/",
        review.agreed_level_record,
        name="agreed-level-record",
    ),
    path(
        "assessments/<int:assessment_id>/dimensions/<str:dimension>/",
        answering.dimension_answer,
        name="dimension-answer",
    ),
]
