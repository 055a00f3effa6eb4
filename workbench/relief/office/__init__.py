"""The accounting office: all clients at once, and what a client should do next about its debtors and suppliers."""

from .advice import payment_advice
from .forecast import Forecast, forecast, office_forecast
from .grid import Office, office
from .months import client_months
from .states import STATES
from .symmetry import FINDINGS, symmetry
from .tipping import tipping

__all__ = [
    "FINDINGS",
    "STATES",
    "Forecast",
    "Office",
    "client_months",
    "forecast",
    "office",
    "office_forecast",
    "payment_advice",
    "symmetry",
    "tipping",
]
