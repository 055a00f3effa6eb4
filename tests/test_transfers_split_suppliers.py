"""Collective split payments of one supplier with several cards: the key is its NIP (T-058, T-061, reference/banks.md 11)."""

from tests.test_transfers_split import gathered, refused, split
from tests.transfer_books import nip, nrb, party, put_together

CARDS = put_together(
    party("A", "Karta A", nrb(700), tax_id=nip("999000003")),
    party("B", "Karta B", nrb(701), tax_id=f"PL {nip('999000003')}"),
    split("F1", "2019-11-08", party="A"),
    split("F5", "2019-11-12", party="A"),
)


def test_cards_with_one_nip_are_one_supplier() -> None:
    """reference/banks.md 11: the key is the supplier's NIP with account and currency."""
    other_account = split("F2", "2019-11-10", party="B")
    refusal = refused(CARDS, other_account, chosen=["F1/1", "F5/1"])
    assert (refusal.code, refusal.in_the_way) == ("M-07", (("F2/1", "other_account"),))
    assert refused(CARDS, other_account, chosen=["F1/1", "F5/1", "F2/1"]).code == "M-08"
    same_account = split("F2", "2019-11-10", party="B", account=nrb(700))
    assert refused(CARDS, same_account, chosen=["F1/1", "F5/1"]).missing == ("F2/1",)
    (transfer,) = gathered(CARDS, same_account, chosen=["F1/1", "F2/1", "F5/1"]).transfers
    assert (transfer.payments, transfer.amount) == (("F1/1", "F5/1", "F2/1"), 36_900)
    assert transfer.split is not None and transfer.split.tax_id == nip("999000003")


def test_the_other_card_is_found_in_other_registers_and_behind_other_payees() -> None:
    elsewhere = split("F2", "2019-11-10", party="B", account=nrb(700), register="EURO")
    assert refused(CARDS, elsewhere, chosen=["F1/1", "F5/1"]).in_the_way == (("F2/1", "other_register"),)
    by_a_factor = split("F2", "2019-11-10", party="B", party_id="abc", register="EURO")
    assert refused(CARDS, by_a_factor, chosen=["F1/1", "F5/1"]).in_the_way == (("F2/1", "other_register"),)


def test_a_supplier_is_followed_from_card_to_nip_and_back_but_no_further_than_the_chosen_ones() -> None:
    """F2 is to card A for a document of ABC: chosen, it brings ABC in; not chosen, it is only in the way."""
    through = split("F2", "2019-11-10", party="abc", party_id="A")
    of_abc = split("F3", "2019-11-09", party="abc")
    assert refused(CARDS, through, of_abc, chosen=["F1/1", "F5/1"]).in_the_way == (("F2/1", "other_tax_id"),)
    assert refused(CARDS, through, of_abc, chosen=["F3/1", "F1/1", "F2/1", "F5/1"]).code == "M-08"


def test_cards_without_a_nip_are_suppliers_of_their_own() -> None:
    pieces = [put_together(party(name, name, nrb(800)), split(f"F{name}", "2019-11-08", party=name)) for name in "AB"]
    result = gathered(*pieces, chosen=["FA/1", "FB/1"])
    assert [transfer.payments for transfer in result.transfers] == [("FA/1",), ("FB/1",)]
