"""The texts of events, under the keys that `events.toml` names."""

from ...i18n import N_

EVENT_TITLES = {
    "credit_note": N_("Credit note"),
    "assignment": N_("Sale or assignment of the claim, at least at its face value"),
    "assignment_below": N_("Sale of the claim below its face value"),
    "back_assignment": N_("Claim assigned back by the factor"),
    "insolvency": N_("Bankruptcy, restructuring or liquidation of the debtor"),
    "set_off": N_("Set-off"),
    "forgiveness": N_("Debt forgiven"),
    "conversion": N_("Debt turned into shares"),
}

SOURCE_TITLES = {
    "event:credit_note": N_("credit note set off"),
    "event:assignment": N_("sale or assignment of the claim"),
    "event:assignment_below": N_("sale of the claim below its face value"),
    "event:set_off": N_("set-off (event)"),
    "event:forgiveness": N_("debt forgiven, counted as settled"),
    "event:conversion": N_("debt turned into shares"),
    "scenario": N_("scenario, not in the books"),
}
"""What the settlements added by events and scenarios are called where settlements are shown."""

CERTAINTY_TITLES = {
    "certain": N_("certain: the act, the Ministry or a ruling says so"),
    "secondary": N_("general practice, no ruling at hand"),
    "doubtful": N_("doubtful: your choice, recorded with the event"),
}

DATE_QUESTIONS = {
    "credit_note": N_("On which day was the credit note set off against the invoice?"),
    "assignment": N_("On which day did the claim pass to the buyer?"),
    "assignment_below": N_("On which day did the claim pass to the buyer?"),
    "back_assignment": N_("On which day did the claim come back?"),
    "insolvency": N_("On which day did the proceedings open?"),
    "set_off": N_("On which day were the claims set off?"),
    "forgiveness": N_("On which day was the debt forgiven?"),
    "conversion": N_("On which day did the arrangement become final?"),
}

AMOUNT_QUESTIONS = {
    "credited": N_("Which gross amount of the credit note was set off against the invoice?"),
    "price": N_("Which price was obtained for the claim?"),
    "set_off": N_("Which amount was set off?"),
    "forgiven": N_("Which amount was forgiven?"),
    "converted": N_("Which amount of the debt was turned into shares?"),
}

OPTION_TITLES = {
    "compensated": N_("Set off against the invoice: its amount counts as settled"),
    "left": N_("Not set off: the invoice stays unpaid as it is"),
    "disposed": N_("Disposed of: all that is unpaid counts as settled"),
    "still_owed": N_("The debt stays unpaid until it is paid to the new creditor"),
    "whole": N_("Reverse the whole relief (view of the tax offices)"),
    "obtained": N_("Reverse only the part obtained as the price (view of the courts)"),
    "stays_sold": N_("The claim counts as sold; whatever follows is entered by hand"),
    "never_sold": N_("Treat the claim as if it had never been sold"),
    "kept_off": N_("Keep the document off the notice"),
    "directive": N_("Leave the document on the notice, relying on the judgment C-335/19"),
    "no_effect": N_("No effect on the notice"),
    "settled": N_("The amount counts as settled"),
    "unsettled": N_("Not a settlement: nothing is paid back"),
}

RULES = {
    "credit_note": N_(
        "A credit note set off by the as-of day of the notice reduces the claim, and only the rest is on the notice. One set "
        "off later gives one paid-back line for its amount, while the credit note stands in the VAT register with the "
        "opposite sign: together zero, so nothing is reduced twice."
    ),
    "assignment_sale": N_(
        "A claim sold or assigned by the day of filing gives no relief. One sold after the filing is paid back in the period "
        "of the sale, with all that was unpaid."
    ),
    "assignment_purchase": N_(
        "The debtor's correction does not depend on what the creditor does: a debt passed to another creditor stays unpaid "
        "until the debtor pays it."
    ),
    "assignment_below": N_(
        "A claim sold by the day of filing gives no relief, whatever its price. Of one sold after the filing below its face "
        "value the tax offices want the whole relief back, the courts only the part that was obtained."
    ),
    "back_assignment": N_(
        "The tax authority accepts relief for a claim that a factor has assigned back unpaid; the rulings differ on the period."
    ),
    "insolvency_sale_before": N_(
        "For relief dates before 1 October 2021 a debtor in bankruptcy, restructuring or liquidation on the day before the "
        "filing excludes the relief."
    ),
    "insolvency_sale": N_(
        "For relief dates from 1 October 2021 on the insolvency of the debtor changes nothing: the relief is due as usual."
    ),
    "insolvency_purchase": N_("The debtor corrects the deducted tax also in bankruptcy, restructuring or liquidation."),
    "insolvency_purchase_released": N_(
        "For relief dates from 1 July 2015 to 30 September 2021 a debtor in bankruptcy, restructuring or liquidation on the "
        "last day of the period does not correct the deducted tax."
    ),
    "set_off": N_(
        "A set-off is a settlement: the amount set off counts as paid on its day. By the as-of day of the notice it reduces "
        "the claim; later the amount is paid back in the period of the set-off."
    ),
    "forgiveness": N_("Forgiving a debt is not settling it: the creditor pays nothing back, the debtor gets nothing back."),
    "conversion": N_(
        "A debt turned into shares under an arrangement is settled in the period in which the arrangement becomes final."
    ),
}

WARNINGS = {
    "net_zero": N_(
        "Enter the credit note in its VAT register as usual. Together with the paid-back line of the notice its effect is "
        "zero; without this event the tax would be reduced twice."
    ),
    "offices_whole": N_("Reversing only the part obtained may be questioned by the tax office."),
    "by_hand": N_("Check the period of the relief with the ruling that applies to you; the notice is corrected by hand."),
    "directive": N_(
        "The judgment C-335/19 of the Court of Justice held this condition contrary to the directive; relying on it is "
        "your choice."
    ),
    "restructuring": N_(
        "Whether a debtor in restructuring or bankruptcy must correct the tax is disputed; the wording of the act obliges."
    ),
    "adviser": N_("The act is not clear here: ask a tax adviser before filing."),
    "several_laws": N_("The payments of this document fall under different law: record the event for each payment on its own."),
    "final_day": N_("Give the day on which the arrangement became final, not that of the vote or of the entry of the shares."),
}
