"""Every tool by its intent."""

from collections.abc import Mapping

from assistant.tools.balance import balance
from assistant.tools.coming import forecast, lowest_point, safe_days, shortfall_risk
from assistant.tools.flowing import income, spending
from assistant.tools.spend import affordability, safe_to_spend
from assistant.tools.tool import Tool

FUNCTIONS = (
    balance,
    income,
    spending,
    forecast,
    lowest_point,
    shortfall_risk,
    safe_to_spend,
    affordability,
    safe_days,
)
TOOLS: Mapping[str, Tool] = {function.__name__: Tool(function.__name__, function) for function in FUNCTIONS}
