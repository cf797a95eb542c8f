"""Addresses under /api/v1/ that concern their money."""

from django.urls import path

from finance.advice.recommendations import VERBS
from finance.api.accounts import LinkedAccountsView, LinkedAccountView
from finance.api.affordability import AffordabilityView
from finance.api.alert_settings import (
    AlertSettingsView,
    PushSubscriptionsView,
    PushSubscriptionView,
    stop_letters,
)
from finance.api.alerts import VERBS as ALERT_VERBS
from finance.api.alerts import AlertsView, DecideAlertView, SeeAllView
from finance.api.bills import BillsView, BillView, UpcomingView
from finance.api.calendar import CalendarView, calendar_file
from finance.api.categories import CategoriesView
from finance.api.corrections import CorrectionsView, UndoCorrectionsView
from finance.api.currencies import CurrenciesView
from finance.api.forecasts import ForecastsView, LatestForecastView, SafeToSpendView
from finance.api.goals import GoalDepositsView, GoalDepositView, GoalsView, GoalView, RestoreGoalView
from finance.api.imports import ImportsView, ImportView
from finance.api.loans import LoanPartView, LoansView, LoanView
from finance.api.mappings import StatementMappingsView, StatementMappingView
from finance.api.mileage import MileageExportView, MileageView, RestoreTripView, TripView
from finance.api.mileage_totals import MileageSummaryView, TripsBatchView, TripsFileView
from finance.api.payouts import VERBS as FINDING_VERBS
from finance.api.payouts import DecideFindingView, PayoutFindingsView, PayoutFindingView
from finance.api.platforms import PlatformsView
from finance.api.public import PublicView
from finance.api.recommendations import DecideView, RecommendationsView
from finance.api.reminders import RemindersView, ReminderView
from finance.api.reviews import DecideReviewView, ReviewsView, ReviewView
from finance.api.rules import RuleOrderView, RulePreviewView, RulesView, RuleView, SortAgainView
from finance.api.scores import LatestScoresView, ScoresView
from finance.api.snapshots import SnapshotsView
from finance.api.tax import TaxView
from finance.api.totals import TotalsView
from finance.api.transactions import TransactionsView, TransactionView
from finance.api.transfers import SplitTransferView, TransfersView, TransferView

urlpatterns = [
    path("public", PublicView.as_view()),
    path("linked-accounts", LinkedAccountsView.as_view()),
    path("linked-accounts/<uuid:public_id>", LinkedAccountView.as_view()),
    path("imports", ImportsView.as_view()),
    path("imports/<uuid:public_id>", ImportView.as_view()),
    path("statement-mappings", StatementMappingsView.as_view()),
    path("statement-mappings/<uuid:public_id>", StatementMappingView.as_view()),
    path("transactions", TransactionsView.as_view()),
    path("transactions/totals", TotalsView.as_view()),
    path("transactions/corrections", CorrectionsView.as_view()),
    path("transactions/corrections/undo", UndoCorrectionsView.as_view()),
    path("transactions/<uuid:public_id>", TransactionView.as_view()),
    path("transfers", TransfersView.as_view()),
    path("transfers/<uuid:public_id>", TransferView.as_view()),
    *(
        path(f"transfers/<uuid:public_id>/{verb}", SplitTransferView.as_view(), {"verb": verb})
        for verb in ("split", "join")
    ),
    path("reviews", ReviewsView.as_view()),
    path("reviews/<uuid:public_id>", ReviewView.as_view()),
    *(
        path(f"reviews/<uuid:public_id>/{verb}", DecideReviewView.as_view(), {"verb": verb})
        for verb in ("same", "different", "undo")
    ),
    path("snapshots", SnapshotsView.as_view()),
    path("forecasts", ForecastsView.as_view()),
    path("forecasts/latest", LatestForecastView.as_view()),
    path("safe-to-spend", SafeToSpendView.as_view()),
    path("affordability", AffordabilityView.as_view()),
    path("bills", BillsView.as_view()),
    path("bills/upcoming", UpcomingView.as_view()),
    path("bills/<uuid:public_id>", BillView.as_view()),
    path("loans", LoansView.as_view()),
    path("loans/<uuid:public_id>", LoanView.as_view()),
    *(path(f"loans/<uuid:public_id>/{verb}", LoanPartView.as_view(), {"verb": verb}) for verb in ("split", "join")),
    path("calendar", CalendarView.as_view()),
    path("calendar/<str:secret>.ics", calendar_file),
    path("platforms", PlatformsView.as_view()),
    path("payout-findings", PayoutFindingsView.as_view()),
    path("payout-findings/<uuid:public_id>", PayoutFindingView.as_view()),
    *(
        path(f"payout-findings/<uuid:public_id>/{verb}", DecideFindingView.as_view(), {"verb": verb})
        for verb in FINDING_VERBS
    ),
    path("tax", TaxView.as_view()),
    path("mileage", MileageView.as_view()),
    path("mileage/summary", MileageSummaryView.as_view()),
    path("mileage/export.csv", MileageExportView.as_view()),
    path("mileage/import", TripsFileView.as_view()),
    path("mileage/import/<uuid:batch>", TripsBatchView.as_view()),
    path("mileage/<uuid:public_id>", TripView.as_view()),
    path("mileage/<uuid:public_id>/restore", RestoreTripView.as_view()),
    path("rules", RulesView.as_view()),
    path("rules/preview", RulePreviewView.as_view()),
    path("rules/order", RuleOrderView.as_view()),
    path("rules/apply", SortAgainView.as_view()),
    path("rules/<uuid:public_id>", RuleView.as_view()),
    path("currencies", CurrenciesView.as_view()),
    path("categories", CategoriesView.as_view()),
    path("scores", ScoresView.as_view()),
    path("scores/latest", LatestScoresView.as_view()),
    path("recommendations", RecommendationsView.as_view()),
    *(path(f"recommendations/<uuid:public_id>/{verb}", DecideView.as_view(), {"verb": verb}) for verb in VERBS),
    path("alerts", AlertsView.as_view()),
    path("alerts/seen", SeeAllView.as_view()),
    *(path(f"alerts/<uuid:public_id>/{verb}", DecideAlertView.as_view(), {"verb": verb}) for verb in ALERT_VERBS),
    path("reminders", RemindersView.as_view()),
    path("reminders/<uuid:public_id>", ReminderView.as_view()),
    path("alert-settings", AlertSettingsView.as_view()),
    path("alert-letters/<str:token>/stop", stop_letters),
    path("push-subscriptions", PushSubscriptionsView.as_view()),
    path("push-subscriptions/<uuid:public_id>", PushSubscriptionView.as_view()),
    path("goals", GoalsView.as_view()),
    path("goals/<uuid:public_id>", GoalView.as_view()),
    path("goals/<uuid:public_id>/restore", RestoreGoalView.as_view()),
    path("goals/<uuid:public_id>/deposits", GoalDepositsView.as_view()),
    path("goals/<uuid:public_id>/deposits/<uuid:deposit_id>", GoalDepositView.as_view()),
]
