"""Every tool by its intent. `knowledge`, `repeat` and `slower` are the conversation's own."""

from collections.abc import Mapping

from assistant.tools.acting import act
from assistant.tools.advising import advice
from assistant.tools.balance import balance
from assistant.tools.coming import forecast, lowest_point, safe_days, shortfall_risk
from assistant.tools.comparing import compare
from assistant.tools.duties import bills, tax
from assistant.tools.explaining import explain
from assistant.tools.finding import find_transaction
from assistant.tools.flowing import income, spending
from assistant.tools.saving import goal
from assistant.tools.scores import score, score_improve, score_why
from assistant.tools.spend import affordability, safe_to_spend
from assistant.tools.talking import goodbye, greeting, help, human, language
from assistant.tools.tool import Tool
from assistant.tools.working import mileage, platforms

FUNCTIONS = (
    balance,
    income,
    spending,
    compare,
    forecast,
    lowest_point,
    shortfall_risk,
    safe_to_spend,
    affordability,
    safe_days,
    score,
    score_why,
    score_improve,
    bills,
    tax,
    advice,
    goal,
    mileage,
    platforms,
    find_transaction,
    explain,
    greeting,
    help,
    human,
    goodbye,
    language,
    act,
)
TOOLS: Mapping[str, Tool] = {function.__name__: Tool(function.__name__, function) for function in FUNCTIONS}
