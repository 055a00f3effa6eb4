"""An event the manuals of the relief are silent about, as the user records it."""

from dataclasses import dataclass
from datetime import date

from ..parts import Side


@dataclass(frozen=True)
class Event:
    """Something that happened to a claim other than being paid.

    `id`: unique in the client's books. `type`: one of `EVENT_TITLES`. `payment_id`: the payment part concerned, "" for the
    whole document. `date`: the day it happened. `amount`: what was set off, credited, converted, forgiven or obtained as the
    price, in minor units of the payment's currency; 0 where no amount belongs to it. `choice`: the code of the option the user
    took, one of `guide(...).choices`. `note`: in the user's own words.
    """

    id: str
    side: Side
    document_id: str
    payment_id: str
    type: str
    date: date
    amount: int
    choice: str
    note: str = ""
