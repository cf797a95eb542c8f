"""Derives the tables of `data/` from the raw PKDD'99 tables: `python -m ml_service.training.derive RAW FEATURES`.

RAW holds transactions.parquet, loans.parquet and static/account.parquet; FEATURES is the table of loans with what was
known of each account before its loan. Accounts are renumbered; amounts are rounded to whole crowns.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).parent / "data"
MAX_SILENT_DAYS = 45  # a loan is used with its months only if the transactions reach up to it
MIN_MONTHS, MAX_MONTHS = 3, 36
FEE = "sanction interest if negative balance"


def main() -> None:
    """Write the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", type=Path)
    parser.add_argument("features", type=Path)
    given = parser.parse_args()
    transactions = pd.read_parquet(given.raw / "transactions.parquet").sort_values(["account_id", "date", "trans_id"])
    loans = pd.read_parquet(given.raw / "loans.parquet")
    accounts = pd.read_parquet(given.raw / "static" / "account.parquet")
    number = _numbers(transactions, loans)
    _write("flows", flows_by_day(transactions).assign(account=lambda t: t.account.map(number)))
    _write("months", months_before_loan(transactions, loans).assign(account=lambda t: t.account.map(number)))
    totals = totals_before_loan(loans, accounts, pd.read_parquet(given.features))
    _write("loans", totals.assign(account=lambda t: t.account.map(number)))


def flows_by_day(transactions: pd.DataFrame) -> pd.DataFrame:
    """Inflow and outflow of each account on each day that had any; `source` says which part of the years is whole."""
    table = pd.DataFrame(
        {
            "account": transactions.account_id,
            "source": transactions.source,
            "day": transactions.date.to_numpy().astype("datetime64[D]").astype(np.int32),
            "inflow": transactions.signed.clip(lower=0),
            "outflow": -transactions.signed.clip(upper=0),
        }
    )
    grouped = table.groupby(["account", "source", "day"], as_index=False).sum()
    return grouped.round({"inflow": 0, "outflow": 0}).astype({"inflow": np.int32, "outflow": np.int32})


def months_before_loan(transactions: pd.DataFrame, loans: pd.DataFrame) -> pd.DataFrame:
    """Monthly rows, as `/v1/credit-scores` takes them, of the accounts whose transactions reach up to their loan."""
    joined = transactions.merge(loans[["account_id", "date"]], on="account_id", suffixes=("", "_loan"))
    before = joined[joined.date < joined.date_loan]
    rows = [_months(group) for _, group in before.groupby("account_id") if _reaches_loan(group)]
    return pd.concat(rows, ignore_index=True)


def totals_before_loan(loans: pd.DataFrame, accounts: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """What is known of all loans: terms, outcome, and totals of the account before.

    The source lists an account once for each person who may use it, so the sums of shared accounts are halved. Accounts
    open empty, so what went out is what came in less the balance; the source's own sum leaves some withdrawals out.
    """
    table = loans.merge(features.drop(columns=["bad", "date", "amount", "loan_id"]), on="account_id")
    table = table.merge(accounts[["account_id", "date"]], on="account_id", suffixes=("", "_opened"))
    opened = pd.to_datetime("19" + table.date_opened.astype(str))
    months = (table.date.dt.year - opened.dt.year) * 12 + table.date.dt.month - opened.dt.month + 1
    copies = 1 + table.has_disponent
    return pd.DataFrame(
        {
            "account": table.account_id,
            "as_of": table.date.dt.strftime("%Y-%m-%d"),
            "amount": table.amount,
            "duration_months": table.duration_x,
            "payment": table.payments_x.round().astype(np.int32),
            "bad": table.bad.astype(np.int8),
            "months": months.astype(np.int16),
            "inflow": (table.total_credit / copies).round().astype(np.int32),
            "outflow": (table.total_credit / copies - table.recent_balance).clip(lower=0).round().astype(np.int32),
            "min_balance": table.min_balance.round().astype(np.int32),
            "closing_balance": table.recent_balance.round().astype(np.int32),
            "overdraft_fees": (table.sanction_interest_if_negative_balance // copies).astype(np.int16),
            "group_sex": table.sex,
            "group_age": pd.cut(table.owner_age_at_loan, [0, 30, 45, 60, 120], right=False).astype(str),
            "group_district": pd.cut(
                table["ratio of urban inhabitants"], [0, 50, 75, 101], right=False, labels=["rural", "mixed", "urban"]
            ).astype(str),
        }
    )


def _numbers(transactions: pd.DataFrame, loans: pd.DataFrame) -> dict[int, int]:
    known = np.union1d(transactions.account_id.unique(), loans.account_id.unique())
    shuffled = np.random.default_rng(0).permutation(len(known))
    return dict(zip(known.tolist(), shuffled.tolist(), strict=True))


def _reaches_loan(group: pd.DataFrame) -> bool:
    silent = (group.date_loan.iloc[0] - group.date.iloc[-1]).days
    return bool(silent <= MAX_SILENT_DAYS and group.date.dt.to_period("M").nunique() >= MIN_MONTHS)


def _months(group: pd.DataFrame) -> pd.DataFrame:
    month = group.date.dt.to_period("M")
    closing = group.groupby("date").balance.last()
    last_day = group.date_loan.iloc[0] - pd.Timedelta(days=1)
    by_day = closing.reindex(pd.date_range(closing.index[0], last_day)).ffill()
    table = pd.DataFrame(
        {
            "inflow": group.signed.clip(lower=0).groupby(month).sum(),
            "outflow": -group.signed.clip(upper=0).groupby(month).sum(),
            "n_transactions": group.groupby(month).size(),
            "overdraft_fees": (group.k_symbol == FEE).groupby(month).sum(),
            "lowest": group.balance.groupby(month).min(),
        }
    )
    month_of_day = pd.DatetimeIndex(by_day.index).to_period("M")
    days = by_day.groupby(month_of_day)
    table = table.reindex(days.last().index).fillna({name: 0 for name in table.columns if name != "lowest"})
    table["closing_balance"] = days.last()
    table["min_balance"] = np.fmin(table.pop("lowest"), days.min())
    table["days_negative"] = (by_day < 0).groupby(month_of_day).sum()
    table = table.round().astype(np.int32).tail(MAX_MONTHS).reset_index(names="month")
    return table.assign(month=table.month.astype(str), account=group.account_id.iloc[0])


def _write(name: str, table: pd.DataFrame) -> None:
    ordered = table.sort_values(list(table.columns[:3])).reset_index(drop=True)
    ordered.to_parquet(DATA / f"{name}.parquet", compression="zstd", index=False)


if __name__ == "__main__":
    main()
